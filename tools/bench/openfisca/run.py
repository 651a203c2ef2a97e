"""Runs households through OpenFisca: `run.py <input.json> <output.json>`; tells the processor time of it."""

import json
import sys
import time

import numpy
from openfisca_core.simulations import SimulationBuilder

from minzheng import MeansTestSystem
from minzheng.variables.inputs import Hukou, Relation, Study

ENUMERATIONS = {"relation": Relation, "study": Study, "hukou": Hukou}
ASKED = ["counted_members", "per_capita_monthly", "per_capita_after_rigid", "dibao", "edge"]


def encoded(name, values):
    kinds = ENUMERATIONS.get(name)
    if kinds is None:
        return numpy.array(values)
    by_value = {kind.value: kind.name for kind in kinds}
    return kinds.encode(numpy.array([by_value[value] for value in values]))


def simulation_of(system, given):
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", numpy.arange(len(given["household_of"])))
    households = builder.declare_entity("household", numpy.arange(given["households"]))
    builder.join_with_persons(
        households, numpy.array(given["household_of"]), numpy.array(["member"] * len(given["household_of"]))
    )
    simulation = builder.build(system)
    for name, values in given["eternity"].items():
        simulation.set_input(name, "ETERNITY", encoded(name, values))
    for name, by_month in given["monthly"].items():
        for month, values in by_month.items():
            simulation.set_input(name, month, encoded(name, values))
    return simulation


def main(source, target):
    with open(source, encoding="utf-8") as file:
        given = json.load(file)
    system = MeansTestSystem()
    seconds = []
    for _ in range(given["rounds"]):
        began = time.process_time()
        simulation = simulation_of(system, given)
        built = time.process_time()
        results = {name: simulation.calculate(name, given["month"]) for name in ASKED}
        seconds.append([built - began, time.process_time() - built])
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"seconds": seconds, "results": {name: told(values) for name, values in results.items()}}, file)


def told(values):
    return [kind.value for kind in values.decode()] if hasattr(values, "decode") else values.tolist()


if __name__ == "__main__":
    main(*sys.argv[1:])

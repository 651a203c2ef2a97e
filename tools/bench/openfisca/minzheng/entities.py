"""Persons and the household that they were named in."""

from openfisca_core.entities import build_entity

Person = build_entity(key="person", plural="persons", label="Person (家庭成员)", is_person=True)

Household = build_entity(
    key="household",
    plural="households",
    label="Household (家庭)",
    roles=[{"key": "member", "plural": "members", "label": "Named in the household"}],
)

ENTITIES = [Household, Person]

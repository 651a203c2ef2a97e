"""The means test (家庭经济状况核对计算) written for OpenFisca: the same rules as `kernel/means-test`, to compare with."""

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from .entities import ENTITIES

HERE = Path(__file__).parent


class MeansTestSystem(TaxBenefitSystem):
    """Sichuan's dibao and edge rules. 民发〔2021〕57号."""

    def __init__(self) -> None:
        super().__init__(ENTITIES)
        self.add_variables_from_directory(str(HERE / "variables"))
        self.load_parameters(str(HERE / "parameters"))

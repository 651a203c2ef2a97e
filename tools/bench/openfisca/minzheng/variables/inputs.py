"""What is known of persons: sums of the selected facts, whole fen."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from minzheng.entities import Household, Person


class Relation(Enum):
    applicant = "APPLICANT"
    spouse = "SPOUSE"
    child = "CHILD"
    other = "OTHER"


class Study(Enum):
    none = "NONE"
    school = "SCHOOL"
    bachelor = "BACHELOR"
    master_or_above = "MASTER_OR_ABOVE"


class Hukou(Enum):
    urban = "URBAN"
    rural = "RURAL"


class hukou(Variable):
    value_type = Enum
    possible_values = Hukou
    default_value = Hukou.urban
    entity = Household
    definition_period = DateUnit.ETERNITY
    label = "Class of the household register (户口类型)"


class relation(Variable):
    value_type = Enum
    possible_values = Relation
    default_value = Relation.other
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Relation to the applicant"


class study(Variable):
    value_type = Enum
    possible_values = Study
    default_value = Study.none
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Stage of education"


class wage_net(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Wages sent net"


class wage_gross(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Wages sent gross"


class income_other(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Countable income that is no wage"


class tax_and_insurance_paid(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Income tax and social insurance paid"


class tax_is_known(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Tax or insurance of the month is known"


class medical_spent(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Medical spending, out of pocket"


class rehabilitation_spent(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Rehabilitation spending"


class education_spent(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Education spending"


class medical_charity(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Medical spending that a charity paid"


class rehabilitation_charity(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Rehabilitation spending that a charity paid"


class education_charity(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Education spending that a charity paid"


class age_in_months(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Full months of age on the day of the test"


class months_together(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Full months of living together on the day of the test"


class is_dead(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Dead, declared dead or missing"


class in_custody(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "In prison or compulsory rehabilitation"


class is_excluded(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "On a status that the region excludes"


class in_education(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Full-time student up to bachelor"


class severely_disabled(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Card of grade 1 or 2, or 3 mental or intellectual"


class financial_fen(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "The person's part of financial assets"


class active_capital_fen(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "The largest paid-in capital of an active business"


class machinery_fen(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Large machinery"


class vehicles(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Vehicles"


class homes(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Homes"


class home_area_dm2(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Area of the homes"


class non_residential(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Shops, offices, factories, parking lots"

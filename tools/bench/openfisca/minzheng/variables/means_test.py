"""
Who counts, what income and rigid spending come to, whether property is within the limits (民发〔2021〕57号 arts. 7, 13, 14).

Sums are exact: in ten-thousandths of a fen, computed in 64 bits. OpenFisca keeps whole numbers in 32 bits and others as
32-bit floats, so what a formula hands on is whole fen and, apart, the rest.
"""

import numpy
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from minzheng.entities import Household, Person
from minzheng.variables.inputs import Hukou, Relation, Study

PARTS = 10_000
ADULT_MONTHS = 18 * 12


def _long(values):
    return numpy.asarray(values).astype(numpy.int64)


def _limits(parameters, period):
    return parameters(period).means_test


def _window(period, months):
    return [period.offset(-back, "month") for back in range(months, 0, -1)]


class standard(Variable):
    value_type = int
    entity = Household
    definition_period = DateUnit.MONTH
    label = "The dibao standard (低保标准), fen a head and month"

    def formula(household, period, parameters):
        limits = _limits(parameters, period)
        is_urban = household("hukou", period) == Hukou.urban
        return numpy.where(is_urban, limits.standard_urban, limits.standard_rural)


class is_counted(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Counts as a member living together (共同生活的家庭成员)"

    def formula(person, period, parameters):
        limits = _limits(parameters, period)
        relation = person("relation", period)
        is_out = person("is_dead", period) + person("in_custody", period) + person("is_excluded", period)
        is_close = (relation == Relation.applicant) + (relation == Relation.spouse)
        is_child = relation == Relation.child
        is_minor = person("age_in_months", period) < ADULT_MONTHS
        wages = sum(
            _long(person("wage_net", month)) + _long(person("wage_gross", month))
            for month in _window(period, limits.window_months)
        )
        is_dependent = person("in_education", period) + person("severely_disabled", period) * (wages == 0)
        is_together = person("months_together", period) >= limits.co_residence_months
        return numpy.logical_not(is_out) * (
            is_close + is_child * (is_minor + is_dependent) + is_together
        )


def _countable(person, period, parameters):
    """A person's countable income of the window, in ten-thousandths of a fen."""
    limits = _limits(parameters, period)
    standard = _long(person.household("standard", period)) * limits.employment_cost_cap_std_bp
    total = 0
    for month in _window(period, limits.window_months):
        net = _long(person("wage_net", month))
        gross = _long(person("wage_gross", month))
        cost = numpy.minimum((net + gross) * limits.employment_cost_bp, standard)
        cost_without_gross = numpy.minimum(net * limits.employment_cost_bp, standard)
        gross_less_cost = numpy.maximum(0, gross * PARTS - (cost - cost_without_gross))
        paid = numpy.where(
            person("tax_is_known", month),
            _long(person("tax_and_insurance_paid", month)) * PARTS,
            gross * limits.gross_to_net_bp,
        )
        other = _long(person("income_other", month))
        total = total + (net + gross + other) * PARTS - cost - numpy.minimum(gross_less_cost, paid)
    return numpy.maximum(0, total)


class countable_income(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Countable income of the window, whole fen"

    def formula(person, period, parameters):
        return _countable(person, period, parameters) // PARTS


class countable_income_rest(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "What is left of countable income, ten-thousandths of a fen"

    def formula(person, period, parameters):
        return _countable(person, period, parameters) % PARTS


class rigid_spending(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Rigid spending of the window (刚性支出), fen"

    def formula(person, period, parameters):
        limits = _limits(parameters, period)
        months = _window(period, limits.window_months)

        def own(group):
            spent = sum(_long(person(f"{group}_spent", month)) for month in months)
            charity = sum(_long(person(f"{group}_charity", month)) for month in months)
            return numpy.maximum(0, spent - charity)

        is_bachelor = person("study", period) == Study.bachelor
        cap = numpy.where(is_bachelor, limits.education_cap_bachelor, limits.education_cap_school)
        return own("medical") + own("rehabilitation") + numpy.minimum(own("education"), cap)


class counted_members(Variable):
    value_type = int
    entity = Household
    definition_period = DateUnit.MONTH
    label = "Members who count"

    def formula(household, period):
        return household.sum(household.members("is_counted", period) * 1)


def _counted_sum(household, period, name):
    counted = household.members("is_counted", period)
    return _long(household.sum(_long(household.members(name, period)) * counted))


def _total(household, period):
    """Income of the household in the window, in ten-thousandths of a fen."""
    return (
        _counted_sum(household, period, "countable_income") * PARTS
        + _counted_sum(household, period, "countable_income_rest")
    )


def _after_rigid(household, period):
    return numpy.maximum(0, _total(household, period) - _counted_sum(household, period, "rigid_spending") * PARTS)


def _heads(household, period, parameters):
    """Heads and months, of households in which nobody counts 1."""
    members = _long(household("counted_members", period))
    return numpy.maximum(1, members) * _limits(parameters, period).window_months


def _half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


class per_capita_monthly(Variable):
    value_type = int
    entity = Household
    definition_period = DateUnit.MONTH
    label = "Income a head and month (月人均收入), half up to the fen"

    def formula(household, period, parameters):
        return _half_up(_total(household, period), _heads(household, period, parameters) * PARTS)


class per_capita_after_rigid(Variable):
    value_type = int
    entity = Household
    definition_period = DateUnit.MONTH
    label = "Income after rigid spending a head and month, half up to the fen"

    def formula(household, period, parameters):
        return _half_up(_after_rigid(household, period), _heads(household, period, parameters) * PARTS)


def _is_property_over(household, period, parameters, financial_std):
    limits = _limits(parameters, period)
    members = _long(household("counted_members", period))
    counted = household.members("is_counted", period)

    def total(name):
        return _counted_sum(household, period, name)

    homes = total("homes")
    is_spacious = total("home_area_dm2") >= limits.home_area_m2 * 100 * members
    capital = household.max(_long(household.members("active_capital_fen", period)) * counted)
    return (
        (total("financial_fen") > _long(household("standard", period)) * financial_std * members)
        + (total("vehicles") > limits.vehicles)
        + ((homes > 1) * (is_spacious + (homes > limits.homes)))
        + (total("non_residential") > limits.non_residential)
        + (capital > limits.capital)
        + (total("machinery_fen") > limits.machinery)
    )


class Conclusion(Enum):
    no_counted_member = "NO_COUNTED_MEMBER"
    exceeds_both = "EXCEEDS_BOTH"
    exceeds_property = "EXCEEDS_PROPERTY"
    exceeds_income = "EXCEEDS_INCOME"
    within_limits = "WITHIN_LIMITS"


def _conclude(household, period, is_property_over, is_income_over):
    return numpy.select(
        [
            household("counted_members", period) == 0,
            is_property_over * is_income_over,
            is_property_over,
            is_income_over,
        ],
        [
            Conclusion.no_counted_member,
            Conclusion.exceeds_both,
            Conclusion.exceeds_property,
            Conclusion.exceeds_income,
        ],
        Conclusion.within_limits,
    )


class dibao(Variable):
    value_type = Enum
    possible_values = Conclusion
    default_value = Conclusion.within_limits
    entity = Household
    definition_period = DateUnit.MONTH
    label = "Conclusion for dibao (最低生活保障): below the standard, or below it after rigid spending"

    def formula(household, period, parameters):
        limit = _long(household("standard", period)) * PARTS * _heads(household, period, parameters)
        is_over = (_total(household, period) >= limit) * (_after_rigid(household, period) >= limit)
        std = _limits(parameters, period).financial_std_dibao
        return _conclude(household, period, _is_property_over(household, period, parameters, std), is_over)


class edge(Variable):
    value_type = Enum
    possible_values = Conclusion
    default_value = Conclusion.within_limits
    entity = Household
    definition_period = DateUnit.MONTH
    label = "Conclusion for edge households (低保边缘家庭): below the multiple of the standard"

    def formula(household, period, parameters):
        limits = _limits(parameters, period)
        limit = _long(household("standard", period)) * limits.edge_multiple_bp * _heads(household, period, parameters)
        is_over = _total(household, period) >= limit
        std = limits.financial_std_edge
        return _conclude(household, period, _is_property_over(household, period, parameters, std), is_over)

import { perCapitaAfterRigid, type MeansResult, type PropertyResult } from '@minzheng/kernel/means-test';
import { ZERO, type Rational } from '@minzheng/kernel/rational';
import type { CheckPolicy, PropertySet } from './check-policy.js';
import { testIncome, type IncomeLimits, type TestOutcome } from './conclusion.rules.js';

/**
 * What the tests of a purpose come to for the household.
 *
 * @param expenditureKnown - NHSA has answered, or is not core
 * @throws PolicyMissing
 */
export function householdOutcome(
  result: MeansResult,
  purpose: string,
  policy: CheckPolicy,
  expenditureKnown: boolean,
): TestOutcome {
  const { household } = result;
  if (household === undefined) return {};
  const { incomeLimit, propertySet } = policy.ofPurpose(purpose);
  return {
    tests: {
      ...propertyOf(household.property, propertySet),
      income: testIncome(
        incomeLimit,
        {
          perCapitaMonthly: household.perCapitaMonthly,
          perCapitaAfterRigid: afterRigid(result, policy),
          rigidRatioMet: household.rigidRatio.met,
        },
        limitsOf(policy),
        expenditureKnown,
      ),
    },
  };
}

/** The same for one person of the snapshot with own income and own property, N = 1. @throws PolicyMissing */
export function aloneOutcome(
  { members }: MeansResult,
  personKey: string,
  purpose: string,
  policy: CheckPolicy,
): TestOutcome {
  const member = members.find((each) => each.personKey === personKey);
  if (member === undefined) return {};
  const { incomeLimit, propertySet } = policy.ofPurpose(purpose);
  const own = {
    perCapitaMonthly: member.ownMonthly,
    perCapitaAfterRigid: member.ownMonthly,
    rigidRatioMet: false,
  };
  return {
    tests: {
      ...propertyOf(member.property, propertySet),
      income: testIncome(incomeLimit, own, limitsOf(policy), true),
    },
  };
}

function propertyOf({ levels }: PropertyResult, set: PropertySet) {
  if (set === 'NONE') return { property: 'WITHIN' as const, propertyReasons: [] };
  const { verdict, reasons } = levels[set];
  return { property: verdict, propertyReasons: [...new Set(reasons.map(({ code }) => code))] };
}

function limitsOf({ means }: CheckPolicy): IncomeLimits {
  return { ...means, disposableIncomeLastYearFen: () => means.disposableIncomeLastYearFen() };
}

/** What is left a head for the dibao test; without medical costs where they have a scheme of their own. */
function afterRigid(
  { household, members, counted }: MeansResult,
  { means, illnessScheme }: CheckPolicy,
): Rational {
  if (household === undefined) return ZERO;
  if (!illnessScheme) return household.perCapitaAfterRigid;
  const others = members
    .filter(({ membership }) => membership.counted)
    .flatMap(({ rigid }) => rigid.filter(({ group }) => group !== 'MEDICAL'));
  const rigidFen = others.reduce((sum, { countedFen }) => sum + countedFen, 0n);
  return perCapitaAfterRigid(household.total, rigidFen, means.windowMonths, counted);
}

import { enumName } from '@minzheng/contracts/catalogue';
import { ExpenditureKindSchema, FactQuality, StatusKind } from '@minzheng/contracts/facts';
import type { MemberFigures, VerificationCompleted } from '@minzheng/contracts/verification';
import { expenditureKind } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { divide, fromWire, max, multiply, rational, subtract, ZERO } from '@minzheng/kernel/rational';
import type { IllnessFigures, IllnessPolicy } from '../entitlement/illness-dibao.rules.js';

const MONTHS_OF_A_YEAR = 12n;

/**
 * What the path by the cost of illness needs of a report: R3 without MEDICAL, the cost of illness, and whether somebody
 * who counts is paid from public funds. What was only declared has no settlement sheet and doesn't count.
 *
 * @param fiscalPaidKeys - members whom the clerk has marked as paid from public funds, beside the report's statuses
 */
export function illnessFiguresOf(
  { householdFigures, members }: VerificationCompleted,
  fiscalPaidKeys: readonly string[],
  { costKinds, deductsMedical }: IllnessPolicy,
): IllnessFigures {
  const counted = members.filter((member) => member.counted);
  const medicalFen = deductsMedical ? sum(counted.map(medicalCounted)) : 0n;
  const otherRigidFen = (householdFigures?.rigidAnnualFen ?? 0n) - medicalFen;
  const heads = rational(MONTHS_OF_A_YEAR * BigInt(householdFigures?.memberCount ?? 0));
  const perCapita = householdFigures?.perCapitaMonthly;
  const left =
    perCapita === undefined || heads.numerator === 0n
      ? ZERO
      : divide(max(ZERO, subtract(multiply(fromWire(perCapita), heads), rational(otherRigidFen))), heads);
  return {
    perCapitaAfterOtherRigid: left,
    inpatientOwnPaidFen: sum(counted.map((member) => spent(member, (kind) => costKinds.includes(kind)))),
    hasFiscalPaidMember: counted.some(
      ({ personKey, statuses }) =>
        fiscalPaidKeys.includes(personKey) ||
        statuses.some(({ kind, days }) => kind === StatusKind.FISCAL_STAFF && days?.to === undefined),
    ),
  };
}

/** As R3 counts it: what was spent less what a charity paid, not below 0. */
function medicalCounted(member: MemberFigures): Fen {
  const ofUse = (use: string) => (kind: string) => {
    const entry = expenditureKind(kind);
    return entry.group === 'MEDICAL' && entry.use === use;
  };
  const own = spent(member, ofUse('SPENT'));
  const charity = spent(member, ofUse('PAID_BY_CHARITY'), true);
  return own > charity ? own - charity : 0n;
}

function spent(
  { expenditures }: MemberFigures,
  counts: (kind: string) => boolean,
  isDeclaredToo = false,
): Fen {
  return sum(
    expenditures
      .filter(({ quality }) => isDeclaredToo || quality !== FactQuality.DECLARED)
      .filter(({ kind }) => counts(enumName(ExpenditureKindSchema, kind)))
      .map(({ amountFen }) => amountFen),
  );
}

function sum(amounts: readonly Fen[]): Fen {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

import { create } from '@bufbuild/protobuf';
import { ExpenditureKind, FactQuality, StatusKind } from '@minzheng/contracts/facts';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import { rational } from '@minzheng/kernel/rational';
import type { IllnessPolicy } from '../entitlement/illness-dibao.rules.js';
import { illnessFiguresOf } from './illness-figures.rules.js';

const POLICY: IllnessPolicy = {
  incomeBasis: 'PER_HEAD',
  costKinds: ['medicalInpatientOop'],
  deductsMedical: true,
};
const { MEDICAL_INPATIENT_OOP, MEDICAL_CHRONIC_OOP, CHARITY_PAID_MEDICAL, TUITION } = ExpenditureKind;

/** n 3, 72,000.00 a year; rigid: 9,000.00 medical less 1,000.00 by a charity, 3,000.00 tuition. */
function report(more: { readonly isFiscalStaff?: boolean; readonly to?: string } = {}) {
  const spent = (kind: ExpenditureKind, amountFen: bigint, quality = FactQuality.VERIFIED) => ({
    kind,
    amountFen,
    quality,
    month: '2025-01',
  });
  return create(VerificationCompletedSchema, {
    householdFigures: {
      memberCount: 3,
      rigidAnnualFen: 1_100_000n,
      perCapitaMonthly: { numerator: '200000', denominator: '1' },
    },
    members: [
      {
        personKey: 'ill',
        counted: true,
        expenditures: [
          spent(MEDICAL_INPATIENT_OOP, 600_000n),
          spent(MEDICAL_CHRONIC_OOP, 300_000n),
          spent(CHARITY_PAID_MEDICAL, 100_000n),
          spent(MEDICAL_INPATIENT_OOP, 5_000_000n, FactQuality.DECLARED),
        ],
      },
      {
        personKey: 'pupil',
        counted: true,
        expenditures: [spent(TUITION, 300_000n)],
        statuses: more.isFiscalStaff
          ? [{ kind: StatusKind.FISCAL_STAFF, days: { from: '2020-01-01', ...(more.to && { to: more.to }) } }]
          : [],
      },
      { personKey: 'gone', counted: false, expenditures: [spent(MEDICAL_INPATIENT_OOP, 900_000n)] },
    ],
  });
}

describe('what the path by cost of illness reads of a report', () => {
  it('is rigid expenditure without MEDICAL, and the inpatient cost of who counts, with a settlement', () => {
    expect(illnessFiguresOf(report(), [], POLICY)).toEqual({
      perCapitaAfterOtherRigid: rational(6_900_000n, 36n),
      inpatientOwnPaidFen: 600_000n,
      hasFiscalPaidMember: false,
    });
  });

  it('has nothing to leave out where the region deducts no MEDICAL', () => {
    const { perCapitaAfterOtherRigid } = illnessFiguresOf(report(), [], { ...POLICY, deductsMedical: false });
    expect(perCapitaAfterOtherRigid).toEqual(rational(6_100_000n, 36n));
  });

  it('takes the kinds of cost that the region names', () => {
    const costKinds = ['medicalInpatientOop', 'medicalChronicOop'];
    expect(illnessFiguresOf(report(), [], { ...POLICY, costKinds }).inpatientOwnPaidFen).toBe(900_000n);
  });

  it.each([
    ['marked by the clerk', report(), ['pupil'], true],
    ['marked, but not counted', report(), ['gone'], false],
    ['by an open status', report({ isFiscalStaff: true }), [], true],
    ['by a status that has ended', report({ isFiscalStaff: true, to: '2024-01-01' }), [], false],
  ])('sees who is paid from public funds: %s', (_name, message, marked, expected) => {
    expect(illnessFiguresOf(message, marked, POLICY).hasFiscalPaidMember).toBe(expected);
  });
});

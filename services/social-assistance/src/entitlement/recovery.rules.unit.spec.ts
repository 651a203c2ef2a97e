import fc from 'fast-check';
import { addMonths } from '@minzheng/kernel/months';
import {
  fineRange,
  instalmentPlan,
  isFineAllowed,
  offsetPlan,
  recover,
  recoveryRoute,
  type PaidMonth,
} from './recovery.rules.js';

const months = (count: number, paidFen: bigint, dueFen: bigint): PaidMonth[] =>
  Array.from({ length: count }, (_, index) => ({ month: addMonths('2025-01', index), paidFen, dueFen }));
const ORDER_649 = { minimumTimes: 1, maximumTimes: 3 };
const ASSISTANCE_LAW = { minimumTimes: 0, maximumTimes: 2 };

describe('R22: what is paid back', () => {
  it('22.1 fraud: six months of 865.00, with the fine of the day of decision', () => {
    const { refundFen } = recover(months(6, 86_500n, 0n));
    expect(refundFen).toBe(519_000n);
    expect(fineRange(refundFen, ORDER_649)).toEqual({ minimumFen: 519_000n, maximumFen: 1_557_000n });
    expect(fineRange(refundFen, ASSISTANCE_LAW)).toEqual({ minimumFen: 0n, maximumFen: 1_038_000n });
    expect(isFineAllowed(519_000n, true, refundFen, ORDER_649)).toBe(true);
    expect(isFineAllowed(518_999n, true, refundFen, ORDER_649)).toBe(false);
    expect(isFineAllowed(1_557_001n, true, refundFen, ORDER_649)).toBe(false);
    expect(isFineAllowed(0n, true, refundFen, ORDER_649)).toBe(false);
    expect([0n, 1n].map((fine) => isFineAllowed(fine, false, refundFen, ORDER_649))).toEqual([true, false]);
  });

  it('22.2 an error: due 400.00, paid 570.00, three months', () => {
    expect(recover(months(3, 57_000n, 40_000n))).toMatchObject({
      refundFen: 51_000n,
      arrearsFen: 0n,
      months: ['2025-01', '2025-02', '2025-03'],
    });
  });

  it('22.3 offsets a fifth of the award with consent', () => {
    const parts = offsetPlan(51_000n, 57_000n, 2_000, '2025-07');
    expect(parts.map(({ amountFen }) => amountFen)).toEqual([11_400n, 11_400n, 11_400n, 11_400n, 5_400n]);
    expect(parts.map(({ month }) => month)).toEqual(['2025-07', '2025-08', '2025-09', '2025-10', '2025-11']);
    expect(offsetPlan(100n, 999n, 2_000, '2025-07')[0]?.amountFen).toBe(100n);
    expect(offsetPlan(300n, 999n, 2_000, '2025-07')[0]?.amountFen).toBe(199n);
    expect(offsetPlan(0n, 57_000n, 2_000, '2025-07')).toEqual([]);
    expect(offsetPlan(100n, 0n, 2_000, '2025-07')).toEqual([]);
  });

  it.each([
    ['22.3', true, true, false, 'OFFSET'],
    ['22.4 no consent', true, false, false, 'INSTALMENTS'],
    ['22.6 ceased, refuses', false, false, true, 'COURT'],
    ['consent, and nothing runs any more', false, true, false, 'INSTALMENTS'],
  ] as const)('%s', (_id, hasRunningAward, hasWrittenConsent, refuses, route) => {
    const question = { refundFen: 51_000n, hasRunningAward, hasWrittenConsent, refuses };
    expect(recoveryRoute(question)).toBe(route);
    expect(recoveryRoute({ ...question, refundFen: 0n })).toBe('NONE');
  });

  it('22.4 pays back in instalments', () => {
    expect(instalmentPlan(51_000n, 4, '2025-11')).toEqual([
      { month: '2025-11', amountFen: 12_750n },
      { month: '2025-12', amountFen: 12_750n },
      { month: '2026-01', amountFen: 12_750n },
      { month: '2026-02', amountFen: 12_750n },
    ]);
  });

  it('22.5 due 620.00, paid 570.00, two months: arrears, no recovery', () => {
    expect(recover(months(2, 57_000n, 62_000n))).toMatchObject({
      refundFen: 0n,
      arrearsFen: 10_000n,
      months: [],
      reasons: [{ code: 'ARREARS' }],
    });
  });

  it('does not make up one month with another', () => {
    const mixed = [...months(1, 57_000n, 40_000n), { month: '2025-02', paidFen: 40_000n, dueFen: 57_000n }];
    expect(recover(mixed)).toMatchObject({ refundFen: 17_000n, arrearsFen: 17_000n, months: ['2025-01'] });
  });

  const fen = fc.bigInt({ min: 0n, max: 200_000n });
  const lines = fc.array(fc.record({ paidFen: fen, dueFen: fen }), { maxLength: 24 });

  it('is never negative, and with the arrears explains the difference to the fen', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const paid = list.map((line, index) => ({ ...line, month: addMonths('2024-01', index) }));
        const { refundFen, arrearsFen } = recover(paid);
        expect(refundFen >= 0n && arrearsFen >= 0n).toBe(true);
        const difference = list.reduce((sum, { paidFen, dueFen }) => sum + paidFen - dueFen, 0n);
        expect(refundFen - arrearsFen).toBe(difference);
        expect(recover(paid.toReversed())).toEqual(recover(paid));
      }),
    );
  });

  it('plans add up to the refund, and never keep back more than allowed', () => {
    fc.assert(
      fc.property(
        fen,
        fc.bigInt({ min: 1_000n, max: 200_000n }),
        fc.integer({ min: 1, max: 36 }),
        (...input) => {
          const [refundFen, monthlyFen, count] = input;
          const total = (parts: readonly { readonly amountFen: bigint }[]) =>
            parts.reduce((sum, { amountFen }) => sum + amountFen, 0n);
          const offset = offsetPlan(refundFen, monthlyFen, 2_000, '2025-07');
          expect(total(offset)).toBe(refundFen);
          expect(offset.every(({ amountFen }) => amountFen > 0n && amountFen * 5n <= monthlyFen)).toBe(true);
          expect(total(instalmentPlan(refundFen, count, '2025-07'))).toBe(refundFen);
        },
      ),
    );
  });
});

import type { SegmentRow } from '../awards/award-segments.js';
import { dueFen, notFoundBefore, overpaidBy } from './overpayment.rules.js';

const [A, B] = ['a', 'b'] as const;

/** From July on 200.00 for each of two, and 100.00 more for the first. */
const segment = (months = '[2025-07-01,)'): SegmentRow => ({
  ...{ id: '1', months, person_keys: [A, B], base_shares_fen: ['20000', '20000'] },
  ...{ extras_fen: ['10000', '0'], extra_kinds: ['MINOR', ''], standard_fen: '59000' },
  ...{ cause: 'DECISION', cause_id: null, policy_version_ids: [] },
});
const running = { state: 'ACTIVE', heldFrom: null } as const;
const paid = (personKey: string, month: string, benefitFen: bigint, priceFen = 0n) => ({
  ...{ personKey, month, benefitFen, priceFen },
});

describe('what is due of an award to a person', () => {
  it.each([
    ['before it began', '2025-06', A, 0n],
    ['base and extra', '2025-07', A, 30_000n],
    ['the base alone', '2025-09', B, 20_000n],
    ['to somebody else', '2025-07', 'c', 0n],
  ])('%s', (_what, month, person, fen) => {
    expect(dueFen(running, [segment()], month, person)).toBe(fen);
  });

  it('is nothing from the month on from which it is held, or after its last segment', () => {
    const held = { state: 'HELD', heldFrom: '2025-08' } as const;
    expect(['2025-07', '2025-08'].map((month) => dueFen(held, [segment()], month, A))).toEqual([30_000n, 0n]);
    const ended = segment('[2025-07-01,2025-09-01)');
    const ceased = { state: 'CEASED', heldFrom: null } as const;
    expect(['2025-08', '2025-09'].map((month) => dueFen(ceased, [ended], month, A))).toEqual([30_000n, 0n]);
  });
});

describe('what is due to one of several who are guaranteed alone', () => {
  it('ends with the month of the own death', () => {
    const award = { ...running, endedFrom: new Map([[A, '2025-09']]) };
    expect(['2025-08', '2025-09'].map((month) => dueFen(award, [segment()], month, A))).toEqual([
      30_000n,
      0n,
    ]);
    expect(dueFen(award, [segment()], '2025-09', B)).toBe(20_000n);
    const found = overpaidBy(
      award,
      [segment()],
      [paid(A, '2025-09', 30_000n, 100n), paid(B, '2025-09', 20_000n)],
    );
    expect([...found.keys()]).toEqual([A]);
    expect(notFoundBefore(found.get(A) ?? [], [])).toEqual([{ month: '2025-09', fen: 30_100n }]);
  });
});

describe('what was paid too much (R22)', () => {
  it('is by person, the price subsidy with the months of which nothing is due', () => {
    const ended = [segment('[2025-07-01,2025-08-01)')];
    const found = overpaidBy({ state: 'CEASED', heldFrom: null }, ended, [
      paid(A, '2025-07', 30_000n, 9_100n),
      paid(A, '2025-08', 30_000n, 9_100n),
      paid(B, '2025-07', 20_000n),
    ]);
    expect([...found.keys()]).toEqual([A]);
    expect(notFoundBefore(found.get(A) ?? [], [])).toEqual([{ month: '2025-08', fen: 39_100n }]);
  });

  it('is the difference where less was due, and nothing where more was (22.2, 22.5)', () => {
    const due400 = { ...segment(), base_shares_fen: ['40000', '62000'], extras_fen: ['0', '0'] };
    const found = overpaidBy(
      running,
      [due400],
      [
        ...['2025-07', '2025-08', '2025-09'].map((month) => paid(A, month, 57_000n)),
        ...['2025-07', '2025-08'].map((month) => paid(B, month, 57_000n)),
      ],
    );
    const parts = notFoundBefore(found.get(A) ?? [], []);
    expect(parts.reduce((sum, { fen }) => sum + fen, 0n)).toBe(51_000n);
    expect(found.has(B)).toBe(false);
  });

  it('is found once: a month counts with what was found of it before less', () => {
    const months = [{ month: '2025-07', paidFen: 57_000n, dueFen: 0n }];
    expect(notFoundBefore(months, [{ month: '2025-07', fen: '57000' }])).toEqual([]);
    expect(notFoundBefore(months, [{ month: '2025-07', fen: '17000' }])).toEqual([
      { month: '2025-07', fen: 40_000n },
    ]);
  });
});

import type { EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';
import fc from 'fast-check';
import { a1PaidAfterDeath, type A1Policy } from './a.rules.js';
import type { WrittenBack } from './indicator.js';

const PERSON = '11111111-1111-8111-8111-111111111111';
const POLICY: A1Policy = {
  enabled: true,
  n: 3,
  severity: 'RED',
  oneOffProgrammes: new Set(['TEMP_AID', 'FUNERAL']),
};
const NOTHING: WrittenBack = { facts: [], months: new Set() };
let serial = 0;

const common = (agency: string) => ({
  factId: `fact-${++serial}`,
  personKey: PERSON,
  source: { agency, dataset: agency, recordKey: String(serial) },
  quality: 'REGISTERED' as const,
  observedAt: `2025-01-01T00:00:00.${String(serial).padStart(6, '0')}Z`,
  recordedAtMicros: BigInt(serial),
  retracted: false,
});

const death = (from: string, kind: 'deceased' | 'cremated' = 'deceased', agency = 'PSB'): EconomicFact => ({
  ...common(agency),
  type: 'STATUS',
  kind,
  days: { from },
  attributes: {},
});

interface Paid {
  readonly amountFen?: bigint;
  readonly householdShare?: boolean;
  readonly programme?: string;
  readonly kind?: IncomeFact['kind'];
  readonly agency?: string;
}

const paid = (month: string, options: Paid = {}): IncomeFact => {
  const { amountFen = 45_000n, householdShare = false, programme = 'DIBAO', kind = 'dibaoBenefit' } = options;
  const { agency = 'assistance' } = options;
  return {
    ...common(agency),
    type: 'INCOME',
    kind,
    amountFen,
    period: { from: month, to: month },
    basis: 'NET',
    payerKey: '*',
    itemKey: `${programme}-award`,
    householdShare,
    programme,
  };
};

const months = (from: number, to: number, options: Paid = {}): IncomeFact[] =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    paid(`2025-${String(from + index).padStart(2, '0')}`, options),
  );

const hits = (facts: readonly EconomicFact[], policy = POLICY, writtenBack = NOTHING) =>
  a1PaidAfterDeath(
    { personKey: PERSON, facts, writtenBack, payerRegions: new Map(), today: '2025-09-15' },
    policy,
  );

const brief = (...input: Parameters<typeof hits>): string[] =>
  hits(...input).map(({ payer, episodeKey, months: told, amountFen }) =>
    [payer, episodeKey, ...told, amountFen].join(' '),
  );

describe('A1: paid after death', () => {
  it.each<[string, EconomicFact[], string[]]>([
    [
      'an own benefit, died on the last day of March',
      [death('2025-03-31'), ...months(4, 6)],
      ['assistance DIBAO 2025-04 2025-05 2025-06 135000'],
    ],
    [
      'a day later: the month of death is due',
      [death('2025-04-01'), ...months(4, 6)],
      ['assistance DIBAO 2025-05 2025-06 90000'],
    ],
    [
      'a share of a household’s benefit for three more months',
      [death('2025-03-31'), ...months(4, 8, { householdShare: true })],
      ['assistance DIBAO 2025-07 2025-08 90000'],
    ],
    ['a share up to the third month', [death('2025-03-31'), ...months(4, 6, { householdShare: true })], []],
    ['nothing paid after death', [death('2025-03-31'), ...months(1, 3)], []],
    ['paid up to the month of death', [death('2025-04-01'), paid('2025-04')], []],
    ['nobody has died', months(4, 6), []],
    ['a payment that was returned', [death('2025-03-31'), paid('2025-04', { amountFen: 0n })], []],
    [
      'temporary aid is no monthly benefit',
      [death('2025-03-31'), paid('2025-04', { programme: 'TEMP_AID', kind: 'temporaryAid' })],
      [],
    ],
    [
      'two payers are told apart',
      [
        death('2025-06-03'),
        ...months(7, 8, { amountFen: 57_000n }),
        ...months(7, 8, {
          amountFen: 5_000n,
          programme: 'OLD_AGE_ALLOWANCE',
          kind: 'oldAgeAllowance',
          agency: 'eldercare',
        }),
      ],
      ['assistance DIBAO 2025-07 2025-08 114000', 'eldercare OLD_AGE_ALLOWANCE 2025-07 2025-08 10000'],
    ],
    [
      'a cremation alone',
      [death('2025-03-31', 'cremated', 'MCA'), paid('2025-04')],
      ['assistance DIBAO 2025-04 45000'],
    ],
    [
      'the register’s day stands against a cremation and what a department reported',
      [
        death('2025-03-31'),
        death('2025-04-02', 'cremated', 'MCA'),
        { ...death('2025-02-20', 'deceased', 'eldercare'), quality: 'REPORTED' as const },
        paid('2025-03'),
        paid('2025-04'),
      ],
      ['assistance DIBAO 2025-04 45000'],
    ],
    [
      'a death that a later observation has taken back',
      [{ ...death('2025-03-31'), retracted: true }, paid('2025-04')],
      [],
    ],
    ['a death to come', [death('2025-09-16'), paid('2025-10')], []],
    [
      'a sum over months counts by its months',
      [
        death('2025-03-31'),
        { ...paid('2025-02', { amountFen: 120_000n }), period: { from: '2025-02', to: '2025-05' } },
      ],
      ['assistance DIBAO 2025-04 2025-05 60000'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(brief(facts)).toEqual(expected);
  });

  it('says nothing where the region has switched it off', () => {
    expect(hits([death('2025-03-31'), paid('2025-04')], { ...POLICY, enabled: false })).toEqual([]);
  });

  it('takes its evidence from the death and from what was not due, and is red', () => {
    const died = death('2025-03-31');
    const [due, notDue] = [paid('2025-03'), paid('2025-04')];
    expect(hits([died, due, notDue])).toMatchObject([
      { indicator: 'A1', severity: 'RED', direction: 'OVER', factIds: [died.factId, notDue.factId] },
    ]);
  });

  describe('a payment that its payer has set to 0', () => {
    const before = paid('2025-04');
    const back: IncomeFact = { ...paid('2025-04', { amountFen: 0n }), supersedesFactId: before.factId };
    const replaced = { ...before, supersededAtMicros: 10_000n };

    it('was paid, when its over-payment is on record', () => {
      const writtenBack = { facts: [replaced], months: new Set(['DIBAO 2025-04']) };
      expect(brief([death('2025-03-31'), back], POLICY, writtenBack)).toEqual([
        'assistance DIBAO 2025-04 45000',
      ]);
    });

    it.each([
      ['of another month', 'DIBAO 2025-05'],
      ['of another programme', 'PRICE_SUBSIDY 2025-04'],
    ])('was not, when the over-payment is %s', (_name, place) => {
      const writtenBack = { facts: [replaced], months: new Set([place]) };
      expect(hits([death('2025-03-31'), back], POLICY, writtenBack)).toEqual([]);
    });
  });

  it('does not depend on the order in which facts come, and never exceeds what was paid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ month: fc.integer({ min: 1, max: 9 }), fen: fc.bigInt(0n, 100_000n) }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 9 }),
        (payments, died) => {
          const facts = [
            death(`2025-0${died}-15`),
            ...payments.map(({ month, fen }, index) => ({
              ...paid(`2025-0${month}`, { amountFen: fen }),
              itemKey: `award-${index}`,
            })),
          ];
          const found = hits(facts);
          const total = payments.reduce((sum, { fen }) => sum + fen, 0n);
          const estimate = found.reduce((sum, { amountFen = 0n }) => sum + amountFen, 0n);
          expect(estimate <= total).toBe(true);
          expect(hits(facts.toReversed()).map(({ amountFen }) => amountFen)).toEqual(
            found.map(({ amountFen }) => amountFen),
          );
        },
      ),
    );
  });
});

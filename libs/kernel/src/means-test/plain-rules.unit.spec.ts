import fc from 'fast-check';
import { incomeWindow } from '../months/index.js';
import { ZERO } from '../rational/index.js';
import type { EconomicFact, IncomeFact } from './facts.js';
import type { MeansBook } from './figures.js';
import { personIncome } from './income.rules.js';
import type { IncomeKind } from './kind-registry.js';
import { selectFacts } from './selection.rules.js';
import { Statuses } from './status.rules.js';
import type { SupportAmount } from './support.rules.js';
import { AS_OF, asset, income, key, policyOf, spending, state } from './test/means-kit.js';
import { incomePlainly } from './test/plain-income.js';
import { selectPlainly } from './test/plain-selection.js';

const letter = fc.constantFrom('a', 'b');
const agency = fc.constantFrom('TAX', 'HRSS', 'MCN', 'assistance', 'verification');
const month = fc.constantFrom('2023-11', '2024-06', '2024-07', '2024-12', '2025-04', '2025-05', '2025-06');
const day = fc.constantFrom('2024-12-01', '2025-06-01', '2025-07-14', '2025-07-16');
const fen = fc.constantFrom(0n, 1n, 77n, 45_000n, 123_457n, 900_001n);

/** What tells of who has told what, and when: records that are told twice, corrected, taken back, or told by a worse source. */
const told = fc.record({
  record: fc.integer({ min: 0, max: 30 }),
  dataset: fc.constantFrom('one', 'two'),
  quality: fc.constantFrom('REGISTERED', 'REGISTERED', 'SURVEYED', 'DECLARED'),
  observedAt: fc.constantFrom('2025-07-01T00:00:00.000000Z', '2025-07-02T00:00:00.000000Z'),
  recordedAtMicros: fc.bigInt({ min: 1n, max: 9n }),
  retracted: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  supersedes: fc.integer({ min: -12, max: 11 }),
  supersededAtMicros: fc.constantFrom(undefined, undefined, undefined, 5n),
});

const INCOMES: readonly IncomeKind[] = [
  ...(['wage', 'wage', 'bonus', 'labourFee', 'employerLivingFee', 'employeePension', 'farming'] as const),
  ...(['lottery', 'severance', 'supportReceived', 'charityAid', 'dibaoBenefit', 'rent'] as const),
];

const incomeOf = fc
  .tuple(
    letter,
    agency,
    fc.constantFrom(...INCOMES),
    fen,
    month,
    month,
    fc.record({
      payerKey: fc.constantFrom('*', 'X', 'Y', key('b')),
      itemKey: fc.constantFrom('', 'contract'),
      basis: fc.constantFrom('NET', 'GROSS'),
      programme: fc.constantFrom(undefined, undefined, 'DIBAO'),
      purpose: fc.constantFrom(undefined, 'CONSOLATION', 'LIVING'),
    }),
  )
  .map(([who, by, kind, amountFen, one, other, { programme, purpose, ...more }]): EconomicFact =>
    income(
      who,
      kind,
      amountFen,
      one < other ? [one, other] : [other, one],
      {
        ...more,
        ...(programme && { programme }),
        ...(purpose && kind === 'charityAid' && { purpose }),
      } as Partial<IncomeFact>,
      by,
    ),
  );
const spentOf = fc
  .tuple(
    letter,
    agency,
    fc.constantFrom('incomeTaxPaid', 'socialInsurancePaid', 'medicalInpatientOop', 'supportPaid'),
    fen,
    month,
    fc.constantFrom('one', 'two'),
  )
  .map(([who, by, kind, amountFen, of, itemKey]): EconomicFact =>
    spending(who, kind, amountFen, { period: { from: of, to: of }, itemKey }, by),
  );
const ownedOf = fc
  .tuple(letter, agency, fc.constantFrom('truck', 'residence'), day, fen, fc.constantFrom('x', 'y'))
  .map(([who, by, kind, asOf, valueFen, itemKey]): EconomicFact =>
    asset(who, kind, { asOf, valueFen, itemKey }, by),
  );
const stateOf = fc
  .tuple(letter, agency, fc.constantFrom('dibao', 'disabled'), day, fc.constantFrom({}, { category: '1' }))
  .map(([who, by, kind, from, attributes]): EconomicFact => state(who, kind, from, { attributes }, by));

/** Of one household, in any order. */
const facts = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 4, arbitrary: incomeOf }, { weight: 2, arbitrary: spentOf }, ownedOf, stateOf),
      told,
    ),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(([fact, { record, dataset, supersedes, supersededAtMicros, ...rest }]): EconomicFact => {
      const named = all[supersedes]?.[0].factId;
      return {
        ...fact,
        ...rest,
        source: { ...fact.source, dataset, recordKey: `record ${record}` },
        ...(named !== undefined && { supersedesFactId: named }),
        ...(supersededAtMicros !== undefined && { supersededAtMicros }),
      } as EconomicFact;
    }),
  );

const covered = fc.constantFrom(
  undefined,
  new Map<string, string>(),
  new Map([['TAX', '2025-04']]),
  new Map([
    ['TAX', '2025-06'],
    ['HRSS', '2025-05'],
  ]),
);
const known = fc.constantFrom(undefined, 4n, 9n);

describe('what is fast', () => {
  it('selects what the rules of selection read say', () => {
    fc.assert(
      fc.property(
        facts,
        covered,
        known,
        fc.constantFrom(AS_OF, '2025-05-31'),
        (all, coveredThrough, knownAtMicros, validAt) => {
          const moment = { validAt, knownAtMicros, coveredThrough };
          expect(selectFacts(all, moment)).toEqual(selectPlainly(all, moment));
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('selects of facts of persons together what it selects of each', () => {
    fc.assert(
      fc.property(facts, covered, (all, coveredThrough) => {
        const moment = { validAt: AS_OF, coveredThrough };
        const together = selectFacts(all, moment);
        const each = ['a', 'b'].map((who) =>
          selectFacts(
            all.filter(({ personKey }) => personKey === key(who)),
            moment,
          ),
        );
        const sorted = (items: readonly object[]): string[] =>
          items
            .map((item) =>
              JSON.stringify(item, (_key, value: unknown) =>
                typeof value === 'bigint' ? `${value}` : value,
              ),
            )
            .toSorted();
        for (const part of ['income', 'expenditure', 'assets', 'statuses', 'differences'] as const) {
          expect(sorted(each.flatMap((selected): readonly object[] => selected[part]))).toEqual(
            sorted(together[part]),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts of a person’s income what the rules of income read say', () => {
    const overrides = fc.record({
      'assistance.income.carryForwardMonths': fc.constantFrom(0, 6),
      'assistance.income.disregardMonths': fc.constantFrom(0, 6),
      'assistance.income.windowMonths': fc.constantFrom(6, 12),
      'verification.income.treatment.employeePension': fc.constantFrom('counted', 'spread'),
    });
    const support = fc.constantFrom<readonly SupportAmount[]>(
      [],
      [{ obligorKey: 'X', supportedKey: key('a'), total: ZERO, reasons: [] }],
    );
    fc.assert(
      fc.property(facts, overrides, support, covered, (all, rows, owed, coveredThrough) => {
        const policy = policyOf(rows);
        const selected = selectFacts(all, { validAt: AS_OF, coveredThrough });
        const book: MeansBook = {
          income: Map.groupBy(selected.income, ({ fact }) => fact.personKey),
          expenditure: Map.groupBy(selected.expenditure, ({ fact }) => fact.personKey),
          statuses: new Statuses(selected.statuses),
          window: incomeWindow(AS_OF, policy.windowMonths),
          policy,
        };
        const { personKey, kinds, deductions, total, monthly } = personIncome(key('a'), owed, book);
        expect({ personKey, kinds, support: owed, deductions, total, monthly }).toEqual(
          incomePlainly(key('a'), owed, book),
        );
      }),
      { numRuns: 600 },
    );
  });
});

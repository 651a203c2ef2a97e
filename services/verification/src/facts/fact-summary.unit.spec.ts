import {
  AID_PURPOSES,
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  gateOf,
  INCOME_KINDS,
  STATUS_KIND_ENTRIES,
  type EconomicFact,
} from '@minzheng/kernel/means-test';
import fc from 'fast-check';
import { factsOfSummary, summaryOf } from './fact-summary.js';

const PERSON = '33333333-3333-8333-8333-333333333333';

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '*', '0', 'a"b\\c'));
const month = fc.constantFrom('2024-12', '2025-01', '2025-06');
const day = fc.constantFrom('2020-02-29', '2025-06-01', '2025-07-15');
const fen = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 7n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }));
const number = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const attributes = fc.dictionary(text, text, { noNullPrototype: true, maxKeys: 3 });
const period = fc.record({ from: month, to: month }, { noNullPrototype: true });
const kindOf = (kinds: ReadonlyMap<string, unknown>) => fc.constantFrom(...kinds.keys());
const common = {
  factId: fc.uuid(),
  personKey: fc.constant(PERSON),
  source: fc.record(
    {
      agency: fc.constantFrom('TAX', 'BANK', 'MCN', 'assistance'),
      dataset: text,
      recordKey: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    },
    { noNullPrototype: true },
  ),
  quality: fc.constantFrom('REGISTERED', 'VERIFIED', 'SURVEYED', 'REPORTED', 'DECLARED'),
  observedAt: fc.constantFrom('2025-06-01T00:00:00.000000Z', '2025-07-14T02:00:00.123456Z'),
  retracted: fc.constant(false),
  supersedesFactId: fc.uuid(),
};
const always = [
  'factId',
  'personKey',
  'source',
  'quality',
  'observedAt',
  'retracted',
  'type',
  'kind',
] as const;
const factLikes = fc.oneof(
  fc.record(
    {
      ...common,
      type: fc.constant('INCOME'),
      kind: kindOf(INCOME_KINDS),
      amountFen: fen,
      period,
      basis: fc.constantFrom('NET', 'GROSS'),
      payerKey: text,
      itemKey: text,
      householdShare: fc.boolean(),
      programme: fc.constantFrom('DIBAO', 'TEKUN'),
      purpose: fc.constantFrom(...AID_PURPOSES),
      region: fc.constantFrom('510802001', '510811002'),
      caseRef: text,
    },
    {
      requiredKeys: [...always, 'amountFen', 'period', 'basis', 'payerKey', 'itemKey', 'householdShare'],
      noNullPrototype: true,
    },
  ),
  fc.record(
    {
      ...common,
      type: fc.constant('ASSET'),
      kind: kindOf(ASSET_KINDS),
      valueFen: fen,
      count: number,
      asOf: day,
      itemKey: text,
      shareBp: number,
      attributes,
    },
    { requiredKeys: [...always, 'asOf', 'itemKey', 'attributes'], noNullPrototype: true },
  ),
  fc.record(
    {
      ...common,
      type: fc.constant('EXPENDITURE'),
      kind: kindOf(EXPENDITURE_KINDS),
      amountFen: fen,
      period,
      itemKey: text,
    },
    { requiredKeys: [...always, 'amountFen', 'period', 'itemKey'], noNullPrototype: true },
  ),
  fc.record(
    {
      ...common,
      type: fc.constant('STATUS'),
      kind: kindOf(STATUS_KIND_ENTRIES),
      days: fc.record({ from: day, to: day }, { requiredKeys: ['from'], noNullPrototype: true }),
      attributes,
    },
    { requiredKeys: [...always, 'days', 'attributes'], noNullPrototype: true },
  ),
);
/** Of one person, each recorded after the one before. */
const factLists = fc
  .array(fc.tuple(factLikes, fc.bigInt({ min: 1n, max: 10n ** 15n })), { maxLength: 30 })
  .map((list) => {
    let recordedAtMicros = 0n;
    return list.map(([fact, later]) => {
      recordedAtMicros += later;
      return { ...fact, recordedAtMicros } as EconomicFact;
    });
  });

describe('the summary of a person’s facts', () => {
  it('gives back every member of every fact, in their order', () => {
    fc.assert(
      fc.property(factLists, (facts) => {
        expect(factsOfSummary(PERSON, summaryOf(facts))).toStrictEqual(facts);
      }),
    );
  });

  it('keeps what only a consent opens apart from the rest', () => {
    fc.assert(
      fc.property(factLists, (facts) => {
        const { open, gated } = summaryOf(facts);
        const opened = factsOfSummary(PERSON, { open, gated: '' });
        const ofConsent = factsOfSummary(PERSON, { open: '', gated });
        for (const { type, kind, source } of opened) expect(gateOf(type, kind, source.agency)).toBe('L');
        for (const { type, kind, source } of ofConsent) expect(gateOf(type, kind, source.agency)).toBe('C');
        expect(opened.length + ofConsent.length).toBe(facts.length);
      }),
    );
  });
});

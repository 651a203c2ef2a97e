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
import { unpackedText } from './fact-pack.text.js';
import { factsOfSummary, summaryOf } from './fact-summary.js';

const PERSON = '33333333-3333-8333-8333-333333333333';
const NOTHING = Buffer.alloc(0);

/** What looks like a month, a day or hexadecimal digits is written in another way. */
const special = fc.constantFrom(
  ...['2025-06', '1900-01', '1899-12', '2025-00', '2025-13', '9999-12', '2025/06', '2025-6 '],
  ...['2025-06-01', '2025-06-31', '2025-06-32', '2025-06-00', '1899-12-31', '2025-06/01', '２025-06-01'],
  ...['deadbeef', 'deadbeefdeadbeef', 'deadbee', 'dead', 'DEADBEEF', 'deadbeeg', '00000000', '0123456789'],
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '*', '0', 'a"b\\c', '工资'),
  special,
);
const month = fc.constantFrom('2024-12', '2025-01', '2025-06');
const day = fc.constantFrom('2020-02-29', '2025-06-01', '2025-07-15');
const fen = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 7n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 126n, 127n, 128n, -1n, 2n ** 53n - 2n, 2n ** 53n - 1n, 2n ** 53n),
);
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
  observedAt: fc.constantFrom('2025-06-01T00:00:00.000000Z', '2025-07-14T02:00:00.123456Z', '2025-06-01'),
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
        const opened = factsOfSummary(PERSON, { open, gated: NOTHING });
        const ofConsent = factsOfSummary(PERSON, { open: NOTHING, gated });
        for (const { type, kind, source } of opened) expect(gateOf(type, kind, source.agency)).toBe('L');
        for (const { type, kind, source } of ofConsent) expect(gateOf(type, kind, source.agency)).toBe('C');
        expect(opened.length + ofConsent.length).toBe(facts.length);
      }),
    );
  });

  it.each([
    ['an id that is no UUID', { factId: 'b' }],
    ['an id of other letters', { factId: PERSON.toUpperCase().replace('3', 'A') }],
    ['a key that is no whole number', { source: { agency: 'TAX', dataset: 'TAX', recordKey: '1.5' } }],
    ['a key of more than 64 bits', { source: { agency: 'TAX', dataset: 'TAX', recordKey: '1'.repeat(21) } }],
  ])('is not made of %s', (_, wrong) => {
    expect(() => summaryOf([{ ...FACTS[3]!, ...wrong }])).toThrow(RangeError);
  });

  it('is small: what facts have in common stands in it once', () => {
    const year = Array.from({ length: 60 }, (_, index): EconomicFact => {
      const month = `2025-${String((index % 12) + 1).padStart(2, '0')}`;
      const digits = String(index).padStart(12, '0');
      return {
        ...FACTS[0]!,
        type: 'INCOME',
        kind: 'wage',
        factId: `0197a2b4-5678-7abc-8def-${digits}`,
        source: { agency: 'TAX', dataset: 'TAX.wages', recordKey: `-82${digits}55555` },
        observedAt: `${month}-20T02:00:00.000000Z`,
        recordedAtMicros: 1_750_000_000_000_000n + BigInt(index) * 3_000_000n,
        amountFen: 345_600n + BigInt(index),
        period: { from: month, to: month },
        basis: 'NET',
        payerKey: '91510802MA62A4HH5Q',
        itemKey: 'job',
        householdShare: false,
      };
    });
    expect(summaryOf(year).open.length).toBeLessThan(2_900);
  });

  it('is read as it was written before it was bytes', () => {
    expect(unpackedText(PERSON, '')).toEqual([]);
    expect(unpackedText(PERSON, AS_TEXT)).toStrictEqual(FACTS);
  });
});

const told = (digit: number, agency: string) => ({
  factId: `${String(digit).repeat(8)}-0000-8000-8000-000000000000`,
  personKey: PERSON,
  source: { agency, dataset: agency, recordKey: String(-digit) },
  quality: 'REGISTERED' as const,
  observedAt: '2025-06-01T00:00:00.000000Z',
  recordedAtMicros: 1_750_000_000_000_000n + BigInt(digit),
  retracted: false,
});
const FACTS: readonly EconomicFact[] = [
  {
    ...told(1, 'assistance'),
    type: 'INCOME',
    kind: 'dibaoBenefit',
    amountFen: 45_000n,
    period: { from: '2025-06', to: '2025-06' },
    basis: 'GROSS',
    payerKey: '*',
    itemKey: 'award',
    householdShare: true,
    programme: 'DIBAO',
    region: '510802001',
    caseRef: 'case-1',
  },
  {
    ...told(2, 'NR'),
    supersedesFactId: '99999999-0000-8000-8000-000000000000',
    type: 'ASSET',
    kind: 'residence',
    asOf: '2025-05-09',
    itemKey: 'home',
    attributes: { acquiredOn: '2020-01-01' },
    count: 1,
    shareBp: 5_000,
  },
  {
    ...told(3, 'NHSA'),
    type: 'EXPENDITURE',
    kind: 'medicalInpatientOop',
    amountFen: 2n ** 63n - 1n,
    period: { from: '2025-05', to: '2025-06' },
    itemKey: 'stay',
  },
  {
    ...told(4, 'DPF'),
    type: 'STATUS',
    kind: 'disabled',
    days: { from: '2020-02-29', to: '2025-07-15' },
    attributes: {},
  },
];
/** These facts in the format of texts. */
const AS_TEXT =
  '[["assistance","REGISTERED","2025-06-01T00:00:00.000000Z","dibaoBenefit","2025-06","*","award","DIBAO","510802001",' +
  '"case-1","NR","residence","2025-05-09","NHSA","medicalInpatientOop","2025-05","DPF","disabled","2020-02-29",' +
  '"2025-07-15"],[0,"11111111-0000-8000-8000-000000000000",0,0,"-1",1,2,1750000000000001,null,3,45000,4,4,1,5,6,1,7,null,' +
  '8,9,1,"22222222-0000-8000-8000-000000000000",10,10,"-2",1,2,1,"99999999-0000-8000-8000-000000000000",11,12,"home",' +
  '{"acquiredOn":"2020-01-01"},null,1,5000,2,"33333333-0000-8000-8000-000000000000",13,13,"-3",1,2,1,null,14,' +
  '"9223372036854775807",15,4,"stay",3,"44444444-0000-8000-8000-000000000000",16,16,"-4",1,2,1,null,17,18,19,{}]]';

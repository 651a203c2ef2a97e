import fc from 'fast-check';
import {
  coreAgencies,
  coveredThrough,
  gapsOf,
  lastDueMonth,
  standingOf,
  type CoreSource,
  type MaxLag,
  type SourceAnswer,
  type SourceKnowledge,
} from './completeness.rules.js';

const LAGS: Record<string, MaxLag> = {
  PSB: { days: 1 },
  BANK: { workingDays: 5 },
  TAX: { days: 20, monthly: true },
  HRSS: { days: 5, monthly: true },
  veterans: { onTopic: true },
};
const ASOF = '2025-07-15T02:00:00Z';
const answer = (agency: string, observedAt: string, rest: Partial<SourceAnswer> = {}): SourceAnswer => ({
  personKey: 'wife',
  agency,
  dataset: agency,
  state: 'ANSWERED',
  observedAt,
  ...rest,
});
const knowledge = (rest: Partial<SourceKnowledge>): SourceKnowledge => ({
  answers: [],
  watermarks: [],
  asOf: ASOF,
  maxLagOf: (agency) => LAGS[agency] ?? {},
  ...rest,
});
const stateOf = (agency: string, rest: Partial<SourceKnowledge>, authorised = true) =>
  standingOf({ personKey: 'wife', agency, authorised }, knowledge(rest));

describe('standingOf', () => {
  it.each<[string, string, Partial<SourceKnowledge>, string]>([
    ['nobody answered', 'PSB', {}, 'NOT_ANSWERED'],
    [
      'answered exactly a day before asOf',
      'PSB',
      { answers: [answer('PSB', '2025-07-14T02:00:00Z')] },
      'FRESH',
    ],
    ['answered a second earlier', 'PSB', { answers: [answer('PSB', '2025-07-14T01:59:59Z')] }, 'STALE'],
    [
      'answered for somebody else',
      'PSB',
      { answers: [answer('PSB', ASOF, { personKey: 'child' })] },
      'NOT_ANSWERED',
    ],
    ['knows no such person', 'PSB', { answers: [answer('PSB', ASOF, { state: 'NO_RECORD' })] }, 'NO_RECORD'],
    ['refused', 'PSB', { answers: [answer('PSB', ASOF, { state: 'REFUSED' })] }, 'REFUSED'],
    [
      'one dataset refused beside a fresh one',
      'PSB',
      { answers: [answer('PSB', ASOF), answer('PSB', ASOF, { dataset: 'PSB.vehicles', state: 'REFUSED' })] },
      'REFUSED',
    ],
    [
      'one dataset refused before the whole agency answered',
      'PSB',
      {
        answers: [
          answer('PSB', ASOF),
          answer('PSB', '2025-07-14T20:00:00Z', { dataset: 'PSB.vehicles', state: 'REFUSED' }),
        ],
      },
      'FRESH',
    ],
    [
      'a watermark in time',
      'PSB',
      { watermarks: [{ agency: 'PSB', dataset: 'PSB', upTo: '2025-07-14T16:00:00Z' }] },
      'FRESH',
    ],
    [
      'a watermark too old',
      'PSB',
      { watermarks: [{ agency: 'PSB', dataset: 'PSB', upTo: '2025-07-01T16:00:00Z' }] },
      'STALE',
    ],
    ['five working days back', 'BANK', { answers: [answer('BANK', '2025-07-08T00:00:00Z')] }, 'FRESH'],
    ['six working days back', 'BANK', { answers: [answer('BANK', '2025-07-07T00:00:00Z')] }, 'STALE'],
    // lag 20 d: of 15 July the month of May is the last that TAX must have sent
    [
      'TAX up to the end of May',
      'TAX',
      { watermarks: [{ agency: 'TAX', dataset: 'TAX', upTo: '2025-05-31T15:59:59Z' }] },
      'FRESH',
    ],
    [
      'TAX up to the middle of May',
      'TAX',
      { watermarks: [{ agency: 'TAX', dataset: 'TAX', upTo: '2025-05-15T00:00:00Z' }] },
      'STALE',
    ],
    [
      'HRSS up to the end of May',
      'HRSS',
      { watermarks: [{ agency: 'HRSS', dataset: 'HRSS', upTo: '2025-05-31T15:59:59Z' }] },
      'STALE',
    ],
    ['TAX asked about the person', 'TAX', { answers: [answer('TAX', '2025-07-15T03:00:00Z')] }, 'FRESH'],
    ['a service on its own topics', 'veterans', {}, 'FRESH'],
  ])('%s: %s', (_case, agency, known, state) => {
    expect(stateOf(agency, known).state).toBe(state);
  });

  it('is not asked without consent', () => {
    expect(stateOf('BANK', { answers: [answer('BANK', ASOF)] }, false).state).toBe('NOT_AUTHORISED');
  });

  it('a later answer never makes a source less fresh', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('PSB', 'BANK', 'TAX'),
        fc.integer({ min: -60, max: 5 }),
        fc.integer({ min: 0, max: 30 }),
        (agency, day, more) => {
          const at = (days: number) => new Date(Date.parse(ASOF) + days * 86_400_000).toISOString();
          const before = stateOf(agency, { answers: [answer(agency, at(day))] }).state;
          const after = stateOf(agency, { answers: [answer(agency, at(day + more))] }).state;
          expect(before === 'FRESH' ? after : 'FRESH').toBe('FRESH');
        },
      ),
    );
  });
});

describe('coreAgencies', () => {
  const sources: CoreSource[] = [
    { agency: 'PSB' },
    { agency: 'NHSA', when: 'DEDUCTION_CLAIMED' },
    { agency: 'AGR', when: 'RURAL' },
    { agency: 'veterans', when: 'PREFERENTIAL_OBJECT' },
    { agency: 'MCN', when: 'REGISTERED_OUTSIDE' },
  ];
  it.each([
    [[], ['PSB']],
    [['DEDUCTION_CLAIMED'], ['PSB', 'NHSA']],
    [
      ['RURAL', 'REGISTERED_OUTSIDE'],
      ['PSB', 'AGR', 'MCN'],
    ],
    [['PREFERENTIAL_OBJECT'], ['PSB', 'veterans']],
  ])('%j → %j', (conditions: string[], agencies) => {
    expect(coreAgencies(sources, (condition) => conditions.includes(condition))).toEqual(agencies);
  });
});

describe('gapsOf', () => {
  it('joins the persons of one source and state, and leaves out who answered', () => {
    expect(
      gapsOf([
        { personKey: 'wife', agency: 'BANK', state: 'STALE', observedAt: '2025-06-02T00:00:00Z' },
        { personKey: 'child', agency: 'BANK', state: 'STALE', observedAt: '2025-06-01T00:00:00Z' },
        { personKey: 'child', agency: 'PSB', state: 'FRESH' },
        { personKey: 'wife', agency: 'PSB', state: 'NO_RECORD' },
        { personKey: 'wife', agency: 'AMR', state: 'NOT_ANSWERED' },
      ]),
    ).toEqual([
      { agency: 'AMR', personKeys: ['wife'], state: 'NOT_ANSWERED' },
      { agency: 'BANK', personKeys: ['child', 'wife'], state: 'STALE', observedAt: '2025-06-01T00:00:00Z' },
    ]);
  });
});

describe('coveredThrough', () => {
  const fresh = (personKey: string, observedAt: string) =>
    ({ personKey, agency: 'TAX', state: 'FRESH', observedAt }) as const;
  it.each([
    ['an answer of 15 July has May', [fresh('wife', ASOF)], [], '2025-05'],
    [
      'the person with the oldest answer decides',
      [fresh('wife', ASOF), fresh('child', '2025-07-20T02:00:00Z')],
      [],
      '2025-05',
    ],
    [
      'a watermark to the end of June has June',
      [fresh('wife', ASOF)],
      [{ agency: 'TAX', dataset: 'TAX', upTo: '2025-06-30T10:00:00Z' }],
      '2025-06',
    ],
    [
      'no month without an answer for everybody',
      [fresh('wife', ASOF), { personKey: 'child', agency: 'TAX', state: 'STALE' } as const],
      [],
      undefined,
    ],
  ])('%s', (_case, standings, watermarks, month) => {
    expect(coveredThrough(standings, knowledge({ watermarks })).get('TAX')).toBe(month);
  });
});

describe('lastDueMonth', () => {
  it.each([
    ['2025-07-20T02:00:00Z', 20, '2025-06'],
    ['2025-07-19T02:00:00Z', 20, '2025-05'],
    ['2025-07-05T02:00:00Z', 5, '2025-06'],
    ['2025-07-31T02:00:00Z', 0, '2025-07'],
  ])('%s, lag %i → %s', (instant, lag, month) => {
    expect(lastDueMonth(instant, lag)).toBe(month);
  });
});

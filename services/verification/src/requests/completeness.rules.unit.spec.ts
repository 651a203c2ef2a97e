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

describe('a source that comes in datasets', () => {
  const HOUR = (day: number) => `2025-07-${String(day).padStart(2, '0')}T02:00:00Z`;
  const told = (rest: Partial<SourceKnowledge>, agency = 'PSB') =>
    standingOf(
      { personKey: 'wife', agency, authorised: true },
      knowledge({
        datasetsOf: (of) =>
          of === 'PSB' ? [{ dataset: 'PSB.population' }, { dataset: 'PSB.vehicles', lag: { days: 2 } }] : [],
        ...rest,
      }),
    );
  const feed = (dataset: string, upTo: string) => ({ agency: dataset.split('.')[0]!, dataset, upTo });
  const part = (dataset: string, observedAt: string, state: SourceAnswer['state'] = 'ANSWERED') =>
    answer('PSB', observedAt, { dataset, state });

  it.each<[string, Partial<SourceKnowledge>, string]>([
    [
      'one dataset is current, of the other nothing is known',
      { watermarks: [feed('PSB.vehicles', ASOF)] },
      'NOT_ANSWERED',
    ],
    [
      'one dataset is current, the other long behind',
      { watermarks: [feed('PSB.vehicles', ASOF), feed('PSB.population', HOUR(1))] },
      'STALE',
    ],
    [
      'both are current, each by its own lag',
      { watermarks: [feed('PSB.vehicles', HOUR(13)), feed('PSB.population', HOUR(14))] },
      'FRESH',
    ],
    ['the whole agency is current', { watermarks: [feed('PSB', HOUR(14))] }, 'FRESH'],
    ['one dataset was answered', { answers: [part('PSB.vehicles', ASOF)] }, 'NOT_ANSWERED'],
    [
      'one was answered, the other comes by its feed',
      { answers: [part('PSB.vehicles', ASOF)], watermarks: [feed('PSB.population', ASOF)] },
      'FRESH',
    ],
    [
      'who owns no car is known beside a current feed',
      { answers: [part('PSB.vehicles', ASOF, 'NO_RECORD')], watermarks: [feed('PSB', ASOF)] },
      'FRESH',
    ],
    [
      'the whole agency knows no such person',
      { answers: [answer('PSB', ASOF, { state: 'NO_RECORD' })] },
      'NO_RECORD',
    ],
    [
      'refused as a whole, and then each dataset answered',
      {
        answers: [
          answer('PSB', HOUR(14), { state: 'REFUSED' }),
          part('PSB.vehicles', ASOF),
          part('PSB.population', ASOF),
        ],
      },
      'FRESH',
    ],
    [
      'refused as a whole, and then one dataset answered',
      { answers: [answer('PSB', HOUR(14), { state: 'REFUSED' }), part('PSB.vehicles', ASOF)] },
      'REFUSED',
    ],
  ])('%s: %s', (_case, known, state) => {
    expect(told(known).state).toBe(state);
  });

  it('counts as answered by a dataset only where that is known to be one of several', () => {
    const deposits = answer('BANK', ASOF, { dataset: 'BANK.deposits' });
    expect(told({ answers: [deposits] }, 'BANK').state).toBe('NOT_ANSWERED');
    // reports of before datasets were told apart
    expect(stateOf('BANK', { answers: [deposits] }).state).toBe('FRESH');
  });

  it('lists the dataset that is missing', () => {
    const standing = told({ watermarks: [feed('PSB.vehicles', ASOF), feed('PSB.population', HOUR(1))] });
    expect(gapsOf([standing])).toEqual([
      {
        ...{ agency: 'PSB', dataset: 'PSB.population', personKeys: ['wife'], state: 'STALE' },
        observedAt: HOUR(1),
      },
    ]);
    expect(gapsOf([told({})])).toEqual([{ agency: 'PSB', personKeys: ['wife'], state: 'NOT_ANSWERED' }]);
  });

  it('has reached the month that each of its datasets has reached', () => {
    const known = knowledge({
      datasetsOf: () => [{ dataset: 'TAX.wages' }, { dataset: 'TAX.rents' }],
      watermarks: [
        { agency: 'TAX', dataset: 'TAX.wages', upTo: '2025-06-30T10:00:00Z' },
        { agency: 'TAX', dataset: 'TAX.rents', upTo: '2025-05-31T10:00:00Z' },
      ],
    });
    const standing = standingOf({ personKey: 'wife', agency: 'TAX', authorised: true }, known);
    expect(standing.state).toBe('FRESH');
    expect(coveredThrough([standing], known).get('TAX')).toBe('2025-05');
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

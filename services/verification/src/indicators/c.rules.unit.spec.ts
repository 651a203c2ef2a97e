import type { EconomicFact } from '@minzheng/kernel/means-test';
import {
  briefly,
  earned,
  family,
  found,
  member,
  MUTED_ONCE,
  muteOf,
  paid,
  status,
  withdrawn,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

/** One person, so that a sum a month is a sum a head; without employment cost. */
const alone: Scene = { members: family(1) };
const pension = (fen: bigint, from: string, to = from) =>
  earned('a', 'employeePension', fen, from, to, { agency: 'HRSS', itemKey: `pension ${from}` });

describe('C1: a dibao household whose income is not below the standard (59,000)', () => {
  const dibao = status('a', 'dibao', '2024-01-01');
  const atStandard = pension(59_000n, '2024-06', '2025-06');
  it.each<Case>([
    ['5.15: June 59,000 and July 59,000', [dibao, atStandard], ['a assistance 2025-07']],
    [
      '5.15: June 59,000, July 58,999.67',
      [dibao, pension(59_000n, '2024-06', '2025-05'), pension(58_996n, '2025-06')],
      [],
    ],
    [
      'July 59,000, June a fen less in all',
      [dibao, pension(58_999n, '2024-06'), pension(59_000n, '2024-07', '2025-06')],
      [],
    ],
    [
      'a month longer is still the episode of its first month',
      [dibao, pension(59_000n, '2024-05', '2025-06')],
      ['a assistance 2025-06'],
    ],
    ['no dibao household', [atStandard], []],
    ['dibao has ended', [status('a', 'dibao', '2024-01-01', { to: '2025-07-21' }), atStandard], []],
    [
      'in gradual exit',
      [dibao, status('a', 'gradualExit', '2025-07-01', { attributes: { programme: 'DIBAO' } }), atStandard],
      [],
    ],
    [
      'three evaluations where the region asks for three',
      [dibao, atStandard],
      [],
      { ...alone, rows: { 'verification.ind.C1.n': 3 } },
    ],
    [
      'a rural household is measured by its own standard',
      [dibao, pension(39_000n, '2024-06', '2025-06')],
      [],
    ],
  ])('%s', (_name, facts, hits, scene = alone) => {
    expect(briefly('C1', facts, scene)).toEqual(hits);
  });

  it('rests on the income, is of the household, and says no sum', () => {
    expect(found('C1', [dibao, atStandard], alone)).toMatchObject([
      {
        subject: 'HOUSEHOLD',
        programme: 'DIBAO',
        severity: 'ORANGE',
        direction: 'OVER',
        factIds: [atStandard.factId],
        explanation: { zh: '低保户月人均收入不低于低保标准，连续 2 次月度核查' },
      },
    ]);
  });

  it('is muted, and ends with the income', () => {
    expect(muteOf('C1', [dibao, atStandard], alone)).toEqual(MUTED_ONCE);
    expect(withdrawn('C1', [dibao, atStandard], [atStandard], alone)).toEqual([true]);
    expect(withdrawn('C1', [dibao, atStandard], [dibao], alone)).toEqual([false]);
  });
});

describe('C2: an edge family whose income is not below its limit (88,500)', () => {
  const edge = status('a', 'edge', '2024-01-01');
  const atLimit = pension(88_500n, '2024-06', '2025-06');
  it.each<Case>([
    ['at the limit, twice', [edge, atLimit], ['a assistance 2025-07']],
    ['a fen less in all', [edge, pension(88_500n, '2024-06', '2025-05'), pension(88_499n, '2025-06')], []],
    ['no edge family', [atLimit], []],
    ['with dibao since', [edge, status('a', 'dibao', '2025-07-01'), atLimit], []],
  ])('%s', (_name, facts, hits, scene = alone) => {
    expect(briefly('C2', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends with the income', () => {
    expect(muteOf('C2', [edge, atLimit], alone)).toEqual(MUTED_ONCE);
    expect(withdrawn('C2', [edge, atLimit], [atLimit], alone)).toEqual([true]);
  });
});

describe('C4: a member has become public staff', () => {
  const staff = (from: string, to?: string) =>
    status('b', 'fiscalStaff', from, { agency: 'HRSS', ...(to !== undefined && { to }) });
  const dibao = status('a', 'dibao', '2025-06-01');
  it.each<Case>([
    ['on the day on which dibao begins', [dibao, staff('2025-06-01')], ['b assistance 2025-06-01']],
    ['a day before', [dibao, staff('2025-05-31')], []],
    ['no longer', [dibao, staff('2025-06-01', '2025-07-21')], []],
    ['dibao has ended', [status('a', 'dibao', '2025-06-01', { to: '2025-07-01' }), staff('2025-06-10')], []],
    [
      'a benefit in payment on both days: its payer is told',
      [...paid('a', 'OLD_AGE_ALLOWANCE', '2025-05', '2025-06'), staff('2025-06-10')],
      ['b eldercare 2025-06-10'],
    ],
    ['nobody is supported', [staff('2025-06-10')], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('C4', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends with its evidence', () => {
    const post = staff('2025-06-10');
    expect(muteOf('C4', [dibao, post])).toEqual(MUTED_ONCE);
    expect(withdrawn('C4', [dibao, post], [post])).toEqual([true]);
  });
});

describe('C5: income has fallen', () => {
  /** So much in each of the three months before, and in each of the last three. */
  const fell = (before: bigint, now: bigint) => [
    pension(before, '2025-01', '2025-03'),
    ...(now > 0n ? [pension(now, '2025-04', '2025-06')] : []),
  ];
  it.each<Case>([
    ['5.15: 80,000 then 40,000', fell(80_000n, 40_000n), ['a assistance 2025-07']],
    ['5.15: 80,000 then 40,001', fell(80_000n, 40_001n), []],
    ['5.15: 180,000 then 88,500', fell(180_000n, 88_500n), []],
    ['180,000 then 88,499', fell(180_000n, 88_499n), ['a assistance 2025-07']],
    ['to nothing, since the month before', fell(1n, 0n), ['a assistance 2025-06']],
    ['from nothing', fell(0n, 0n), []],
    ['a dibao household', [...fell(80_000n, 40_000n), status('a', 'dibao', '2025-01-01')], []],
    ['nobody has told of income', fell(80_000n, 40_000n), [], { ...alone, isIncomeKnown: false }],
    [
      'the month before already: the episode is of its first month',
      [
        pension(80_000n, '2024-12', '2025-02'),
        pension(80_000n, '2025-03'),
        pension(1n, '2025-04', '2025-06'),
      ],
      ['a assistance 2025-06'],
    ],
  ])('%s', (_name, facts, hits, scene = alone) => {
    expect(briefly('C5', facts, scene)).toEqual(hits);
  });

  it('points to a need, is muted, and ends when the income before was none', () => {
    const [before, now] = fell(80_000n, 40_000n);
    expect(found('C5', [before!, now!], alone)).toMatchObject([{ direction: 'UNDER', severity: 'ORANGE' }]);
    expect(muteOf('C5', [before!, now!], alone)).toEqual(MUTED_ONCE);
    expect(withdrawn('C5', [before!, now!], [before!], alone)).toEqual([true]);
  });
});

describe('C7: three jobs refused', () => {
  const refused = (...days: string[]) =>
    days.map((day) => status('b', 'jobRefused', day, { agency: 'assistance', to: day }));
  const dibao = status('a', 'dibao', '2025-01-01');
  const hired = (on: string) => status('b', 'employed', on, { agency: 'HRSS' });
  it.each<Case>([
    ['three', [dibao, ...refused('2025-03-01', '2025-04-01', '2025-05-01')], ['b assistance 2025-05-01']],
    [
      'a fourth is no other episode',
      [dibao, ...refused('2025-03-01', '2025-04-01', '2025-05-01', '2025-06-01')],
      ['b assistance 2025-05-01'],
    ],
    ['two', [dibao, ...refused('2025-03-01', '2025-04-01')], []],
    [
      'of two persons',
      [dibao, ...refused('2025-03-01', '2025-04-01'), status('a', 'jobRefused', '2025-05-01')],
      [],
    ],
    [
      'with a job in between',
      [dibao, hired('2025-04-15'), ...refused('2025-03-01', '2025-04-01', '2025-05-01')],
      [],
    ],
    [
      'three after a job',
      [dibao, hired('2025-02-15'), ...refused('2025-03-01', '2025-04-01', '2025-05-01')],
      ['b assistance 2025-05-01'],
    ],
    ['nobody is supported', refused('2025-03-01', '2025-04-01', '2025-05-01'), []],
    [
      'nobody’s household is on record, and a benefit is in payment',
      [
        ...paid('a', 'DISABILITY_LIVING', '2025-06'),
        ...['2025-03-01', '2025-04-01', '2025-05-01'].map((day) => status('a', 'jobRefused', day)),
      ],
      ['a assistance 2025-05-01'],
      { members: null },
    ],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('C7', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends when one was none', () => {
    const [one, two, three] = refused('2025-03-01', '2025-04-01', '2025-05-01');
    const facts = [dibao, one!, two!, three!];
    expect(muteOf('C7', facts)).toEqual(MUTED_ONCE);
    expect(withdrawn('C7', facts, [two!])).toEqual([true]);
  });
});

it('a child of the household does not count less', () => {
  const members = [member('a', 'APPLICANT'), member('c', 'CHILD', { birthDate: '2015-01-01' })];
  const facts = [status('a', 'dibao', '2024-01-01'), pension(117_999n, '2024-06', '2025-06')];
  expect(briefly('C1', facts, { members })).toEqual([]);
  expect(briefly('C1', [facts[0]!, pension(118_000n, '2024-06', '2025-06')], { members })).toEqual([
    'a assistance 2025-07',
  ]);
});

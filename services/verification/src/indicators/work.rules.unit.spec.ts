import type { EconomicFact } from '@minzheng/kernel/means-test';
import {
  again,
  briefly,
  dueOn,
  earned,
  found,
  MUTED_ONCE,
  muteOf,
  paid,
  spent,
  status,
  withdrawn,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

const wage = (letter: string, from: string, payerKey = 'NEW', to = from) =>
  earned(letter, 'wage', 100_000n, from, to, { payerKey, itemKey: payerKey });
/** The contribution base, without its payer. */
const base = (month: string) =>
  earned('b', 'wage', 100_000n, month, month, { agency: 'HRSS', payerKey: '*', itemKey: '*' });
const contribution = (month: string, itemKey = 'NEW') =>
  spent('b', 'socialInsurancePaid', month, 10_000n, { agency: 'HRSS', itemKey });
const jobless = (from: string, to?: string) =>
  status('b', 'unemployedRegistered', from, { agency: 'HRSS', ...(to !== undefined && { to }) });

describe('C3: the first wage of a member who had none', () => {
  const scene: Scene = { today: '2025-08-12' };
  const dibao = status('b', 'dibao', '2025-07-01');
  const edge = (from: string, to?: string) => status('a', 'edge', from, to === undefined ? {} : { to });

  it.each<Case>([
    ['first wage while the household has dibao', [dibao, wage('b', '2025-07')], ['b assistance NEW']],
    ['a contribution is as good', [dibao, contribution('2025-07')], ['b assistance NEW']],
    ['a wage that began before the award', [dibao, wage('a', '2024-05', 'OLD', '2025-04')], []],
    ['the month before the award begins', [dibao, wage('b', '2025-06')], []],
    ['no recognised status and no benefit in the household', [wage('b', '2025-07')], []],
    [
      'a benefit in payment is enough: its payer is told',
      [...paid('a', 'OLD_AGE_ALLOWANCE', '2025-05'), wage('b', '2025-07')],
      ['b eldercare NEW'],
    ],
    [
      'a benefit that was paid last three months before',
      [...paid('a', 'OLD_AGE_ALLOWANCE', '2025-04'), wage('b', '2025-07')],
      [],
    ],
    ['an edge family', [edge('2025-01-01'), wage('b', '2025-07')], ['b assistance NEW']],
    [
      'dibao ended before',
      [status('b', 'dibao', '2025-01-01', { to: '2025-07-01' }), wage('b', '2025-07')],
      [],
    ],
    [
      'another payer within the 12 months before',
      [dibao, wage('b', '2024-07', 'OLD'), wage('b', '2025-07')],
      [],
    ],
    [
      'the other payer 13 months before',
      [dibao, wage('b', '2024-06', 'OLD'), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    [
      'registered as unemployed, though with a payer before',
      [dibao, jobless('2025-06-15'), wage('b', '2025-03', 'OLD'), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    ['a wage that was corrected to nothing', [dibao, again(wage('b', '2025-07'), { amountFen: 0n })], []],
    [
      'a corrected wage does not hide the one of another payer',
      [dibao, again(wage('b', '2025-05', 'OLD'), { amountFen: 0n }), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    ['a wage that was only declared', [dibao, { ...wage('b', '2025-07'), quality: 'DECLARED' }], []],
    [
      'payer, contribution base and contributions of one job are one episode',
      [
        dibao,
        wage('b', '2025-07'),
        base('2025-07'),
        contribution('2025-07', 'PENSION'),
        contribution('2025-07', 'MEDICAL'),
      ],
      ['b assistance NEW'],
    ],
    [
      'contribution base and contributions without a payer are one episode',
      [dibao, base('2025-07'), contribution('2025-07'), contribution('2025-07', 'MEDICAL')],
      ['b assistance *'],
    ],
    [
      'contributions to two funds are one episode',
      [dibao, contribution('2025-07', 'PENSION'), contribution('2025-07', 'MEDICAL')],
      ['b assistance MEDICAL'],
    ],
    [
      'a contribution base that is a month ahead of the payer’s name is no other job',
      [dibao, jobless('2025-06-15'), wage('b', '2025-07'), base('2025-07'), base('2025-08')],
      ['b assistance NEW'],
    ],
    [
      'a decision in the middle of the month of the wage',
      [edge('2025-07-16'), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    [
      'an edge family whose status ended in the middle of the month',
      [edge('2025-01-16', '2025-07-16'), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    ['a decision in the month after the wage', [edge('2025-08-01'), wage('b', '2025-07')], []],
    [
      'registered as unemployed in the middle of the month',
      [dibao, jobless('2025-07-15'), wage('b', '2025-03', 'OLD'), wage('b', '2025-07')],
      ['b assistance NEW'],
    ],
    [
      'several months of one payer are one episode',
      [dibao, wage('b', '2025-07'), wage('b', '2025-08')],
      ['b assistance NEW'],
    ],
    [
      'no household on record',
      [status('a', 'dibao', '2025-07-01'), wage('a', '2025-07')],
      [],
      { ...scene, members: null },
    ],
  ])('%s', (_name, facts, hits, given = scene) => {
    expect(briefly('C3', facts, given)).toEqual(hits);
  });

  it('is an episode of each of two members whom one payer takes on', () => {
    const hits = found('C3', [dibao, wage('a', '2025-07'), wage('b', '2025-07')], scene);
    expect(
      hits.map(({ personKey, subject, episodeKey }) => [personKey.charAt(0), subject, episodeKey]),
    ).toEqual([
      ['a', 'PERSON', hits[0]?.episodeKey],
      ['b', 'PERSON', hits[0]?.episodeKey],
    ]);
  });

  it('names the first month and the programme, and no sum', () => {
    expect(found('C3', [dibao, wage('b', '2025-07'), wage('b', '2025-08')], scene)).toMatchObject([
      {
        months: ['2025-07'],
        programme: 'DIBAO',
        subject: 'PERSON',
        severity: 'YELLOW',
        direction: 'OVER',
        explanation: { en: 'first wage or contribution in 2025-07 after 12 months without any' },
      },
    ]);
  });

  it('is muted, and ends with its evidence', () => {
    const first = wage('b', '2025-07');
    expect(muteOf('C3', [dibao, first], scene)).toEqual(MUTED_ONCE);
    expect(withdrawn('C3', [dibao, first], [first], scene)).toEqual([true]);
    expect(withdrawn('C3', [dibao, first], [dibao], scene)).toEqual([false]);
  });
});

describe('C6: without work, and below the limit', () => {
  const told = (upTo: string): Scene => ({
    knowledge: {
      watermarks: ['TAX', 'HRSS'].map((agency) => ({ agency, dataset: agency, upTo: `${upTo}T02:00:00Z` })),
    },
  });
  const inJuly = told('2025-07-20');
  /** Of a couple: half of it a head and month. */
  const rent = (fen: bigint) => earned('a', 'rent', fen, '2024-07', '2025-06');

  it.each<Case>([
    ['registered as unemployed', [jobless('2025-06-10')], ['b assistance 2025-06-10']],
    ['registered no longer', [jobless('2025-01-10', '2025-07-21')], []],
    ['contributions up to April', [contribution('2025-04')], ['b assistance 2025-05']],
    ['contributions up to May: only June is missing', [contribution('2025-05')], []],
    ['June has not been told yet', [contribution('2025-04')], [], told('2025-06-29')],
    ['never had any', [], []],
    [
      'with unemployment benefit',
      [
        jobless('2025-06-10'),
        earned('b', 'unemploymentBenefit', 90_000n, '2025-05', '2025-05', { agency: 'HRSS' }),
      ],
      [],
    ],
    [
      'whose last was paid three months ago',
      [
        jobless('2025-06-10'),
        earned('b', 'unemploymentBenefit', 90_000n, '2025-04', '2025-04', { agency: 'HRSS' }),
      ],
      ['b assistance 2025-06-10'],
    ],
    ['1.5 × the standard a head', [jobless('2025-06-10'), rent(177_000n)], []],
    ['a fen less', [jobless('2025-06-10'), rent(176_999n)], ['b assistance 2025-06-10']],
    [
      'dibao households are looked at otherwise',
      [jobless('2025-06-10'), status('a', 'dibao', '2025-01-01')],
      [],
    ],
    [
      'who has died is not without work',
      [contribution('2025-04'), status('b', 'deceased', '2025-05-02')],
      [],
    ],
    ['nobody has told of income', [jobless('2025-06-10')], [], { isIncomeKnown: false }],
  ])('%s', (_name, facts, hits, scene = inJuly) => {
    expect(briefly('C6', facts, scene)).toEqual(hits);
  });

  it('asks again when two months without contributions will have been told', () => {
    expect(dueOn('C6', [contribution('2025-06')], inJuly)).toBe('2025-09-05');
  });

  it('is muted, and ends with its evidence', () => {
    const registered = jobless('2025-06-10');
    expect(muteOf('C6', [registered], inJuly)).toEqual(MUTED_ONCE);
    expect(withdrawn('C6', [registered], [registered], inJuly)).toEqual([true]);
  });
});

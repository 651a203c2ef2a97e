import type { EconomicFact } from '@minzheng/kernel/means-test';
import { c3FirstWage, type C3Policy } from './c.rules.js';
import type { IndicatorInput } from './indicator.js';

const WIFE = '11111111-1111-8111-8111-111111111111';
const HUSBAND = '22222222-2222-8222-8222-222222222222';
const POLICY: C3Policy = { enabled: true, n: 12, severity: 'YELLOW' };
let serial = 0;

const common = (personKey: string) => ({
  factId: `fact-${++serial}`,
  personKey,
  source: { agency: 'TAX', dataset: 'wages', recordKey: String(serial) },
  quality: 'REGISTERED' as const,
  observedAt: '2025-08-10T00:00:00.000000Z',
  recordedAtMicros: BigInt(serial),
  retracted: false,
});

const wage = (personKey: string, from: string, payerKey = 'NEW', to = from) => ({
  ...common(personKey),
  type: 'INCOME' as const,
  kind: 'wage' as const,
  amountFen: 100_000n,
  period: { from, to },
  basis: 'NET' as const,
  payerKey,
  itemKey: payerKey,
  householdShare: false,
});

/** The contribution base, without its payer. */
const base = (personKey: string, month: string): EconomicFact => ({
  ...wage(personKey, month, '*'),
  source: { agency: 'HRSS', dataset: 'HRSS', recordKey: String(++serial) },
});

const contribution = (personKey: string, month: string, itemKey = 'NEW'): EconomicFact => ({
  ...common(personKey),
  type: 'EXPENDITURE',
  kind: 'socialInsurancePaid',
  amountFen: 10_000n,
  period: { from: month, to: month },
  itemKey,
});

const state = (
  personKey: string,
  kind: 'dibao' | 'edge' | 'unemployedRegistered',
  from: string,
  to?: string,
): EconomicFact => ({
  ...common(personKey),
  type: 'STATUS',
  kind,
  days: to === undefined ? { from } : { from, to },
  attributes: {},
});

const hits = (facts: readonly EconomicFact[], policy = POLICY): string[] => {
  const input: IndicatorInput = {
    household: {
      id: '0197f000-0000-7000-8000-000000000001',
      service: 'assistance',
      region: '510802001001',
      hukouType: 'URBAN',
      members: [HUSBAND, WIFE].map((personKey, index) => ({
        personKey,
        relation: index === 0 ? ('APPLICANT' as const) : ('SPOUSE' as const),
        birthDate: '1985-01-01',
        study: 'NONE' as const,
      })),
      obligors: [],
    },
    facts,
    today: '2025-08-12',
  };
  return c3FirstWage(input, policy).map(({ personKey, episodeKey, months }) =>
    [personKey === WIFE ? 'wife' : 'husband', episodeKey, ...months].join(' '),
  );
};

const dibao = state(WIFE, 'dibao', '2025-07-01');

describe('C3: the first wage of a member who had none', () => {
  it.each([
    ['first wage while the household has dibao', [dibao, wage(WIFE, '2025-07')], ['wife NEW 2025-07']],
    ['a contribution is as good', [dibao, contribution(WIFE, '2025-07')], ['wife NEW 2025-07']],
    ['a wage that began before the award', [dibao, wage(HUSBAND, '2024-05', 'OLD', '2025-04')], []],
    ['the month before the award begins', [dibao, wage(WIFE, '2025-06')], []],
    ['no recognised status in the household', [wage(WIFE, '2025-07')], []],
    ['an edge family', [state(HUSBAND, 'edge', '2025-01-01'), wage(WIFE, '2025-07')], ['wife NEW 2025-07']],
    ['dibao ended before', [state(WIFE, 'dibao', '2025-01-01', '2025-07-01'), wage(WIFE, '2025-07')], []],
    [
      'another payer within the 12 months before',
      [dibao, wage(WIFE, '2024-07', 'OLD'), wage(WIFE, '2025-07')],
      [],
    ],
    [
      'the other payer 13 months before',
      [dibao, wage(WIFE, '2024-06', 'OLD'), wage(WIFE, '2025-07')],
      ['wife NEW 2025-07'],
    ],
    [
      'registered as unemployed, though with a payer before',
      [
        dibao,
        state(WIFE, 'unemployedRegistered', '2025-06-15'),
        wage(WIFE, '2025-03', 'OLD'),
        wage(WIFE, '2025-07'),
      ],
      ['wife NEW 2025-07'],
    ],
    [
      'a wage that was corrected to nothing',
      [dibao, { ...wage(WIFE, '2025-07'), amountFen: 0n, supersedesFactId: 'fact-0' }],
      [],
    ],
    [
      'a corrected wage does not hide the one of another payer',
      [dibao, { ...wage(WIFE, '2025-05', 'OLD'), amountFen: 0n }, wage(WIFE, '2025-07')],
      ['wife NEW 2025-07'],
    ],
    [
      'a wage that was only declared',
      [dibao, { ...wage(WIFE, '2025-07'), quality: 'DECLARED' as const }],
      [],
    ],
    [
      'payer, contribution base and contributions of one job are one episode',
      [
        dibao,
        wage(WIFE, '2025-07'),
        base(WIFE, '2025-07'),
        contribution(WIFE, '2025-07', 'PENSION'),
        contribution(WIFE, '2025-07', 'MEDICAL'),
      ],
      ['wife NEW 2025-07'],
    ],
    [
      'contribution base and contributions without a payer are one episode',
      [dibao, base(WIFE, '2025-07'), contribution(WIFE, '2025-07'), contribution(WIFE, '2025-07', 'MEDICAL')],
      ['wife * 2025-07'],
    ],
    [
      'contributions to two funds are one episode',
      [dibao, contribution(WIFE, '2025-07', 'PENSION'), contribution(WIFE, '2025-07', 'MEDICAL')],
      ['wife MEDICAL 2025-07'],
    ],
    [
      'a contribution base that is a month ahead of the payer’s name is no other job',
      [
        dibao,
        state(WIFE, 'unemployedRegistered', '2025-06-15'),
        wage(WIFE, '2025-07'),
        base(WIFE, '2025-07'),
        base(WIFE, '2025-08'),
      ],
      ['wife NEW 2025-07'],
    ],
    [
      'a decision in the middle of the month of the wage',
      [state(HUSBAND, 'edge', '2025-07-16'), wage(WIFE, '2025-07')],
      ['wife NEW 2025-07'],
    ],
    [
      'an edge family whose status ended in the middle of the month',
      [state(HUSBAND, 'edge', '2025-01-16', '2025-07-16'), wage(WIFE, '2025-07')],
      ['wife NEW 2025-07'],
    ],
    [
      'a decision in the month after the wage',
      [state(HUSBAND, 'edge', '2025-08-01'), wage(WIFE, '2025-07')],
      [],
    ],
    [
      'registered as unemployed in the middle of the month',
      [
        dibao,
        state(WIFE, 'unemployedRegistered', '2025-07-15'),
        wage(WIFE, '2025-03', 'OLD'),
        wage(WIFE, '2025-07'),
      ],
      ['wife NEW 2025-07'],
    ],
    [
      'several months of one payer are one episode',
      [dibao, wage(WIFE, '2025-07'), wage(WIFE, '2025-08')],
      ['wife NEW 2025-07'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(hits(facts)).toEqual(expected);
  });

  it('says nothing where the region has switched it off', () => {
    expect(hits([dibao, wage(WIFE, '2025-07')], { ...POLICY, enabled: false })).toEqual([]);
  });
});

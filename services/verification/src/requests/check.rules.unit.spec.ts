import fc from 'fast-check';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { PolicyBook as Book } from '@minzheng/kernel/policy';
import type { ConsentForm } from '../consents/consent.rules.js';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import {
  answersOf,
  assetFact,
  consentOf,
  CORE,
  DECLARED,
  FACTS,
  HOUSEHOLD,
  HUSBAND,
  medicalFact,
  policyBook,
  policyRows,
  QUESTION,
  WIFE,
  wageFact,
} from './test/households.js';

const CHANGED_AT = 10n ** 9n;
let book: PolicyBook;
beforeAll(async () => {
  book = await policyBook();
});

function check(question: Partial<CheckQuestion> = {}, facts: readonly EconomicFact[] = FACTS): CheckResult {
  const outcome = checkHousehold({ ...QUESTION, ...question }, { facts, knownAtMicros: CHANGED_AT }, book);
  if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.result;
}
const conclusionsOf = ({ conclusions }: CheckResult): string[] =>
  conclusions.map(({ purpose, conclusion, basis }) => `${purpose} ${conclusion} ${basis}`);
const wage = (monthlyFen: bigint): EconomicFact[] => [wageFact(HUSBAND, monthlyFen)];
const AT = '2025-07-16T02:00:00Z';
const PSB = { personKey: HUSBAND, agency: 'PSB' };
const without = (agency: string) => ({ answers: answersOf(CORE.filter((each) => each !== agency)) });

describe('T1, a clean check', () => {
  it('finds the wage under-declared and material, the household within limits', () => {
    const result = check();
    expect(result.means.household?.perCapitaMonthly).toEqual({ numerator: 48_000n, denominator: 1n });
    expect(
      result.comparisons.map(({ kind, class: found, difference }) => `${kind} ${found} ${difference}`),
    ).toEqual(['deposit MATCH 0', 'residence MATCH 0', 'wage UNDER_DECLARED 360000']);
    expect(result.material).toBe(true);
    expect(result.complete).toBe(true);
    expect(conclusionsOf(result)).toEqual(['DIBAO WITHIN_LIMITS HOUSEHOLD']);
    expect(result.means.household?.property.financialAssetsPerHead).toEqual({
      numerator: 800_000n,
      denominator: 3n,
    });
    expect(result.earliestConsentEnd).toBe('2026-07-13');
  });

  it('holds as long as its consents do, not as one that it does not need or that was renewed', () => {
    const ending = (rest: Partial<ConsentForm>) =>
      check({ consents: [...QUESTION.consents, consentOf(HUSBAND, { validTo: '2025-07-20', ...rest })] })
        .earliestConsentEnd;
    expect(ending({ purposes: ['LEGAL_AID'] })).toBe('2026-07-13');
    expect(ending({})).toBe('2026-07-13');
    expect(
      check({ consents: [consentOf(HUSBAND), consentOf(WIFE, { validTo: '2025-09-01' })] }),
    ).toMatchObject({
      earliestConsentEnd: '2025-09-01',
    });
  });

  it('16,000.00 a year declared against 18,000.00 is a minor discrepancy (scenario 1)', () => {
    const declared = DECLARED.map((item) =>
      item.kind === 'wage' ? { ...item, amountFen: '1600000' } : item,
    );
    const result = check({ declaredItems: declared }, [...wage(150_000n), ...FACTS.slice(1)]);
    expect(result.means.household?.perCapitaMonthly).toEqual({ numerator: 40_000n, denominator: 1n });
    expect(result.comparisons.find(({ kind }) => kind === 'wage')).toMatchObject({
      class: 'UNDER_DECLARED',
      difference: 200_000n,
    });
    expect(result.material).toBe(false);
  });
});

describe('T2, the bank is late', () => {
  it('deposits are not checked and the result is incomplete', () => {
    const result = check(
      without('BANK'),
      FACTS.filter(({ source }) => source.agency !== 'BANK'),
    );
    expect(result.complete).toBe(false);
    expect(result.gaps.filter(({ core }) => core)).toMatchObject([{ agency: 'BANK', state: 'NOT_ANSWERED' }]);
    expect(result.comparisons.find(({ kind }) => kind === 'deposit')?.class).toBe('NOT_CHECKED');
    expect(conclusionsOf(result)).toEqual(['DIBAO INCOMPLETE HOUSEHOLD']);
    expect(result.conclusions[0]?.missingCore).toEqual(['BANK']);
  });

  it('6,000,000 in the bank are 2,000,000 a head: over', () => {
    const result = check({}, [
      ...wage(180_000n),
      assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 6_000_000n }),
    ]);
    expect(conclusionsOf(result)).toEqual(['DIBAO EXCEEDS_PROPERTY HOUSEHOLD']);
  });
});

describe('conclusions of whole checks (5.15)', () => {
  const perCapita = (fen: bigint) => wage((fen * 3n * 10n) / 8n); // a fifth of the wage is the cost of working
  it.each<[string, Partial<CheckQuestion>, () => EconomicFact[], string]>([
    ['59,000 is not below the standard', {}, () => wage(221_250n), 'DIBAO EXCEEDS_INCOME HOUSEHOLD'],
    ['58,999.73… prints 59,000 and is below', {}, () => wage(221_249n), 'DIBAO WITHIN_LIMITS HOUSEHOLD'],
    [
      'BANK timed out, 48,000, with a car',
      without('BANK'),
      () => [...perCapita(48_000n), assetFact(HUSBAND, 'PSB', 'passengerCar', { count: 1 })],
      'DIBAO EXCEEDS_PROPERTY HOUSEHOLD',
    ],
    ['no income, all answered', {}, () => [], 'DIBAO WITHIN_LIMITS HOUSEHOLD'],
    ['TAX not answered', without('TAX'), () => [], 'DIBAO INCOMPLETE HOUSEHOLD'],
    [
      'NHSA missing, deduction claimed, 62,000',
      {
        declaredItems: [
          ...DECLARED,
          {
            personKey: WIFE,
            side: 'EXPENDITURE',
            kind: 'medicalInpatientOop',
            amountFen: '500000',
            noneDeclared: false,
          },
        ],
      },
      () => perCapita(62_000n),
      'DIBAO INCOMPLETE HOUSEHOLD',
    ],
    [
      'NHSA missing, no deduction claimed, 62,000',
      {},
      () => perCapita(62_000n),
      'DIBAO EXCEEDS_INCOME HOUSEHOLD',
    ],
    [
      'UTIL not asked, SEC stale',
      { answers: [...answersOf(CORE), ...answersOf(['SEC'], '2025-01-01T00:00:00Z')] },
      () => perCapita(48_000n),
      'DIBAO WITHIN_LIMITS HOUSEHOLD',
    ],
    [
      'PSB knows no such member',
      {
        answers: answersOf(CORE).map((answer) =>
          answer.agency === 'PSB' && answer.personKey === WIFE ? { ...answer, state: 'NO_RECORD' } : answer,
        ),
      },
      () => perCapita(48_000n),
      'DIBAO IDENTITY_CONFLICT HOUSEHOLD',
    ],
  ])('%s', (_case, question, facts, conclusion) => {
    const declaredItems = question.declaredItems ?? DECLARED.filter(({ kind }) => kind !== 'wage');
    expect(conclusionsOf(check({ ...question, declaredItems }, facts()))).toEqual([conclusion]);
  });

  it('62,000 and after rigid 50,000 is within limits by the deduction, unless illness has a scheme of its own', async () => {
    const medical = medicalFact(WIFE, 432_000n);
    const facts = [...perCapita(62_000n), medical];
    const question = {
      declaredItems: DECLARED.filter(({ kind }) => kind !== 'wage'),
      answers: answersOf([...CORE, 'NHSA']),
    };
    const result = check(question, facts);
    expect(result.means.household?.perCapitaAfterRigid).toEqual({ numerator: 50_000n, denominator: 1n });
    expect(conclusionsOf(result)).toEqual(['DIBAO WITHIN_LIMITS RIGID_DEDUCTION']);
    const rows = (await policyRows()).map((row) =>
      row.key === 'assistance.illness.enabled' ? { ...row, value: true } : row,
    );
    const outcome = checkHousehold(
      { ...QUESTION, ...question },
      { facts, knownAtMicros: CHANGED_AT },
      new Book(rows),
    );
    expect('result' in outcome && conclusionsOf(outcome.result)).toEqual(['DIBAO EXCEEDS_INCOME HOUSEHOLD']);
  });

  it('a disputed car, else fine, is for a person to decide', () => {
    const car = assetFact(HUSBAND, 'PSB', 'passengerCar', { count: 1 });
    expect(conclusionsOf(check({ disputedFactIds: [car.factId] }, [...FACTS, car]))).toEqual([
      'DIBAO NEEDS_REVIEW HOUSEHOLD',
    ]);
  });

  it('a declared wage about which nobody answered counts, and was not found', () => {
    const result = check({}, FACTS.slice(1));
    expect(result.means.household?.perCapitaMonthly).toEqual({ numerator: 40_000n, denominator: 1n });
    expect(result.comparisons.find(({ kind }) => kind === 'wage')?.class).toBe('NOT_FOUND');
  });

  it('a home that is declared by one and registered in the name of the other is one home', () => {
    const result = check({}, [
      FACTS[0]!,
      FACTS[1]!,
      assetFact(WIFE, 'NR', 'residence', { count: 1, attributes: { areaDm2: '9500' } }),
    ]);
    expect(conclusionsOf(result)).toEqual(['DIBAO WITHIN_LIMITS HOUSEHOLD']);
  });

  it('DIBAO, EDGE and RIGID at once: NHSA is core for RIGID alone', () => {
    const result = check({ purposes: ['DIBAO', 'EDGE', 'RIGID'] });
    expect(conclusionsOf(result)).toEqual([
      'DIBAO WITHIN_LIMITS HOUSEHOLD',
      'EDGE WITHIN_LIMITS HOUSEHOLD',
      'RIGID INCOMPLETE HOUSEHOLD',
    ]);
    expect(result.conclusions.map(({ missingCore }) => missingCore)).toEqual([[], [], ['NHSA']]);
    const answered = check({ purposes: ['DIBAO', 'EDGE', 'RIGID'], answers: answersOf([...CORE, 'NHSA']) });
    expect(answered.complete).toBe(true);
    expect(conclusionsOf(answered)[2]).toBe('RIGID EXCEEDS_INCOME HOUSEHOLD');
  });

  it('two sources that contradict each other all year send it to a person, though no month alone decides', () => {
    const months = Array.from(
      { length: 12 },
      (_, i) => `${i < 6 ? 2024 : 2025}-${String(((i + 6) % 12) + 1).padStart(2, '0')}`,
    );
    const ofYear = (fen: bigint, agency: string): EconomicFact[] =>
      months.map((month) => {
        const fact = wageFact(HUSBAND, fen, month, month);
        return { ...fact, source: { ...fact.source, agency, dataset: agency } };
      });
    const facts = [...ofYear(180_000n, 'TAX'), ...ofYear(300_000n, 'HRSS')];
    const conclude = (form: number): string[] => {
      const { conclusions, conflicts } = check({ form }, facts);
      expect(conflicts).toHaveLength(12);
      return conclusions.flatMap(({ conclusion, reasonCodes }) => [conclusion, ...reasonCodes]);
    };
    expect(conclude(REPORT_FORM.NEWEST)).toEqual(['NEEDS_REVIEW', 'SOURCE_CONFLICT']);
    expect(conclude(REPORT_FORM.WITH_PATTERNS)[0]).toBe('WITHIN_LIMITS');
  });

  it('uses what an agency has agreed to for the purpose only, and lacks it otherwise', () => {
    const agreements = [{ agency: 'TAX', dataset: 'TAX', purposes: ['EDGE'] }];
    const result = check({ agreements }, [wageFact(HUSBAND, 900_000n), ...FACTS.slice(1)]);
    expect(conclusionsOf(result)).toEqual(['DIBAO INCOMPLETE HOUSEHOLD']);
    expect(result.gaps).toMatchObject([
      { agency: 'INS', state: 'NOT_AUTHORISED', core: false },
      { agency: 'TAX', state: 'NOT_AUTHORISED', core: true },
    ]);
    expect(conclusionsOf(check({ agreements, purposes: ['EDGE'] }))).toEqual([
      'EDGE WITHIN_LIMITS HOUSEHOLD',
    ]);
  });

  it('one dataset of a core source does not make the report complete', () => {
    const deposits = { agency: 'BANK', dataset: 'BANK.deposits', state: 'ANSWERED' as const };
    const answers = [
      ...without('BANK').answers,
      ...HOUSEHOLD.members.map(({ personKey }) => ({
        ...deposits,
        personKey,
        observedAt: '2025-07-16T02:00:00Z',
      })),
    ];
    const result = check({ answers, form: REPORT_FORM.NEWEST });
    expect(conclusionsOf(result)).toEqual(['DIBAO INCOMPLETE HOUSEHOLD']);
    expect(result.complete).toBe(false);
  });

  it.each([
    ['the vehicles’ feed is current', [{ ...PSB, dataset: 'PSB.vehicles', upTo: AT }], []],
    ['the vehicles are not there yet', [], []],
    ['the vehicles were refused', [], [{ ...PSB, dataset: 'PSB.vehicles', state: 'REFUSED' as const }]],
  ])(
    'a member whom the population register does not know is a conflict, although %s',
    (_, watermarks, also) => {
      const unknown = { ...PSB, dataset: 'PSB.population', state: 'NO_RECORD' as const };
      const answers = [...without('PSB').answers, unknown, ...also].map((each) => ({
        observedAt: AT,
        ...each,
      }));
      const conclude = (form: number, ofRegister: object = {}) =>
        conclusionsOf(
          check({
            answers: answers.map((each) => ({
              ...each,
              ...(each.dataset === 'PSB.population' && ofRegister),
            })),
            watermarks,
            form,
          }),
        );
      expect(conclude(REPORT_FORM.NEWEST)).toEqual(['DIBAO IDENTITY_CONFLICT HOUSEHOLD']);
      expect(conclude(REPORT_FORM.WITH_DATASETS)).toEqual(['DIBAO INCOMPLETE HOUSEHOLD']);
      expect(conclude(REPORT_FORM.NEWEST, { state: 'REFUSED' })).toEqual(['DIBAO INCOMPLETE HOUSEHOLD']);
    },
  );

  it('a source that is no core one is a gap, and the report is complete', () => {
    const result = check();
    expect(result.gaps).toMatchObject([{ agency: 'INS', state: 'NOT_AUTHORISED', core: false }]);
    const named = [
      consentOf(HUSBAND, { datasets: ['CORE', 'INS'] }),
      consentOf(WIFE, { datasets: ['CORE', 'INS'] }),
    ];
    expect(check({ consents: named, answers: answersOf(CORE) }).gaps).toMatchObject([
      { agency: 'INS', state: 'NOT_ANSWERED', core: false },
    ]);
    expect(check({ consents: named }).gaps).toEqual([]);
  });

  it('reads nothing that only consent opens and no consent does', () => {
    const policy = assetFact(HUSBAND, 'INS', 'insuranceCashValue', { valueFen: 9_000_000n });
    expect(conclusionsOf(check({}, [...FACTS, policy]))).toEqual(['DIBAO WITHIN_LIMITS HOUSEHOLD']);
    const named = [
      consentOf(HUSBAND, { datasets: ['CORE', 'INS'] }),
      consentOf(WIFE, { datasets: ['CORE', 'INS'] }),
    ];
    expect(conclusionsOf(check({ consents: named }, [...FACTS, policy]))).toEqual([
      'DIBAO EXCEEDS_PROPERTY HOUSEHOLD',
    ]);
  });

  it('refuses without a consent, and is blocked when one ends', () => {
    const outcome = checkHousehold(
      { ...QUESTION, consents: [consentOf(HUSBAND)] },
      { facts: FACTS, knownAtMicros: CHANGED_AT },
      book,
    );
    expect(outcome).toEqual({ refusals: [{ personKey: WIFE, problem: 'consent-missing' }] });
  });

  it('an obligor without consent is not asked, and says so', () => {
    const grandmother = '44444444-4444-8444-8444-444444444444';
    const result = check({
      household: {
        ...HOUSEHOLD,
        obligors: [{ personKey: grandmother, obligorOfKey: HUSBAND, relation: 'PARENT' }],
      },
    });
    const gaps = result.gaps.filter(({ personKeys }) => personKeys.includes(grandmother));
    expect(new Set(gaps.map(({ state, core }) => `${state} ${core}`))).toEqual(
      new Set(['NOT_AUTHORISED false']),
    );
    expect(result.complete).toBe(true);
    expect(result.obligors).toMatchObject([{ personKey: grandmother, authorised: false }]);
  });
});

describe('properties', () => {
  it('the same question gives the same answer, in whatever order facts and members come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...FACTS], { minLength: FACTS.length }), (facts) => {
        const shuffled = check({}, facts);
        const members = check(
          { household: { ...HOUSEHOLD, members: HOUSEHOLD.members.toReversed() } },
          facts,
        );
        expect(conclusionsOf(shuffled)).toEqual(conclusionsOf(check()));
        expect(members.means.household?.perCapitaMonthly).toEqual(shuffled.means.household?.perCapitaMonthly);
      }),
      { numRuns: 20 },
    );
  });

  it('needs no rows but those that it has used', async () => {
    const first = new Book(await policyRows());
    const outcome = checkHousehold(QUESTION, { facts: FACTS, knownAtMicros: CHANGED_AT }, first);
    const replay = checkHousehold(
      QUESTION,
      { facts: FACTS, knownAtMicros: CHANGED_AT },
      new Book(first.used()),
    );
    expect(JSON.stringify(replay, (_k, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))).toBe(
      JSON.stringify(outcome, (_k, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)),
    );
  });
});

import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { readCheckPolicy } from './check-policy.js';
import { checkHousehold } from './check.rules.js';
import { reportBody } from '../reports/report-body.js';
import {
  answersOf,
  assetFact,
  CHILD,
  consentOf,
  CORE,
  HOUSEHOLD,
  HUSBAND,
  policyBook,
  QUESTION,
  WIFE,
  wageFact,
} from './test/households.js';

const ASKED = enumNames(PurposeSchema).filter((purpose) => !['MONITORING', 'AUDIT'].includes(purpose));
const WITHOUT_MEANS_TEST = ['ORPHAN', 'DE_FACTO_CHILD', 'OLD_AGE_ALLOWANCE'];
const MEANS_CORE = ['PSB', 'MCA', 'HRSS', 'TAX', 'NR', 'AMR', 'BANK', 'DPF'];

let book: PolicyBook;
beforeAll(async () => {
  book = await policyBook();
});

function check(
  purposes: string[],
  facts: readonly EconomicFact[],
  question: Partial<CheckQuestion> = {},
): CheckResult {
  const asked = {
    ...QUESTION,
    form: REPORT_FORM.NEWEST,
    purposes,
    declaredItems: [{ personKey: HUSBAND, side: 'INCOME', kind: 'wage', noneDeclared: true } as const],
    consents: [HUSBAND, WIFE].map((person) => consentOf(person, { purposes })),
    answers: answersOf([...CORE, 'NHSA']),
    ...question,
  };
  const outcome = checkHousehold(asked, { facts, knownAtMicros: 10n ** 9n }, book);
  if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.result;
}
/** Net wages of the husband that come to so much a head and month of three, after the cost of work. */
const perHead = (fen: bigint) => [wageFact(HUSBAND, 3n * fen + 59_000n)];
const car = () => assetFact(HUSBAND, 'PSB', 'passengerCar', { count: 1 });
const deposits = (valueFen: bigint) => assetFact(HUSBAND, 'BANK', 'deposit', { valueFen });

describe('the purposes', () => {
  it.each(ASKED)('%s has its limit, its property set and its core set', (purpose) => {
    const policy = readCheckPolicy(book, '510802', 'URBAN', '2025-07-15').ofPurpose(purpose);
    const always = policy.coreSet.filter(({ when }) => when === undefined).map(({ agency }) => agency);
    if (WITHOUT_MEANS_TEST.includes(purpose)) {
      expect(policy).toMatchObject({ incomeLimit: 'NONE', propertySet: 'NONE' });
      expect(always).toEqual(['PSB', 'MCA', 'DPF']);
    } else {
      expect(policy.incomeLimit).not.toBe('NONE');
      expect(always).toEqual([...MEANS_CORE, ...(purpose === 'RIGID' ? ['NHSA'] : [])]);
    }
  });

  it.each([
    // std 59,000; last year's disposable income 4,000,000, so that 12 × 333,333 is below it and 12 × 333,334 is not
    ['TEMP_AID', 333_333n, 333_334n, 'RIGID'],
    ['VETERAN_SURVIVOR', 333_333n, 333_334n, 'EDGE'],
    ['VETERAN_HARDSHIP', 117_999n, 118_000n, 'EDGE'],
    ...[
      ...['MEDICAL_AID', 'EDUCATION_AID', 'HOUSING_AID', 'EMPLOYMENT_AID', 'HEATING', 'FUNERAL', 'LEGAL_AID'],
      ...['DISABILITY_SUBSIDY', 'CHILD_LOW_INCOME', 'ELDER_CARE_SUBSIDY', 'CHARITY_AID', 'DISASTER_RELIEF'],
      ...['VETERAN_ELDERLY_HARDSHIP', 'EDGE'],
    ].map((purpose): [string, bigint, bigint, string] => [purpose, 88_499n, 88_500n, 'EDGE']),
  ] as [string, bigint, bigint, 'EDGE' | 'RIGID'][])(
    '%s: %s a head is below the limit, %s is not, with the property set %s',
    (purpose, below, over, set) => {
      expect(check([purpose], perHead(below)).conclusions).toMatchObject([
        { purpose, conclusion: 'WITHIN_LIMITS', basis: 'HOUSEHOLD' },
      ]);
      expect(check([purpose], perHead(over)).conclusions).toMatchObject([{ conclusion: 'EXCEEDS_INCOME' }]);
      expect(check([purpose], [car()]).conclusions).toMatchObject([{ conclusion: 'EXCEEDS_PROPERTY' }]);
      // 36 × 59,000 × 3 or 48 × 59,000 × 3
      const limit = (set === 'EDGE' ? 36n : 48n) * 59_000n * 3n;
      expect(check([purpose], [deposits(limit)]).conclusions).toMatchObject([
        { conclusion: 'WITHIN_LIMITS' },
      ]);
      expect(check([purpose], [deposits(limit + 1n)]).conclusions).toMatchObject([
        { conclusion: 'EXCEEDS_PROPERTY' },
      ]);
    },
  );

  it('TEKUN looks at the applicant alone', () => {
    const wifesWage = (fen: bigint) => wageFact(WIFE, fen);
    expect(check(['TEKUN'], [wifesWage(900_000n)]).conclusions).toMatchObject([
      { purpose: 'TEKUN', conclusion: 'WITHIN_LIMITS', basis: 'SINGLE_PERSON', personKey: HUSBAND },
    ]);
    expect(check(['TEKUN'], [wageFact(HUSBAND, 118_000n)]).conclusions).toMatchObject([
      { conclusion: 'EXCEEDS_INCOME', basis: 'SINGLE_PERSON' },
    ]);
    const status = {
      ...car(),
      type: 'STATUS',
      kind: 'tekun',
      days: { from: '2024-01-01' },
      attributes: {},
    } as EconomicFact;
    expect(check(['TEKUN'], [status]).conclusions).toMatchObject([{ conclusion: 'WITHIN_LIMITS' }]);
    const died = { ...status, kind: 'deceased' } as EconomicFact;
    expect(check(['TEKUN'], [died]).conclusions).toMatchObject([{ conclusion: 'NO_COUNTED_MEMBER' }]);
  });

  it('ADOPTION_MEANS has figures and no limit', () => {
    const result = check(['ADOPTION_MEANS'], [...perHead(900_000n), car()]);
    expect(result.conclusions).toMatchObject([{ conclusion: 'WITHIN_LIMITS', reasonCodes: ['NO_LIMIT'] }]);
    expect(result.conclusions[0]).not.toHaveProperty('property');
    expect(result.means.household?.perCapitaMonthly).toEqual({ numerator: 900_000n, denominator: 1n });
    const answers = answersOf(CORE.filter((agency) => agency !== 'TAX'));
    expect(check(['ADOPTION_MEANS'], [], { answers }).conclusions).toMatchObject([
      { conclusion: 'INCOMPLETE' },
    ]);
  });

  describe.each(WITHOUT_MEANS_TEST)('%s', (purpose) => {
    it('looks at statuses alone, whatever else is known', () => {
      const result = check([purpose], [...perHead(900_000n), car(), deposits(10n ** 9n)], {
        answers: answersOf(['PSB', 'MCA', 'DPF']),
      });
      expect(result.complete).toBe(true);
      expect(result.conclusions).toMatchObject([{ conclusion: 'WITHIN_LIMITS' }]);
      const body = reportBody(
        { ...QUESTION, purposes: [purpose], form: REPORT_FORM.NEWEST },
        result,
        { caseRef: 'c', requester: 'children', knownAtMicros: 1n },
        book.used(),
      );
      expect(body.totals).toBeUndefined();
      expect(body.members.flatMap(({ incomes, assets }) => [...incomes, ...assets])).toEqual([]);
      expect(body.comparison).toEqual([]);
      expect(body.sources.map(({ agency }) => agency)).toEqual(
        expect.not.arrayContaining(['BANK', 'TAX', 'INS']),
      );
    });

    it('is incomplete without its core set, and knows who is nobody', () => {
      const answers = answersOf(['MCA', 'DPF']);
      expect(check([purpose], [], { answers }).conclusions).toMatchObject([
        { conclusion: 'INCOMPLETE', reasonCodes: ['MISSING_PSB'] },
      ]);
      const unknown = answersOf(['PSB', 'MCA', 'DPF']).map((answer) =>
        answer.agency === 'PSB' && answer.personKey === CHILD
          ? { ...answer, state: 'NO_RECORD' as const }
          : answer,
      );
      expect(check([purpose], [], { answers: unknown }).conclusions).toMatchObject([
        { conclusion: 'IDENTITY_CONFLICT' },
      ]);
    });
  });

  it('a purpose without a means test leaves the others theirs', () => {
    const result = check(['DIBAO', 'ORPHAN'], [...perHead(70_000n), deposits(1n)]);
    expect(result.conclusions.map(({ conclusion }) => conclusion)).toEqual([
      'EXCEEDS_INCOME',
      'WITHIN_LIMITS',
    ]);
    expect(result.means.household?.property.financialAssetsPerHead.numerator).toBe(1n);
  });
});

describe('households of obligors (5.6)', () => {
  const SON = '66666666-6666-8666-8666-666666666666';
  const SONS_WIFE = '77777777-7777-8777-8777-777777777777';
  const household = {
    ...HOUSEHOLD,
    obligors: [{ personKey: SON, obligorOfKey: HUSBAND, relation: 'CHILD' as const }],
  };
  const onRecord = {
    [SON]: {
      members: [
        { personKey: SON, relation: 'APPLICANT' as const, birthDate: '1990-01-01', study: 'NONE' as const },
        {
          personKey: SONS_WIFE,
          relation: 'SPOUSE' as const,
          birthDate: '1990-01-01',
          study: 'NONE' as const,
        },
      ],
      obligors: [],
    },
  };
  // 350,000 a month after the cost of work, which is capped at one standard
  const wages = [wageFact(SON, 409_000n)];
  const supportOf = (question: Partial<CheckQuestion>): bigint | undefined => {
    const [first] = check(['DIBAO'], wages, { household, ...question }).means.members;
    return first && first.ownMonthly.numerator / first.ownMonthly.denominator;
  };
  const consents = [HUSBAND, WIFE, SON].map((person) => consentOf(person));

  it('an obligor without a household on record is looked at alone: (350,000 − 118,000) × 50 %', () => {
    expect(supportOf({ consents })).toBe(116_000n);
  });

  it('with one, what it has a head counts: (175,000 − 118,000) × 50 %', () => {
    expect(supportOf({ consents, obligorHouseholds: onRecord })).toBe(28_500n);
  });

  it('without his consent nothing is looked up', () => {
    expect(supportOf({ consents: consents.slice(0, 2), obligorHouseholds: onRecord })).toBe(0n);
  });
});

import type { EconomicFact } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { personFigures } from '../reports/member-figures.rules.js';
import { reportBody } from '../reports/report-body.js';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import {
  answersOf,
  assetFact,
  CHILD,
  CORE,
  FACTS,
  HUSBAND,
  policyBook,
  policyRows,
  QUESTION,
  WIFE,
  wageFact,
} from './test/households.js';

let book: PolicyBook;
beforeAll(async () => {
  book = await policyBook();
});

function check(facts: readonly EconomicFact[], question: Partial<CheckQuestion> = {}): CheckResult {
  const outcome = checkHousehold({ ...QUESTION, ...question }, { facts, knownAtMicros: 10n ** 9n }, book);
  if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.result;
}

const NAMES = new Map([
  [HUSBAND, 'husband'],
  [WIFE, 'wife'],
  [CHILD, 'child'],
]);
const brief = ({ singlePersons }: CheckResult): string[] =>
  singlePersons.map(({ purpose, personKey, conclusion, basis, reasonCodes }) =>
    [purpose, NAMES.get(personKey), conclusion, basis, ...reasonCodes].join(' '),
  );

const card = (personKey: string, grade: string, attributes: Record<string, string> = {}): EconomicFact => ({
  factId: `card of ${personKey}`,
  personKey,
  source: { agency: 'DPF', dataset: 'DPF', recordKey: `card of ${personKey}` },
  quality: 'REGISTERED',
  observedAt: '2025-07-16T01:00:00Z',
  recordedAtMicros: 900n,
  retracted: false,
  type: 'STATUS',
  kind: 'disabled',
  days: { from: '2020-01-01' },
  attributes: { category: '4', grade, ...attributes },
});

const car = (person: string) => assetFact(person, 'PSB', 'passengerCar', { count: 1 });
const deposit = (person: string, valueFen: bigint) => assetFact(person, 'BANK', 'deposit', { valueFen });
const without = (agency: string) => ({ answers: answersOf(CORE.filter((each) => each !== agency)) });

describe('who may be judged alone', () => {
  it.each<[string, EconomicFact[], Partial<CheckQuestion>, string[]]>([
    ['nobody without a severe disability', [card(WIFE, '3')], {}, []],
    ['no child', [card(CHILD, '1')], {}, []],
    ['nobody whose card has ended', [card(WIFE, '1', { validTo: '2025-07-14' })], {}, []],
    [
      'on the last day of the card',
      [card(WIFE, '1', { validTo: '2025-07-15' })],
      {},
      ['DIBAO wife WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD'],
    ],
    [
      'a mental disability of grade 3',
      [card(WIFE, '3', { category: '6' })],
      {},
      ['DIBAO wife WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD'],
    ],
    [
      'for a purpose with the standard as its limit only',
      [card(WIFE, '1')],
      {
        purposes: ['DIBAO', 'EDGE'],
      },
      ['DIBAO wife WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD'],
    ],
  ])('%s', (_name, facts, question, expected) => {
    expect(brief(check([...FACTS, ...facts], question))).toEqual(expected);
  });
});

describe('since whom policy names may be judged alone', () => {
  const illness = (personKey: string, to?: string): EconomicFact => ({
    ...(card(personKey, '') as Extract<EconomicFact, { type: 'STATUS' }>),
    ...{
      kind: 'seriousIllness',
      days: { from: '2025-01-10', ...(to !== undefined && { to }) },
      attributes: {},
    },
  });
  const inRegionWith = async (
    categories: readonly string[],
    facts: readonly EconomicFact[],
    form: number = REPORT_FORM.NEWEST,
    household = QUESTION.household,
  ): Promise<string[]> => {
    const rows = (await policyRows()).map((row) =>
      row.key === 'assistance.singlePerson.categories' ? { ...row, value: categories } : row,
    );
    const question = { ...QUESTION, household, form };
    const outcome = checkHousehold(question, { facts, knownAtMicros: 10n ** 9n }, new PolicyBook(rows));
    if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
    return brief(outcome.result).map((line) => line.split(' ').slice(1, 3).join(' '));
  };
  const SHIPPED = ['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'];

  it.each<[string, string[], EconomicFact[], string[]]>([
    ['who is seriously ill', SHIPPED, [illness(WIFE)], ['wife WITHIN_LIMITS']],
    ['and has a car', SHIPPED, [illness(WIFE), car(WIFE)], ['wife EXCEEDS_PROPERTY']],
    ['not who is well again', SHIPPED, [illness(WIFE, '2025-07-15')], []],
    ['a severely disabled child', SHIPPED, [card(CHILD, '1')], ['child WITHIN_LIMITS']],
    ['a disabled adult wherever it is', [], [card(WIFE, '1'), illness(HUSBAND)], ['wife WITHIN_LIMITS']],
    ['minors where the region adds them', [...SHIPPED, 'MINOR'], [], ['child WITHIN_LIMITS']],
    ['nobody of 40 as an elder', ['HARDSHIP_ELDER'], [], []],
  ])('%s', async (_name, categories, facts, expected) => {
    expect(await inRegionWith(categories, [...FACTS, ...facts])).toEqual(expected);
  });

  it.each([
    ['1965-07-16', []],
    ['1965-07-15', ['wife WITHIN_LIMITS']],
  ])('an elder is of 60 years on the day: born on %s', async (birthDate, expected) => {
    const members = QUESTION.household.members.map((member) =>
      member.personKey === WIFE ? { ...member, birthDate } : member,
    );
    const household = { ...QUESTION.household, members };
    expect(await inRegionWith(['HARDSHIP_ELDER'], FACTS, REPORT_FORM.NEWEST, household)).toEqual(expected);
  });

  it('reports of before stay as they were', async () => {
    const facts = [...FACTS, illness(WIFE), card(CHILD, '1')];
    expect(await inRegionWith(SHIPPED, facts, REPORT_FORM.WITH_PATTERNS)).toEqual([]);
  });
});

describe('a severely disabled adult', () => {
  const alone = (facts: readonly EconomicFact[], question: Partial<CheckQuestion> = {}): string[] =>
    brief(check([card(WIFE, '2'), ...facts], question));

  it('is within the limits with own means, though the household is over both', () => {
    const rich = [wageFact(HUSBAND, 900_000n), car(HUSBAND), deposit(HUSBAND, 90_000_000n)];
    const result = check([card(WIFE, '2'), ...rich]);
    expect(result.conclusions).toMatchObject([{ conclusion: 'EXCEEDS_BOTH', basis: 'HOUSEHOLD' }]);
    expect(brief(result)).toEqual(['DIBAO wife WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD']);
  });

  it.each<[string, EconomicFact[], Partial<CheckQuestion>, string]>([
    // a fifth of the wage is the cost of working: 73,750 leave exactly the standard of 59,000
    [
      'an own income of the standard',
      [wageFact(WIFE, 73_750n)],
      {},
      'EXCEEDS_INCOME SINGLE_PERSON NOT_BELOW_STANDARD',
    ],
    ['a fen below it', [wageFact(WIFE, 73_748n)], {}, 'WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD'],
    [
      'own deposits of 24 standards',
      [deposit(WIFE, 1_416_000n)],
      {},
      'WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD',
    ],
    ['a fen more', [deposit(WIFE, 1_416_001n)], {}, 'EXCEEDS_PROPERTY SINGLE_PERSON FINANCIAL'],
    ['an own car', [car(WIFE)], {}, 'EXCEEDS_PROPERTY SINGLE_PERSON VEHICLE'],
    ['the bank has not answered', [], without('BANK'), 'INCOMPLETE SINGLE_PERSON MISSING_BANK'],
    [
      'the bank has not answered about the husband',
      [],
      {
        answers: QUESTION.answers.filter(
          ({ agency, personKey }) => agency !== 'BANK' || personKey !== HUSBAND,
        ),
      },
      'WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD',
    ],
  ])('%s', (_name, facts, question, expected) => {
    expect(alone(facts, question)).toEqual([`DIBAO wife ${expected}`]);
  });

  it('is left to a person when an own thing is disputed that decides', () => {
    const own = car(WIFE);
    expect(alone([own], { disputedFactIds: [own.factId] })).toEqual([
      'DIBAO wife NEEDS_REVIEW SINGLE_PERSON DISPUTED',
    ]);
  });

  it('does not depend on what is disputed of somebody else', () => {
    const other = car(HUSBAND);
    expect(alone([other], { disputedFactIds: [other.factId] })).toEqual([
      'DIBAO wife WITHIN_LIMITS SINGLE_PERSON BELOW_STANDARD',
    ]);
  });
});

describe('the body of a report', () => {
  const body = (schemaVersion?: number) => {
    const context = { caseRef: 'case', requester: 'assistance', knownAtMicros: 10n ** 9n };
    return reportBody(QUESTION, check([card(WIFE, '2'), ...FACTS]), context, [], schemaVersion);
  };

  it('concludes for who is judged alone after what it concludes for the household', () => {
    expect(body().conclusions.map(({ basis, personKey }) => [basis, NAMES.get(personKey ?? '')])).toEqual([
      ['HOUSEHOLD', undefined],
      ['SINGLE_PERSON', 'wife'],
    ]);
  });

  it('is computed again in the form in which it was issued', () => {
    expect(body(1)).toMatchObject({ schemaVersion: 1, conclusions: [{ basis: 'HOUSEHOLD' }] });
    expect(body(1).conclusions).toHaveLength(1);
    expect(body(2).conclusions).toHaveLength(2);
    expect(body(2).conclusions[0]).not.toHaveProperty('property');
    expect(body(3)).toEqual(body());
    expect(body(3).conclusions).toMatchObject([
      { property: { verdict: 'WITHIN' } },
      { property: { verdict: 'WITHIN' } },
    ]);
  });
});

describe('a thing whose value or activity nobody knows', () => {
  const company = (values: object): EconomicFact =>
    ({
      ...assetFact(HUSBAND, 'AMR', 'residence', {}),
      kind: 'company',
      itemKey: 'company',
      attributes: { active: 'true' },
      ...values,
    }) as EconomicFact;

  it.each<[string, object, string, string[]]>([
    ['unknown capital', {}, 'NEEDS_REVIEW', ['UNKNOWN_BUSINESS']],
    [
      'capital over the limit, activity unknown',
      { valueFen: 3_000_001n, attributes: {} },
      'NEEDS_REVIEW',
      ['UNKNOWN_BUSINESS'],
    ],
    ['capital of the limit', { valueFen: 3_000_000n }, 'WITHIN_LIMITS', ['BELOW_STANDARD']],
    ['a fen over it', { valueFen: 3_000_001n }, 'EXCEEDS_PROPERTY', ['BUSINESS']],
    ['no longer active', { attributes: { active: 'false' } }, 'WITHIN_LIMITS', ['BELOW_STANDARD']],
  ])('a company with %s', (_name, values, conclusion, reasonCodes) => {
    const result = check([...FACTS, company(values)]);
    expect(result.conclusions).toMatchObject([{ conclusion, reasonCodes }]);
  });

  it('is told with what is known of it, and no item of a bank with it', () => {
    const result = check([...FACTS, company({})]);
    const [husband] = personFigures(result, '2025-07-15');
    expect(husband?.assets.map(({ kind, valueFen, attributes }) => ({ kind, valueFen, attributes }))).toEqual(
      expect.arrayContaining([
        { kind: 'company', valueFen: undefined, attributes: { active: 'true' } },
        { kind: 'residence', valueFen: undefined, attributes: {} },
      ]),
    );
    expect(husband?.assets).toHaveLength(2);
  });
});

describe('what assistance pays', () => {
  const benefit = (
    kind: 'dibaoBenefit' | 'priceSubsidy',
    person: string,
    amountFen: bigint,
  ): EconomicFact => {
    const wage = wageFact(person, amountFen, '2025-06', '2025-06');
    return {
      ...wage,
      kind,
      source: { ...wage.source, agency: 'assistance', dataset: 'assistance.payments' },
      payerKey: '*',
      itemKey: 'award',
    } as EconomicFact;
  };

  it('is no income, and is shown', () => {
    const paid = [
      benefit('dibaoBenefit', HUSBAND, 36_700n),
      benefit('dibaoBenefit', WIFE, 19_000n),
      benefit('priceSubsidy', WIFE, 9_100n),
    ];
    const [before, after] = [check(FACTS), check([...FACTS, ...paid])];
    expect(after.means.household?.perCapitaMonthly).toEqual(before.means.household?.perCapitaMonthly);
    const shown = personFigures(after, '2025-07-15').flatMap(({ incomes }) => incomes);
    expect(
      shown.filter(({ kind }) => kind !== 'wage').map(({ kind, amountFen }) => [kind, amountFen]),
    ).toEqual(
      expect.arrayContaining([
        ['dibaoBenefit', 36_700n],
        ['dibaoBenefit', 19_000n],
        ['priceSubsidy', 9_100n],
      ]),
    );
  });
});

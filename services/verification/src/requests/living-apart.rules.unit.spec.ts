import type { EconomicFact, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { reportBody, type ReportBody } from '../reports/report-body.js';
import { agenciesToAsk } from './asked-agencies.rules.js';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import type { HouseholdUnderCheck, MemberUnderCheck } from './household-under-check.js';
import {
  assetFact,
  consentOf,
  FACTS,
  HOUSEHOLD,
  HUSBAND,
  policyBook,
  QUESTION,
  wageFact,
} from './test/households.js';

const SON = '55555555-5555-8555-8555-555555555555';
const KNOWN_AT = 10n ** 9n;
/** Of himself he has 10,000.00 a month. */
const WAGE = wageFact(SON, 1_000_000n);
const OF_SON: readonly EconomicFact[] = [
  WAGE,
  assetFact(SON, 'NR', 'residence', { count: 1 }),
  assetFact(SON, 'BANK', 'deposit', { valueFen: 9_000_000n }),
];

const sonWith = (rest: Partial<MemberUnderCheck> = {}): MemberUnderCheck => ({
  ...{ personKey: SON, relation: 'CHILD', birthDate: '2000-02-01', capacity: 'FULL' },
  ...{ study: 'MASTER_OR_ABOVE', hukouRegion: '510802' },
  ...rest,
});
const familyWith = (son: MemberUnderCheck): HouseholdUnderCheck => ({
  ...HOUSEHOLD,
  members: [...HOUSEHOLD.members, son],
});
/** T1's family with a son who is counted no longer and lives apart. */
const NAMED_IN_HOUSEHOLD = familyWith(sonWith());
/** The same son, told to be an obligor. */
const NAMED_OUTSIDE: HouseholdUnderCheck = {
  ...HOUSEHOLD,
  obligors: [{ personKey: SON, obligorOfKey: HUSBAND, relation: 'CHILD' }],
};

const statusOf = (kind: StatusKind, attributes: StatusFact['attributes']): EconomicFact => ({
  ...{ factId: `0f000000-0000-5000-8000-${kind.padStart(12, '0').slice(0, 12)}`, personKey: SON },
  source: { agency: kind === 'disabled' ? 'DPF' : 'EDU', dataset: 'register', recordKey: kind },
  ...{ quality: 'REGISTERED', observedAt: '2025-07-16T01:00:00Z', recordedAtMicros: 1n, retracted: false },
  ...{ type: 'STATUS', kind, days: { from: '2020-09-01' }, attributes },
});

describe('a member who lives apart and owes support', () => {
  let book: PolicyBook;
  beforeAll(async () => {
    book = await policyBook();
  });

  const ask = (household: HouseholdUnderCheck, rest: Partial<CheckQuestion> = {}): CheckQuestion => ({
    ...{ ...QUESTION, household, custodians: [], form: REPORT_FORM.NEWEST },
    ...rest,
  });
  function check(question: CheckQuestion, ofSon: readonly EconomicFact[] = OF_SON): CheckResult {
    const facts = [...FACTS, ...ofSon];
    const outcome = checkHousehold(question, { facts, knownAtMicros: KNOWN_AT }, book);
    if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
    return outcome.result;
  }
  const bodyOf = (question: CheckQuestion, result: CheckResult): ReportBody =>
    reportBody(
      question,
      result,
      { caseRef: 'case', requester: 'assistance', knownAtMicros: KNOWN_AT },
      book.used(),
    );
  const figuresOf = (question: CheckQuestion, ofSon?: readonly EconomicFact[]) => {
    const { members } = bodyOf(question, check(question, ofSon));
    return members.filter(({ personKey }) => personKey === SON);
  };
  const perCapita = ({ means }: CheckResult) => means.household?.perCapitaMonthly;
  const conclusionOf = ({ conclusions }: CheckResult) => conclusions[0]?.conclusion;
  const agreed = [...QUESTION.consents, consentOf(SON, { datasets: ['CORE'] })];

  it('comes to the same without consent, wherever the household names him', () => {
    const apart = check(ask(NAMED_IN_HOUSEHOLD));
    const outside = check(ask(NAMED_OUTSIDE));
    expect(perCapita(apart)).toEqual({ numerator: 48_000n, denominator: 1n });
    expect(perCapita(apart)).toEqual(perCapita(outside));
    expect(conclusionOf(apart)).toBe('WITHIN_LIMITS');
    expect(apart.gaps).toEqual(outside.gaps);
    expect(apart.gaps.every(({ state, core }) => state === 'NOT_AUTHORISED' && !core)).toBe(true);
    expect(apart.complete).toBe(true);
  });

  it('stands in the report with nothing that the law opens of the family', () => {
    const [son, ...twice] = figuresOf(ask(NAMED_IN_HOUSEHOLD));
    expect(twice).toEqual([]);
    expect(son).toMatchObject({
      ...{ counted: false, reasonCode: 'OBLIGOR_NOT_AUTHORISED' },
      ...{ incomes: [], expenditures: [], assets: [], statuses: [], flags: [] },
    });
    const question = ask(NAMED_IN_HOUSEHOLD);
    const result = check(question);
    const written = JSON.stringify(bodyOf(question, result), (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    expect(OF_SON.filter(({ factId }) => written.includes(factId))).toEqual([]);
    expect(agenciesToAsk(result.standings).flatMap(({ personKeys }) => personKeys)).not.toContain(SON);
  });

  it('counts with what was declared or surveyed of him', () => {
    const surveyed = { ...WAGE, quality: 'SURVEYED' } as EconomicFact;
    const [son] = figuresOf(ask(NAMED_IN_HOUSEHOLD), [surveyed]);
    expect(son?.incomes.map(({ quality }) => quality)).toEqual(Array<string>(12).fill('SURVEYED'));
  });

  it('has nothing that would answer for what others have declared', () => {
    const car = {
      personKey: HUSBAND,
      side: 'ASSET',
      kind: 'passengerCar',
      count: 1,
      noneDeclared: false,
    } as const;
    const declaredItems = [...QUESTION.declaredItems, car];
    const ofSon = [...OF_SON, assetFact(SON, 'PSB', 'passengerCar', { count: 1 })];
    expect(conclusionOf(check(ask(NAMED_IN_HOUSEHOLD, { declaredItems }), ofSon))).toBe('EXCEEDS_PROPERTY');
  });

  it('imputes support, waits for his sources and opens gate C under a consent of his own', () => {
    const question = ask(NAMED_IN_HOUSEHOLD, { consents: agreed });
    const waiting = check(question);
    expect(waiting.complete).toBe(false);
    expect(agenciesToAsk(waiting.standings).find(({ agency }) => agency === 'BANK')?.personKeys).toEqual([
      SON,
    ]);
    const answers = [
      ...QUESTION.answers,
      ...QUESTION.answers
        .filter(({ personKey }) => personKey === HUSBAND)
        .map((a) => ({ ...a, personKey: SON })),
    ];
    const answered = check({ ...question, answers });
    expect(answered.complete).toBe(true);
    expect(conclusionOf(answered)).toBe('EXCEEDS_INCOME');
    const [son] = bodyOf(question, answered).members.filter(({ personKey }) => personKey === SON);
    expect(son).toMatchObject({ reasonCode: 'NOT_LIVING_TOGETHER', financialAssetsFen: 9_000_000n });
    expect(son?.incomes).toHaveLength(12);
  });

  it.each<[string, MemberUnderCheck, EconomicFact]>([
    [
      'what the school says',
      sonWith({ study: 'BACHELOR' }),
      statusOf('enrolled', { level: 'MASTER_OR_ABOVE', fullTime: 'true' }),
    ],
    ['the wage of who is severely disabled', sonWith(), statusOf('disabled', { grade: '1' })],
  ])('is not counted by %s, which is not shown', (_what, son, deciding) => {
    const question = ask(familyWith(son));
    const result = check(question, [...OF_SON, deciding]);
    expect(result.means.counted).toBe(3);
    expect(perCapita(result)).toEqual({ numerator: 48_000n, denominator: 1n });
    const [shown] = figuresOf(question, [...OF_SON, deciding]);
    expect(shown).toMatchObject({ incomes: [], statuses: [] });
  });

  it('is what he was in reports of before', () => {
    const question = ask(NAMED_IN_HOUSEHOLD, { form: REPORT_FORM.WITH_REGISTER });
    const result = check(question);
    expect(perCapita(result)).toEqual({ numerator: 555_500n, denominator: 3n });
    expect(conclusionOf(result)).toBe('EXCEEDS_INCOME');
    const [son] = figuresOf(question);
    expect(son).toMatchObject({ reasonCode: 'NOT_LIVING_TOGETHER' });
    expect(son?.incomes).toHaveLength(12);
  });

  it('owes nothing where no means are tested', () => {
    const question = ask(NAMED_IN_HOUSEHOLD, {
      purposes: ['DE_FACTO_CHILD'],
      consents: QUESTION.consents.map((form) => ({ ...form, purposes: ['DE_FACTO_CHILD'] })),
    });
    const card = statusOf('disabled', { grade: '1' });
    const [son] = figuresOf(question, [...OF_SON, card]);
    expect(son?.statuses.map(({ factId }) => factId)).toEqual([card.factId]);
  });
});

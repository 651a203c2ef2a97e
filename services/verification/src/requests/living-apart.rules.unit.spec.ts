import type { EconomicFact, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { reportBody, type ReportBody } from '../reports/report-body.js';
import { agenciesToAsk } from './asked-agencies.rules.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import type { HouseholdUnderCheck, MemberUnderCheck } from './household-under-check.js';
import { personsConcerned, readObligorHouseholds } from './obligor-households.js';
import {
  assetFact,
  consentOf,
  FACTS,
  HOUSEHOLD,
  HUSBAND,
  policyBook,
  QUESTION,
  WIFE,
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

  describe('and has a household of his own on record', () => {
    const ON_RECORD = '01900000-0000-7000-8000-0000000000aa';
    const SONS_WIFE = '66666666-6666-8666-8666-666666666666';
    const HIS_CHILDREN = ['77777777-7777-8777-8777-777777777777', '88888888-8888-8888-8888-888888888888'];
    const onRecord = (rest: Partial<HouseholdOnRecord> = {}): HouseholdOnRecord => ({
      ...{ id: 'own', service: 'assistance', region: '510802', hukouType: 'URBAN', obligors: [] },
      members: [
        { personKey: SON, relation: 'APPLICANT', birthDate: '2000-02-01', study: 'NONE' },
        { personKey: SONS_WIFE, relation: 'SPOUSE', birthDate: '2000-03-01', study: 'NONE' },
        ...HIS_CHILDREN.map((personKey) => ({
          ...{ personKey, relation: 'CHILD' as const, birthDate: '2022-05-01', study: 'NONE' as const },
        })),
      ],
      ...rest,
    });
    /** T1's family, as it is on record: the son still lived with them. */
    const family = (rest: Partial<HouseholdOnRecord> = {}): HouseholdOnRecord =>
      onRecord({
        id: ON_RECORD,
        members: NAMED_IN_HOUSEHOLD.members.map((member) =>
          member.personKey === SON ? { ...member, livesTogetherSince: '2000-02-01' } : member,
        ),
        ...rest,
      });
    /** 350,000 a month after the cost of work, which is capped at one standard. */
    const wages = wageFact(SON, 409_000n);
    let asked: (readonly string[])[] = [];
    const read = (
      household: HouseholdUnderCheck,
      households: readonly HouseholdOnRecord[],
      purposes = ['DIBAO'],
    ) => {
      asked = [];
      const rows = households.map(({ hukouType: hukou_type, ...row }) => ({
        ...row,
        hukou_type,
        as_of: new Date(0),
      }));
      const queries = {
        query: <Row extends object>(_sql: string, [keys]: readonly unknown[] = []) => {
          asked.push(keys as string[]);
          return Promise.resolve(rows as unknown as Row[]);
        },
      };
      return readObligorHouseholds(queries, { household, purposes, asOf: QUESTION.asOf }, book, ON_RECORD);
    };
    const answers = [
      ...QUESTION.answers,
      ...QUESTION.answers
        .filter(({ personKey }) => personKey === WIFE)
        .map((a) => ({ ...a, personKey: SON })),
    ];
    const concluded = async (household: HouseholdUnderCheck, ...households: HouseholdOnRecord[]) => {
      const obligorHouseholds = await read(household, households);
      return conclusionOf(check(ask(household, { consents: agreed, answers, obligorHouseholds }), [wages]));
    };

    it.each([
      ['in the household', NAMED_IN_HOUSEHOLD],
      ['outside it', NAMED_OUTSIDE],
    ])('owes by what his own has a head, named %s', async (_where, household) => {
      expect(await concluded(household)).toBe('EXCEEDS_INCOME');
      expect(await concluded(household, onRecord())).toBe('WITHIN_LIMITS');
      expect(await concluded(household, family(), onRecord())).toBe('WITHIN_LIMITS');
    });

    it.each<[string, HouseholdOnRecord]>([
      ['the household that is checked', family()],
      ['what another service has on record of it', family({ id: 'other', service: 'relief' })],
      [
        'an older version of it that somebody else headed',
        family({
          members: [
            { personKey: SONS_WIFE, relation: 'APPLICANT', birthDate: '1950-04-01', study: 'NONE' },
            ...family().members.filter(({ relation }) => relation === 'CHILD'),
          ],
        }),
      ],
      [
        'an older one of the same couple',
        family({
          id: 'older',
          members: [
            { personKey: WIFE, relation: 'APPLICANT', birthDate: '1986-04-01', study: 'NONE' },
            ...family().members.filter(({ relation }) => relation === 'CHILD'),
          ],
        }),
      ],
    ])('never has for his own %s', async (_what, household) => {
      for (const named of [NAMED_IN_HOUSEHOLD, NAMED_OUTSIDE]) {
        expect(await read(named, [household])).toEqual({});
        expect(await concluded(named, household)).toBe('EXCEEDS_INCOME');
      }
    });

    it('may have his mother in it too, as somebody who lives with him', async () => {
      const mother = { personKey: WIFE, relation: 'PARENT', birthDate: '1986-04-01', study: 'NONE' } as const;
      const withMother = onRecord({ members: [...onRecord().members, mother] });
      expect(Object.keys(await read(NAMED_IN_HOUSEHOLD, [withMother]))).toEqual([SON]);
    });

    it('is read only where he may owe support', async () => {
      const together = familyWith(sonWith({ livesTogetherSince: '2020-01-01' }));
      const minor = familyWith(sonWith({ birthDate: '2010-01-01' }));
      const other = familyWith(sonWith({ relation: 'OTHER' }));
      for (const household of [HOUSEHOLD, together, minor, other]) {
        expect(await read(household, [onRecord()])).toEqual({});
        expect(asked).toEqual([]);
      }
      expect(await read(NAMED_IN_HOUSEHOLD, [onRecord()], ['DE_FACTO_CHILD'])).toEqual({});
      expect(asked).toEqual([]);
      // whether he studies is found out
      await read(familyWith(sonWith({ study: 'BACHELOR' })), [onRecord()]);
      expect(asked).toEqual([[SON]]);
    });

    it.each<[string, HouseholdUnderCheck, CheckQuestion['consents']]>([
      ['when he counts', familyWith(sonWith({ study: 'BACHELOR' })), agreed],
      ['without his consent', NAMED_IN_HOUSEHOLD, QUESTION.consents],
    ])('is not looked at %s', async (_when, household, consents) => {
      const obligorHouseholds = await read(household, [onRecord()]);
      expect(personsConcerned({ household, obligorHouseholds })).toContain(SONS_WIFE);
      const home = assetFact(SONS_WIFE, 'NR', 'residence', { count: 1 });
      const { means } = check(ask(household, { consents, obligorHouseholds }), [home]);
      expect(means.selected.assets.map(({ factId }) => factId)).not.toContain(home.factId);
    });

    it('leaves reports of before what they had of it', () => {
      const home = assetFact(SONS_WIFE, 'NR', 'residence', { count: 1 });
      const question = ask(NAMED_OUTSIDE, { obligorHouseholds: { [SON]: onRecord() } });
      const usedIn = (form: number) =>
        check({ ...question, form }, [home]).means.selected.assets.map(({ factId }) => factId);
      expect(usedIn(REPORT_FORM.WITH_REGISTER)).toContain(home.factId);
      expect(usedIn(REPORT_FORM.NEWEST)).not.toContain(home.factId);
    });
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

import { Assistance, VILLAGE } from '../test/kit/assistance.js';
import { CaseStory, succeeded, township, type DecidedBody } from '../test/kit/case-story.js';
import type { Client } from '../test/kit/client.js';
import { learnMeansPolicies } from '../test/kit/means-policies.js';

interface Reason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

interface Option {
  readonly subtype: string;
  readonly monthlyFen: string;
  readonly baseFen: string;
  readonly extras: readonly {
    readonly personKey?: string;
    readonly member?: number;
    readonly amountFen: string;
  }[];
  readonly reasons: readonly Reason[];
}

interface Calculated {
  readonly householdClass: string;
  readonly memberCount: number;
  readonly perCapitaMonthly: { readonly numerator: string; readonly denominator: string };
  readonly proposed?: Option;
  readonly alternatives: readonly Option[];
  readonly reasons: readonly Reason[];
  readonly policies: readonly {
    readonly key: string;
    readonly legalBasis: string;
    readonly why?: { readonly code: string };
  }[];
}

interface Explained extends Calculated {
  readonly caseNo: string;
  readonly state: string;
  readonly awards: readonly {
    readonly programme: string;
    readonly state: string;
    readonly months: readonly {
      readonly month: string;
      readonly dueFen: string;
      readonly persons: readonly {
        readonly personKey: string;
        readonly baseFen: string;
        readonly extraFen: string;
      }[];
      readonly reasons: readonly Reason[];
    }[];
  }[];
}

describe('why, and what if', () => {
  let assistance: Assistance;
  let story: CaseStory;
  let husband: Client;
  let stranger: Client;
  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    await learnMeansPolicies(assistance);
    const cast = await township(assistance);
    story = await CaseStory.apply(assistance, cast);
    await story.toNotice('2025-05-12');
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.becomes('REPORTED');
    succeeded(
      200,
      await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, { outcome: 'APPROVED' }),
    );
    husband = await assistance.citizen(story.persons[0] ?? '');
    stranger = await assistance.citizen('86f9367c-2a08-8d62-9d75-d6dbe23270b8');
  });
  afterAll(() => assistance.drop());

  const mine = () => `/v1/me/cases/${story.caseId}`;
  const codes = (reasons: readonly Reason[]): string[] => reasons.map(({ code }) => code);

  describe('the explanation', () => {
    it('tells a citizen the reasons, the law, and what is due in which month and why', async () => {
      const { body } = await husband.get<Explained>(`${mine()}/explanation?from=2025-05&to=2025-08`);
      expect(body).toMatchObject({ householdClass: 'DIBAO', state: 'APPROVED', alternatives: [] });
      expect(codes(body.reasons)).toEqual(
        expect.arrayContaining(['INCOME_BELOW', 'ASSETS_PASS', 'DIFFERENCE']),
      );
      expect(body.proposed?.extras).toHaveLength(2);
      const standard = body.policies.find(({ key }) => key === 'assistance.dibao.standardMonthlyFen');
      expect(standard).toMatchObject({
        legalBasis: expect.stringContaining('社会救助暂行办法'),
        why: { code: 'ONLY_ONE' },
      });
      const [award] = body.awards;
      expect(award?.months.map(({ month, dueFen }) => [month, dueFen])).toEqual([
        ['2025-05', '0'],
        ['2025-06', '86500'],
        ['2025-07', '86500'],
        ['2025-08', '86500'],
      ]);
      const [may, june] = award?.months ?? [];
      expect(may?.reasons).toEqual([
        {
          code: 'NOT_BEGUN',
          zh: '待遇自2025-06起享受，此前不发放。',
          en: expect.stringContaining('2025-06'),
        },
      ]);
      expect(june?.reasons.map(({ zh }) => zh)).toEqual([
        '按审核确认决定发放（自2025-06起）。',
        '低保标准590.00元，认定的家庭人均月收入400.00元，3人，基本金额每月570.00元。',
        expect.stringMatching(/^分类施保（/),
        expect.stringMatching(/^分类施保（/),
      ]);
      expect(june?.reasons.map(({ zh }) => zh)).toEqual(
        expect.arrayContaining([
          '分类施保（重度残疾人）：每月177.00元。',
          '分类施保（未成年人）：每月118.00元。',
        ]),
      );
      expect(june?.persons.map(({ baseFen }) => baseFen)).toEqual(['19000', '19000', '19000']);
    });

    it('is a guardian’s too, and for nobody else', async () => {
      await assistance.query('delete from household_member where household_id = $1 and person_key = $2', [
        story.householdId,
        story.persons[0],
      ]);
      // still named as the child's guardian
      expect((await husband.get(`${mine()}/explanation`)).status).toBe(200);
      expect((await stranger.get(`${mine()}/explanation`)).problem).toBe('not-found');
      const clerk = await assistance.clerk('clerk-wang');
      expect((await clerk.get(`${mine()}/explanation`)).problem).toBe('scope-missing');
      expect((await husband.get(`${mine()}/explanation?from=2020-01&to=2023-01`)).problem).toBe('validation');
      expect((await husband.get(`${mine()}/explanation?from=2025-08&to=2025-07`)).problem).toBe('validation');
      const entries = await assistance.query(
        `select from audit_entry where action = 'GET /v1/me/cases/{id}/explanation' and actor = $1`,
        [husband.subject],
      );
      expect(entries.length).toBeGreaterThan(0);
    });
  });

  describe('the simulation', () => {
    let family: CaseStory;
    let clerk: Client;
    let wife: Client;
    beforeAll(async () => {
      const cast = await township(assistance);
      family = await CaseStory.apply(assistance, cast);
      await family.toAssessed('2025-05-20', { validTo: '2025-08-17' });
      clerk = await assistance.clerk('clerk-wang');
      wife = await assistance.citizen(family.persons[1] ?? '');
    });
    const whatIf = async (form: object, who = clerk, path = '/v1/cases'): Promise<Calculated> => {
      const answer = await who.send<Calculated>('POST', `${path}/${family.caseId}/simulate`, {}, form);
      return succeeded(200, answer as never) as unknown as Calculated;
    };
    const refused = async (form: object): Promise<string | undefined> =>
      (await clerk.send('POST', `/v1/cases/${family.caseId}/simulate`, {}, form)).problem;

    it('comes to what was assessed where nothing is supposed', async () => {
      const { assessment } = await family.read();
      const same = await whatIf({});
      expect(same).toMatchObject({ householdClass: 'DIBAO', memberCount: 3 });
      expect(same.perCapitaMonthly).toEqual(assessment?.perCapitaMonthly);
      expect(same.proposed).toMatchObject({ subtype: 'HOUSEHOLD', monthlyFen: '86500', baseFen: '57000' });
      expect(await whatIf({}, wife, '/v1/me/cases')).toEqual(same);
    });

    it.each([
      // scenario 6: (649 − 400) × 3 = 747.00, extras 194.70 and 129.80
      ['another standard', () => ({ standardFen: '64900' }), 'DIBAO', 3, '40000/1', 'HOUSEHOLD', '107150'],
      // (590 − 300) × 4 = 1,160.00 and an extra of 118.00 more
      [
        'a child is born',
        () => ({ newMembers: [{ relation: 'CHILD', birthDate: '2025-05-01', study: 'NONE' }] }),
        ...(['DIBAO', 4, '30000/1', 'HOUSEHOLD', '157300'] as const),
      ],
      // (14,400 + 24,000 − 4,800) ÷ 36
      [
        'the wife finds work',
        () => ({
          members: [{ personKey: family.persons[1], incomes: [{ kind: 'wage', amountFen: '2400000' }] }],
        }),
        ...(['NONE', 3, '280000/3', undefined, undefined] as const),
      ],
      // over 24 × 590 × 3, within 36 × 590 × 3: the severely disabled wife may be guaranteed alone
      [
        'there is a deposit of 50,000',
        () => ({
          members: [{ personKey: family.persons[0], assets: [{ kind: 'deposit', valueFen: '5000000' }] }],
        }),
        ...(['EDGE', 3, '40000/1', 'SINGLE_PERSON', '76700'] as const),
      ],
      // 14,400 ÷ 24 is 600, not below 590
      [
        'the child moves out',
        () => ({ members: [{ personKey: family.persons[2], leaves: true }] }),
        ...(['EDGE', 2, '60000/1', 'SINGLE_PERSON', '76700'] as const),
      ],
      // (14,400 − 9,000) ÷ 36 after rigid spending changes nothing: below the standard already
      [
        'there is a hospital bill',
        () => ({
          members: [
            {
              personKey: family.persons[0],
              expenditures: [{ kind: 'medicalInpatientOop', amountFen: '900000' }],
            },
          ],
        }),
        ...(['DIBAO', 3, '40000/1', 'HOUSEHOLD', '86500'] as const),
      ],
    ])('when %s', async (_what, form, householdClass, count, perCapita, subtype, monthlyFen) => {
      const before = await assistance.fingerprint();
      const result = await whatIf(form());
      const { numerator, denominator } = result.perCapitaMonthly;
      expect([result.householdClass, result.memberCount, `${numerator}/${denominator}`]).toEqual([
        householdClass,
        count,
        perCapita,
      ]);
      expect([result.proposed?.subtype, result.proposed?.monthlyFen]).toEqual([subtype, monthlyFen]);
      expect(result.policies.length).toBeGreaterThan(5);
      expect(await assistance.fingerprint()).toBe(before);
    });

    it('names whom an extra is for, and the row that was supposed', async () => {
      const born = await whatIf({
        newMembers: [{ relation: 'CHILD', birthDate: '2025-05-01', study: 'NONE' }],
      });
      expect(born.proposed?.extras).toEqual(
        expect.arrayContaining([expect.objectContaining({ member: 0, amountFen: '11800' })]),
      );
      const raised = await whatIf({ standardFen: '64900' });
      expect(raised.policies.find(({ key }) => key === 'assistance.dibao.standardMonthlyFen')).toMatchObject({
        legalBasis: '假设 (supposed)',
        why: { code: 'MOST_SPECIFIC' },
      });
    });

    it('is refused for strangers, kinds that there are not, and a household without its applicant', async () => {
      expect(await refused({ members: [{ personKey: story.persons[0], leaves: true }] })).toBe('validation');
      expect(await refused({ members: [{ personKey: family.persons[0], leaves: true }] })).toBe('validation');
      const odd = { personKey: family.persons[0], incomes: [{ kind: 'treasure', amountFen: '1' }] };
      expect(await refused({ members: [odd] })).toBe('validation');
      const cast = await township(assistance);
      const fresh = await CaseStory.apply(assistance, cast);
      expect((await clerk.send('POST', `${fresh.path}/simulate`, {}, {})).problem).toBe('report-missing');
      expect((await stranger.send('POST', `/v1/me/cases/${family.caseId}/simulate`, {}, {})).problem).toBe(
        'not-found',
      );
    });
  });

  describe('the public calculation', () => {
    const ask = async (form: object): Promise<{ status: number; body: Calculated & { type?: string } }> => {
      const response = await fetch(`${assistance.url}/v1/public/calculations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(form),
      });
      return { status: response.status, body: (await response.json()) as Calculated };
    };
    const members = [
      {
        relation: 'APPLICANT',
        birthDate: '1984-03-11',
        study: 'NONE',
        employed: true,
        incomes: [{ kind: 'wage', amountFen: '1800000' }],
      },
      { relation: 'SPOUSE', birthDate: '1986-09-02', study: 'NONE', disability: { kind: 4, grade: 2 } },
      { relation: 'CHILD', birthDate: '2015-04-20', study: 'SCHOOL' },
    ];

    it('gives the family of scenario 1 what its decision gives, without a token and without a trace', async () => {
      const before = await assistance.fingerprint();
      const { status, body } = await ask({ region: VILLAGE, hukouType: 'URBAN', members });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...{
          householdClass: 'DIBAO',
          memberCount: 3,
          perCapitaMonthly: { numerator: '40000', denominator: '1' },
        },
        proposed: { subtype: 'HOUSEHOLD', baseFen: '57000', monthlyFen: '86500' },
      });
      expect(body.proposed?.extras.map(({ member, amountFen }) => [member, amountFen])).toEqual([
        [1, '17700'],
        [2, '11800'],
      ]);
      expect(await assistance.fingerprint()).toBe(before);
    });

    it('counts property, and refuses what cannot be calculated', async () => {
      const car = { ...members[0], assets: [{ kind: 'passengerCar', count: 1, valueFen: '500000' }] };
      const withCar = await ask({
        region: '510802',
        hukouType: 'URBAN',
        members: [car, ...members.slice(1)],
      });
      expect(withCar.body.householdClass).toBe('NONE');
      expect(codes(withCar.body.reasons)).toContain('ASSETS_FAIL');
      const wrong = async (form: object): Promise<string | undefined> =>
        (await ask(form)).body.type?.split('/').at(-1);
      expect(await wrong({ region: '510802', hukouType: 'URBAN', members: members.slice(1) })).toBe(
        'validation',
      );
      expect(await wrong({ region: '510802', hukouType: 'URBAN', members: [] })).toBe('validation');
      expect(await wrong({ region: '110101', hukouType: 'URBAN', members })).toBe('policy-missing');
    });
  });

  describe('what departments may know', () => {
    let department: Client;
    const PURPOSE = { 'x-purpose': 'MEDICAL_AID' };
    beforeAll(async () => {
      department = await assistance.official('nhsa-system', 'categories:read', '51');
    });
    const of = async (person: string | undefined, asOf: string, who = department): Promise<object> =>
      (await who.get<{ categories: object[] }>(`/v1/persons/${person}/categories?asOf=${asOf}`, PURPOSE)).body
        .categories;

    it('is the category and its days, of the region of the token', async () => {
      const [, , child] = story.persons;
      const none = [{ category: 'NONE', from: null, to: null }];
      expect(await of(child, '2025-06-01')).toEqual([{ category: 'DIBAO', from: '2025-06-01', to: null }]);
      expect(await of(child, '2025-05-31')).toEqual(none);
      expect(await of('86f9367c-2a08-8d62-9d75-d6dbe23270b8', '2025-06-01')).toEqual(none);
      const elsewhere = await assistance.official('other-county', 'categories:read', '510811');
      expect(await of(child, '2025-06-01', elsewhere)).toEqual(none);
    });

    it('is asked for many, with a purpose, and every question is entered', async () => {
      const keys = [story.persons[1], '86f9367c-2a08-8d62-9d75-d6dbe23270b8', story.persons[1]];
      const query = (headers: Record<string, string>, asked = keys) =>
        department.send<{ items: { personKey: string; categories: { category: string }[] }[] }>(
          ...(['POST', '/v1/categories/query', headers, { keys: asked, asOf: '2025-06-01' }] as const),
        );
      const { body } = await query(PURPOSE);
      expect(body.items.map(({ personKey, categories }) => [personKey, categories[0]?.category])).toEqual([
        [keys[0], 'DIBAO'],
        [keys[1], 'NONE'],
      ]);
      expect((await query({})).problem).toBe('purpose-required');
      expect((await query({ 'x-purpose': 'CURIOSITY' })).problem).toBe('purpose-required');
      expect(
        (
          await query(
            PURPOSE,
            Array.from({ length: 1_001 }, () => keys[0]),
          )
        ).problem,
      ).toBe('validation');
      const entered = await assistance.query<{ purpose: string; subject: string }>(
        `select purpose, subject from audit_entry where action = 'POST /v1/categories/query' order by subject`,
      );
      expect(entered).toEqual(
        [...new Set(keys)].sort().map((subject) => ({ purpose: 'MEDICAL_AID', subject })),
      );
    });

    it('ends with the day’s quota', async () => {
      await assistance.query(`update category_quota set keys = 19999 where client = 'nhsa-system'`);
      const two = { keys: story.persons.slice(0, 2) };
      const over = await department.send('POST', '/v1/categories/query', PURPOSE, two);
      expect([over.status, over.problem]).toEqual([429, 'quota']);
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await of(story.persons[2], '2025-06-01')).toHaveLength(1);
      expect(
        (await department.send('POST', '/v1/categories/query', PURPOSE, { keys: story.persons.slice(0, 1) }))
          .problem,
      ).toBe('quota');
      await assistance.moveClock('2025-05-21T01:00:00Z');
      expect((await department.send('POST', '/v1/categories/query', PURPOSE, two)).status).toBe(200);
      const refusals = await assistance.query(
        `select from audit_entry where action = 'POST /v1/categories/query refused' and purpose = 'MEDICAL_AID'`,
      );
      expect(refusals.length).toBeGreaterThanOrEqual(2);
    });
  });
});

import { randomUUID } from 'node:crypto';
import { checkDigit } from '@minzheng/kernel/id-number';
import { Assistance, TOWNSHIP, VILLAGE } from './kit/assistance.js';
import type { Answer, Client } from './kit/client.js';
import { guangyuanFamily, idNumber, registeredIn, type HouseholdForm } from './kit/family.js';
import {
  application,
  CaseStory,
  consentForm,
  noticeForm,
  openWithConsents,
  OPINION,
  SIGNATURE,
  succeeded,
  township,
  visitForm,
  type Cast,
  type HouseholdBody,
} from './kit/case-story.js';

const TODAY = '2025-05-12';
const RAW_NUMBER = /\d{17}[\dXx]|\d{15}/;
const NOBODY = '00000000-0000-8000-8000-000000000000';
const UNKNOWN = '0198a000-0000-7000-8000-000000000000';

/** Social assistance, section 11, and the errors of section 6: what is refused is named, and leaves no trace. */
describe('what is refused', () => {
  let assistance: Assistance;
  let cast: Cast;
  let clerk: Client;

  beforeAll(async () => {
    assistance = await Assistance.start(`${TODAY}T01:00:00Z`);
    cast = await township(assistance);
    ({ clerk } = cast);
    const { members } = succeeded(201, await clerk.post<HouseholdBody>('/v1/households', guangyuanFamily()));
    // a rule without its row decides nothing
    await refused(422, 'policy-missing', () =>
      clerk.post('/v1/consents', consentForm(members[0]!.personKey)),
    );
    await assistance.learnConsentPolicy();
  });
  afterAll(() => assistance.drop());

  /** The act is refused by this problem, says no number, and changes nothing. */
  async function refused(
    status: number,
    problem: string,
    act: () => Promise<Answer<unknown>>,
  ): Promise<Record<string, unknown>> {
    const before = await assistance.fingerprint();
    const answer = await act();
    expect([answer.status, answer.problem, answer.text]).toEqual([status, problem, answer.text]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')).not.toMatch(RAW_NUMBER);
    expect(await assistance.fingerprint()).toBe(before);
    return answer.body as Record<string, unknown>;
  }

  const fields = (problem: Record<string, unknown>): [string, string][] =>
    (problem['errors'] as { field: string; code: string }[]).map(({ field, code }) => [field, code]);

  const changed = (form: HouseholdForm, index: number, change: object): HouseholdForm => ({
    ...form,
    members: form.members.map((member, at) => (at === index ? { ...member, ...change } : member)),
  });

  describe('a household', () => {
    const good = idNumber('1990-01-01');
    const future = `510802${'20250513'}001`;
    it.each([
      ['a wrong check digit', good.slice(0, 17) + (good.endsWith('0') ? '1' : '0')],
      ['15 digits of the first generation', '510802840311001'],
      ['a birth date in the future', future + checkDigit(future)],
      ['a birth date that no calendar has', `51080219900230001${checkDigit('51080219900230001')}`],
      ['words', 'not a number'],
    ])('whose member has a number with %s', async (_what, wrong) => {
      const form = changed(guangyuanFamily(), 1, { idNumber: wrong });
      const problem = await refused(422, 'id-number-invalid', () => clerk.post('/v1/households', form));
      expect(fields(problem)).toEqual([['members.1.idNumber', 'id-number-invalid']]);
    });

    it('whose obligor has a wrong number', async () => {
      const form = guangyuanFamily();
      const obligorOfIdNumber = form.members[0]!.idNumber;
      const obligors = [
        { idNumber: '51080219900101001Y', name: '陈大山', obligorOfIdNumber, relation: 'PARENT' },
      ];
      const problem = await refused(422, 'id-number-invalid', () =>
        clerk.post('/v1/households', { ...form, obligors }),
      );
      expect(fields(problem)).toEqual([['obligors.0.idNumber', 'id-number-invalid']]);
    });

    const obligor = (form: HouseholdForm, obligorOfIdNumber: string) => ({
      ...form,
      obligors: [{ idNumber: idNumber('1950-01-01'), name: '陈大山', obligorOfIdNumber, relation: 'PARENT' }],
    });
    it.each<[string, (form: HouseholdForm) => HouseholdForm, [string, string]]>([
      ['has no applicant', (form) => changed(form, 0, { relation: 'OTHER' }), ['members', 'no-applicant']],
      [
        'has two applicants',
        (form) => changed(form, 1, { relation: 'APPLICANT' }),
        ['members.1.relation', 'second-applicant'],
      ],
      [
        'has two spouses',
        (form) => changed(form, 2, { relation: 'SPOUSE' }),
        ['members.2.relation', 'second-spouse'],
      ],
      [
        'names one person twice',
        (form) => changed(form, 1, { idNumber: form.members[0]!.idNumber }),
        ['members.1.idNumber', 'named-twice'],
      ],
      [
        'has an obligor of somebody else',
        (form) => obligor(form, idNumber('1951-01-01')),
        ['obligors.0.obligorOfIdNumber', 'not-a-member'],
      ],
      [
        'has a guardian who is not of it',
        (form) => changed(form, 2, { guardianIdNumber: idNumber('1950-01-01') }),
        ['members.2.guardianIdNumber', 'not-a-member'],
      ],
      [
        'is paid to an account of somebody else',
        (form) => ({ ...form, payee: { ...form.payee!, holderIdNumber: idNumber('1950-01-01') } }),
        ['payee.holderIdNumber', 'not-a-member'],
      ],
    ])('that %s', async (_what, change, wrong) => {
      const problem = await refused(422, 'household-invalid', () =>
        clerk.post('/v1/households', change(guangyuanFamily())),
      );
      expect(fields(problem)).toEqual([wrong]);
    });

    it('may be sent with null for what is left out', async () => {
      const form = changed(guangyuanFamily(), 0, {
        ...{ livesTogetherSince: null, guardianIdNumber: null, disability: null, majorIllnessCode: null },
        fiscalPaid: null,
      });
      const opened = await clerk.post('/v1/households', { ...form, obligors: null, payee: null });
      succeeded(201, opened);
    });

    it('whose form is not the form', async () => {
      const form = {
        ...changed(guangyuanFamily(), 0, { hukouRegion: '12345', capacity: 'SOME' }),
        nick: 'x',
      };
      const problem = await refused(400, 'validation', () => clerk.post('/v1/households', form));
      expect(fields(problem)).toEqual(
        expect.arrayContaining([
          ['members.0.hukouRegion', 'is-region-code'],
          ['members.0.capacity', 'is-in'],
          ['nick', 'unknown'],
        ]),
      );
    });

    it('with a member who is counted in another one: only that one’s region is shown', async () => {
      const form = guangyuanFamily();
      succeeded(201, await clerk.post('/v1/households', form));
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      const rival = changed(guangyuanFamily('510803001001'), 1, { idNumber: form.members[1]!.idNumber });
      const problem = await refused(409, 'duplicate-membership', () =>
        elsewhere.post('/v1/households', rival),
      );
      expect(problem['region']).toBe(VILLAGE);
      expect(Object.keys(problem).sort()).toEqual(['region', 'status', 'title', 'type']);
    });

    it('whose member is known by another name, until the office has corrected it', async () => {
      const form = guangyuanFamily();
      const opened = succeeded(201, await clerk.post<HouseholdBody>('/v1/households', form));
      const renamed = changed(form, 1, { name: '李秀兰' });
      const assistant = await assistance.clerk('assistant-zhou', VILLAGE);
      const change = (by: Client, members: HouseholdForm['members'], version: number) =>
        by.send<HouseholdBody>(
          'PUT',
          `/v1/households/${opened.id}/members`,
          { 'if-match': `"${version}"` },
          { members },
        );
      const problem = await refused(422, 'id-number-invalid', () => change(assistant, renamed.members, 1));
      expect(fields(problem)).toEqual([['members.1.name', 'name-differs']]);
      expect(JSON.stringify(problem)).not.toMatch(/李秀/);
      const correction = {
        ...{ personKey: opened.members[1]!.personKey, name: '李秀兰', documentSha256: 'f'.repeat(64) },
      };
      const correct = (by: Client, body: object = correction) =>
        by.command<HouseholdBody>(`/v1/households/${opened.id}/correct-name`, 1, body);
      await refused(403, 'out-of-region', () => correct(assistant));
      await refused(404, 'not-found', () => correct(clerk, { ...correction, personKey: NOBODY }));
      expect(succeeded(200, await correct(clerk)).version).toBe(2);
      succeeded(200, await change(assistant, renamed.members, 2));
    });

    it('whose obligor lives in another county, where the name is corrected', async () => {
      const form = guangyuanFamily();
      const there = guangyuanFamily('510803001001');
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      const home = succeeded(201, await elsewhere.post<HouseholdBody>('/v1/households', there));
      const { idNumber: number, name } = there.members[0]!;
      const obligor = {
        idNumber: number,
        name,
        obligorOfIdNumber: form.members[0]!.idNumber,
        relation: 'PARENT',
      };
      const opened = succeeded(
        201,
        await clerk.post<HouseholdBody>('/v1/households', { ...form, obligors: [obligor] }),
      );
      const body = {
        ...{ personKey: home.members[0]!.personKey, name: '陈建邦', documentSha256: 'f'.repeat(64) },
      };
      await refused(403, 'out-of-region', () =>
        clerk.command(`/v1/households/${opened.id}/correct-name`, 1, body),
      );
      succeeded(200, await elsewhere.command(`/v1/households/${home.id}/correct-name`, 1, body));
    });

    it('that 20 clerks open at once: one of them does', async () => {
      const form = guangyuanFamily();
      const turned = { ...form, members: form.members.toReversed() };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => clerk.post('/v1/households', index % 2 ? form : turned)),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ problem }) => problem === 'duplicate-membership')).toHaveLength(19);
    });

    it('of a region that the token does not cover', async () => {
      await refused(403, 'out-of-region', () =>
        clerk.post('/v1/households', guangyuanFamily('510803001001')),
      );
      const opened = succeeded(201, await clerk.post('/v1/households', guangyuanFamily()));
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      await refused(404, 'not-found', () =>
        elsewhere.send(
          'PUT',
          `/v1/households/${opened.id}/members`,
          { 'if-match': '"1"' },
          { members: guangyuanFamily().members },
        ),
      );
      await refused(404, 'not-found', () => elsewhere.get(`/v1/households/${opened.id}`));
    });
  });

  describe('a consent', () => {
    let persons: string[];
    let householdId: string;
    beforeAll(async () => {
      const opened = await openWithConsents(clerk, guangyuanFamily());
      ({ persons } = opened);
      householdId = opened.id;
    });

    it.each<[string, (of: { husband: string; wife: string; child: string }) => object]>([
      ['of one adult signed by another', ({ husband, wife }) => ({ personKey: wife, signerKey: husband })],
      [
        'of an adult with full capacity signed by a guardian',
        ({ husband, wife }) => ({ personKey: wife, signerKey: husband, signerRole: 'GUARDIAN' }),
      ],
      [
        'signed by an agent without a power',
        ({ husband, wife }) => ({ personKey: wife, signerKey: husband, signerRole: 'AGENT' }),
      ],
      [
        'signed by an agent whom nobody knows',
        ({ wife }) => ({
          personKey: wife,
          signerKey: NOBODY,
          signerRole: 'AGENT',
          powerSha256: 'c'.repeat(64),
        }),
      ],
      [
        'signed by an agent whose power is null',
        ({ husband, wife }) => ({
          personKey: wife,
          signerKey: husband,
          signerRole: 'AGENT',
          powerSha256: null,
        }),
      ],
      ['signed by the child', ({ child }) => ({ personKey: child, signerKey: child })],
      [
        'of the child signed by who is not the guardian',
        ({ wife, child }) => ({ personKey: child, signerKey: wife, signerRole: 'GUARDIAN' }),
      ],
      [
        'as an heir of somebody alive',
        ({ husband, wife }) => ({ personKey: wife, signerKey: husband, signerRole: 'HEIR' }),
      ],
    ])('%s', async (_what, change) => {
      const [husband, wife, child] = persons as [string, string, string];
      const form = { ...consentForm(wife), ...change({ husband, wife, child }) };
      await refused(422, 'consent-not-by-subject', () => clerk.post('/v1/consents', form));
    });

    it('is taken of the guardian for the child', async () => {
      const [husband, , child] = persons as [string, string, string];
      const form = { ...consentForm(child), signerKey: husband, signerRole: 'GUARDIAN' };
      succeeded(201, await clerk.post('/v1/consents', form));
    });

    it('for longer than 24 months', async () => {
      const form = { ...consentForm(persons[1]!), validTo: '2027-05-13' };
      const problem = await refused(422, 'consent-too-long', () => clerk.post('/v1/consents', form));
      expect(problem['latest']).toBe('2027-05-12');
      succeeded(201, await clerk.post('/v1/consents', { ...form, validTo: '2027-05-12' }));
    });

    it.each([
      ['that is over', { validTo: '2025-05-11', signedAt: '2025-05-01T00:00:00Z' }, 'validTo'],
      ['that is not signed yet', { signedAt: '2025-05-13T00:00:00Z' }, 'signedAt'],
      ['signed in no hour', { signedAt: '2025-W20-1' }, 'signedAt'],
      ['signed in a 60th second', { signedAt: '2025-05-11T10:59:60Z' }, 'signedAt'],
      ['signed in the year 1', { signedAt: '0001-01-01T00:00:00Z' }, 'signedAt'],
      ['signed at a local time', { signedAt: '2025-05-11T10:00:00' }, 'signedAt'],
      ['without a document', { documentSha256: 'paper' }, 'documentSha256'],
      ['to data that nobody holds', { datasets: ['CORE', 'FOO'] }, 'datasets'],
    ])('%s', async (_what, change, field) => {
      const form = { ...consentForm(persons[1]!), ...change };
      const problem = await refused(400, 'validation', () => clerk.post('/v1/consents', form));
      expect(fields(problem).map(([name]) => name)).toEqual([field]);
    });

    it('of somebody unknown, or given for another citizen', async () => {
      await refused(404, 'not-found', () => clerk.post('/v1/consents', consentForm(NOBODY)));
      const [husband, wife] = persons as [string, string];
      const citizen = await assistance.citizen(wife);
      await refused(404, 'not-found', () => citizen.post('/v1/consents', consentForm(husband)));
      const own = succeeded(201, await citizen.post('/v1/consents', consentForm(wife)));
      const other = await assistance.citizen(husband);
      await refused(404, 'not-found', () => other.command(`/v1/consents/${own.id}/withdraw`, 1));
    });

    it('is shown where it was created, to the region and to whom it concerns', async () => {
      const [husband, wife] = persons as [string, string];
      const given = await clerk.post('/v1/consents', consentForm(wife));
      const path = given.headers.get('location') ?? '';
      const shown = await clerk.get(path);
      expect(succeeded(200, shown)).toEqual(given.body);
      expect(shown.headers.get('etag')).toBe('"1"');
      succeeded(200, await (await assistance.citizen(wife)).get(path));
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      for (const stranger of [elsewhere, await assistance.citizen(husband)]) {
        await refused(404, 'not-found', () => stranger.get(path));
      }
      await refused(404, 'not-found', () => clerk.get(`/v1/consents/${UNKNOWN}`));
    });

    it('withdrawn twice', async () => {
      const given = succeeded(201, await clerk.post('/v1/consents', consentForm(persons[0]!)));
      const withdrawn = succeeded(200, await clerk.command(`/v1/consents/${given.id}/withdraw`, 1));
      await refused(409, 'illegal-transition', () =>
        clerk.command(`/v1/consents/${given.id}/withdraw`, withdrawn.version),
      );
    });

    it('whose lack keeps a household from applying', async () => {
      const form = guangyuanFamily();
      const { id, members } = succeeded(201, await clerk.post<HouseholdBody>('/v1/households', form));
      const keys = members.map(({ personKey }) => personKey);
      succeeded(201, await clerk.post('/v1/consents', consentForm(keys[0]!)));
      const problem = await refused(422, 'consent-missing', () =>
        clerk.post('/v1/cases', application(id, keys)),
      );
      expect(problem['personKeys']).toEqual([keys[1]]);
      expect(householdId).not.toBe(id);
    });
  });

  describe('an application', () => {
    let householdId: string;
    let persons: string[];
    beforeAll(async () => {
      ({ id: householdId, persons } = await openWithConsents(clerk, guangyuanFamily()));
    });
    const declared = (change: object) => {
      const form = application(householdId, persons);
      return { ...form, declaredItems: [{ ...form.declaredItems[0], ...change }] };
    };

    it.each<[string, unknown]>([
      ['a number', 1_600_000],
      ['negative', '-1'],
      ['with decimals', '1600000.50'],
      ['over 10^13', '10000000000001'],
      ['in words', '一万六千元'],
      ['empty', ''],
    ])('with an amount that is %s', async (_what, amountFen) => {
      const problem = await refused(400, 'validation', () =>
        clerk.post('/v1/cases', declared({ amountFen })),
      );
      expect(fields(problem)).toEqual([['declaredItems.0.amountFen', 'is-fen']]);
    });

    it.each<[string, object, [string, string]]>([
      ['of a kind that is no income', { kind: 'deposit' }, ['kind', 'is-kind']],
      ['of somebody else', { personKey: NOBODY }, ['personKey', 'is-member']],
      ['of nothing', { amountFen: undefined }, ['amountFen', 'missing']],
      ['of something and nothing', { noneDeclared: true }, ['noneDeclared', 'none-and-some']],
      ['of a value', { amountFen: undefined, valueFen: '1' }, ['valueFen', 'not-of-side']],
    ])('that declares an income %s', async (_what, change, [field, code]) => {
      const problem = await refused(400, 'validation', () => clerk.post('/v1/cases', declared(change)));
      expect(fields(problem)).toEqual([[`declaredItems.0.${field}`, code]]);
    });

    it('where nobody of the household is registered', async () => {
      const opened = await openWithConsents(clerk, registeredIn(guangyuanFamily(), '510803001001'));
      await refused(422, 'wrong-place', () =>
        clerk.post('/v1/cases', application(opened.id, opened.persons)),
      );
    });

    it('while another of the same programme is open, but not after its withdrawal', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const again = application(story.householdId, story.persons);
      await refused(409, 'open-case-exists', () => clerk.post('/v1/cases', again));
      const citizen = await assistance.citizen(story.persons[0]!);
      succeeded(200, await citizen.command(`${story.path}/withdraw`, story.version));
      succeeded(201, await clerk.post('/v1/cases', again));
    });

    it('of a household that is not the caller’s', async () => {
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      const stranger = await assistance.citizen(NOBODY);
      for (const caller of [elsewhere, stranger]) {
        await refused(404, 'not-found', () => caller.post('/v1/cases', application(householdId, persons)));
      }
    });
  });

  describe('a correction', () => {
    it('that is asked for a second time', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const ask = (version: number) =>
        clerk.command(`${story.path}/request-correction`, version, { missing: ['leaseContract'] });
      const asked = succeeded(200, await ask(story.version));
      expect(asked.state).toBe('CORRECTION');
      expect((await story.read()).missingPapers).toEqual(['leaseContract']);
      await refused(409, 'correction-already-asked', () => ask(asked.version));
    });

    it.each(['marriageCertificate', 'propertyCertificate', 'birthCertificate'])(
      'that asks for what the state can look up itself: %s',
      async (paper) => {
        const story = await CaseStory.apply(assistance, cast);
        const problem = await refused(422, 'state-can-look-up', () =>
          clerk.command(`${story.path}/request-correction`, story.version, {
            missing: ['leaseContract', paper],
          }),
        );
        expect(problem['papers']).toEqual([paper]);
      },
    );
  });

  describe('a request for verification', () => {
    it('that wants its answer yesterday', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const { version } = await story.accept();
      const ask = (dueOn: string) => clerk.command(`${story.path}/request-verification`, version, { dueOn });
      const problem = await refused(400, 'validation', () => ask('2025-05-11'));
      expect(fields(problem)).toEqual([['dueOn', 'min']]);
      const asked = await clerk.command(`${story.path}/request-verification`, version, {
        purposes: null,
        dueOn: TODAY,
      });
      succeeded(202, asked);
    });

    it('while one is open, or once a consent is withdrawn', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      await story.requestVerification();
      const ask = () => clerk.command(`${story.path}/request-verification`, story.version);
      await refused(409, 'request-open', ask);
      await story.receiveReport();
      const [consent] = await assistance.query<{ id: string }>(
        'select id from consent where person_key = $1',
        [story.persons[1]],
      );
      succeeded(200, await clerk.command(`/v1/consents/${consent?.id}/withdraw`, 1));
      const problem = await refused(422, 'consent-missing', ask);
      expect(problem['personKeys']).toEqual([story.persons[1]]);
    });
  });

  describe('a visit', () => {
    let story: CaseStory;
    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
      await story.accept();
    });
    const record = (change: object) => clerk.post(`${story.path}/visits`, { ...visitForm(TODAY), ...change });

    it.each([
      ['by one investigator', [{ userId: 'clerk-wang', role: 'CLERK' }]],
      [
        'by one and a bought-in third',
        [
          { userId: 'clerk-wang', role: 'CLERK' },
          { userId: 'worker-1', role: 'PURCHASED' },
        ],
      ],
      [
        'by one person named twice',
        [
          { userId: 'clerk-wang', role: 'CLERK' },
          { userId: 'clerk-wang', role: 'STATIONED_CADRE' },
        ],
      ],
      ['by nobody', []],
    ])('%s', async (_what, investigators) => {
      await refused(422, 'two-investigators', () => record({ investigators }));
    });

    it.each(['PHONE', 'VIDEO'])('by %s in normal times', async (mode) => {
      await refused(422, 'remote-visit-not-allowed', () => record({ mode }));
    });

    it.each([undefined, null, [], '一般'])('whose observations are %j', async (observations) => {
      const problem = await refused(400, 'validation', () => record({ observations }));
      expect(fields(problem).map(([field]) => field)).toEqual(['observations']);
    });

    it('is shown where it was created, and in the list of its case, to its region', async () => {
      const first = succeeded(201, await record({}));
      const entered = await record({});
      const path = entered.headers.get('location') ?? '';
      const shown = await clerk.get(path);
      expect(succeeded(200, shown)).toEqual(entered.body);
      expect(shown.headers.get('etag')).toBe('"1"');
      const list = (cursor = '') =>
        clerk.get<{ items: { id: string }[]; nextCursor: string | null }>(
          `${story.path}/visits?limit=1${cursor}`,
        );
      const newest = succeeded(200, await list());
      expect(newest.items).toEqual([entered.body]);
      const next = succeeded(200, await list(`&cursor=${newest.nextCursor}`));
      expect(next.items).toMatchObject([{ id: first.id }]);
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      await refused(404, 'not-found', () => elsewhere.get(path));
      await refused(404, 'not-found', () => elsewhere.get(`${story.path}/visits`));
      await refused(404, 'not-found', () => clerk.get(`/v1/visits/${UNKNOWN}`));
    });

    it('that has not been', async () => {
      const problem = await refused(400, 'validation', () => record({ visitedOn: '2025-05-13' }));
      expect(fields(problem)).toEqual([['visitedOn', 'max']]);
      const early = await refused(422, 'visit-too-early', () => record({ visitedOn: '2025-05-11' }));
      expect(early).toMatchObject({ notBefore: TODAY });
    });

    it('signed by somebody who was not there, twice, or for a colleague; signed, it is not signed again', async () => {
      const entered = succeeded(201, await record({}));
      const path = `/v1/visits/${entered.id}/sign`;
      const neighbour = await assistance.clerk('clerk-li');
      await refused(422, 'signer-not-on-visit', () => neighbour.command(path, 1, SIGNATURE));
      const first = succeeded(200, await clerk.command(path, 1, SIGNATURE));
      expect(first.state).toBe('DRAFT');
      const twice = await refused(409, 'visit-signed', () => clerk.command(path, first.version, SIGNATURE));
      expect(JSON.stringify(twice)).toContain('您已在本次入户调查上签字');
      const signed = succeeded(200, await cast.cadre.command(path, first.version, SIGNATURE));
      expect(signed.state).toBe('SIGNED');
      await refused(409, 'visit-signed', () => cast.cadre.command(path, signed.version, SIGNATURE));
      const [stored] = await assistance.query<{ signatures: object[] }>(
        'select signatures from house_visit where id = $1',
        [entered.id],
      );
      expect(stored?.signatures).toMatchObject([SIGNATURE, SIGNATURE]);
    });

    it('of a case that is over', async () => {
      const over = await CaseStory.apply(assistance, cast);
      succeeded(200, await clerk.command(`${over.path}/withdraw`, over.version));
      await refused(409, 'illegal-transition', () => clerk.post(`${over.path}/visits`, visitForm(TODAY)));
    });
  });

  describe('an assessment', () => {
    it('without a report, or without a signed visit', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      await story.requestVerification();
      const assess = () => clerk.command(`${story.path}/assess`, story.version);
      await refused(409, 'visit-missing', assess);
      succeeded(201, await clerk.post(`${story.path}/visits`, visitForm(TODAY)));
      await refused(409, 'visit-missing', assess);
      await story.visit(TODAY);
      await refused(409, 'report-missing', assess);
      await story.receiveReport();
      await story.assess();
    });

    it('on a report that is no longer valid', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ validTo: '2025-05-11' });
      await story.visit(TODAY);
      await refused(422, 'report-expired', () => clerk.command(`${story.path}/assess`, story.version));
    });

    it.each(['NEEDS_REVIEW', 'INCOMPLETE', 'IDENTITY_CONFLICT'])(
      'on a report that concludes %s',
      async (conclusion) => {
        const story = await CaseStory.apply(assistance, cast);
        await story.accept();
        await story.requestVerification();
        await story.receiveReport({ conclusion });
        await story.visit(TODAY);
        await refused(409, 'result-pending', () => clerk.command(`${story.path}/assess`, story.version));
      },
    );

    it('on a report without the banks: told so', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ conclusion: 'INCOMPLETE', reasonCodes: ['MISSING_BANK'] });
      await story.visit(TODAY);
      const problem = await refused(409, 'result-pending', () =>
        clerk.command(`${story.path}/assess`, story.version),
      );
      expect(problem['reasons']).toContainEqual(
        expect.objectContaining({ code: 'ASSETS_INCOMPLETE', zh: expect.stringContaining('银行') }),
      );
      expect(JSON.stringify(problem['reasons'])).not.toContain('ASSETS_PASS');
    });

    it('on a report about others than the household has now', async () => {
      const form = guangyuanFamily();
      const story = await CaseStory.apply(assistance, cast, form);
      await story.toReported(TODAY);
      const members = { members: form.members.slice(0, 2) };
      const path = `/v1/households/${story.householdId}/members`;
      succeeded(200, await clerk.send('PUT', path, { 'if-match': '"1"' }, members));
      await refused(409, 'report-missing', () => clerk.command(`${story.path}/assess`, story.version));
    });
  });

  describe('an opinion or a notice', () => {
    it('of somebody who visited', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.toAssessed(TODAY);
      const cadreAsLead = await assistance.lead('cadre-zhao');
      await refused(403, 'own-investigation', () =>
        cadreAsLead.command(`${story.path}/give-opinion`, story.version, OPINION),
      );
      await story.giveOpinion();
      await refused(403, 'own-investigation', () =>
        cadreAsLead.command(`${story.path}/notices`, story.version, noticeForm(TODAY)),
      );
    });

    it('posted in the future, before the assessment, or without an opinion', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.toAssessed(TODAY);
      const post = (day: string) =>
        cast.lead1.command(`${story.path}/notices`, story.version, noticeForm(day));
      const problem = await refused(409, 'illegal-transition', () => post(TODAY));
      expect(problem).toMatchObject({ state: 'ASSESSED', command: 'postNotice' });
      await story.giveOpinion();
      await refused(422, 'posted-on-future', () => post('2025-05-13'));
      expect(fields(await refused(400, 'validation', () => post('2025-05-01')))).toEqual([
        ['postedOn', 'min'],
      ]);
    });

    it.each<[string, unknown]>([
      ['a number', 86_500],
      ['negative', '-86500'],
      ['with decimals', '865.00'],
    ])('that proposes an amount which is %s', async (_what, proposedFen) => {
      const story = await CaseStory.apply(assistance, cast);
      const problem = await refused(400, 'validation', () =>
        cast.lead1.command(`${story.path}/give-opinion`, story.version, { ...OPINION, proposedFen }),
      );
      expect(fields(problem)).toEqual([['proposedFen', 'is-fen']]);
    });
  });

  describe('a command', () => {
    let story: CaseStory;
    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
    });

    it.each([
      ['assess', {}],
      ['decide', { outcome: 'APPROVED' }],
      ['return', { defects: ['缺少照片'] }],
      ['give-opinion', OPINION],
      ['notices', noticeForm(TODAY)],
      ['request-verification', {}],
      ['dispute', { evidence: ['d'.repeat(64)] }],
    ])('that the state does not allow: %s of what was only submitted', async (verb, body) => {
      const caller = ['decide', 'return', 'give-opinion', 'notices'].includes(verb) ? cast.lead1 : clerk;
      const problem = await refused(409, 'illegal-transition', () =>
        caller.command(`${story.path}/${verb}`, story.version, body),
      );
      expect(problem['state']).toBe('SUBMITTED');
    });

    it('without or with an old version', async () => {
      await refused(428, 'if-match-required', () => clerk.post(`${story.path}/accept`, {}));
      const problem = await refused(412, 'version-conflict', () =>
        clerk.command(`${story.path}/accept`, story.version + 1),
      );
      expect(problem['currentVersion']).toBe(story.version);
    });

    it('without an Idempotency-Key, or with one that was used for something else', async () => {
      const form = guangyuanFamily();
      await refused(400, 'idempotency-key-required', () => clerk.send('POST', '/v1/households', {}, form));
      const key = { 'idempotency-key': randomUUID() };
      const first = succeeded(201, await clerk.post('/v1/households', form, key));
      const before = await assistance.fingerprint();
      const again = await clerk.post('/v1/households', form, key);
      expect([again.status, again.body]).toEqual([201, first]);
      expect(await assistance.fingerprint()).toBe(before);
      await refused(422, 'idempotency-key-reused', () =>
        clerk.post('/v1/households', guangyuanFamily(), key),
      );
    });

    it('from another region, or on what is not there', async () => {
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      await refused(404, 'not-found', () => elsewhere.command(`${story.path}/accept`, story.version));
      await refused(404, 'not-found', () => elsewhere.post(`${story.path}/visits`, visitForm(TODAY)));
      await refused(404, 'not-found', () => clerk.command(`/v1/cases/${UNKNOWN}/accept`, 1));
      await refused(400, 'validation', () => clerk.command('/v1/cases/1/accept', 1));
    });

    it('without a token, or without its scope', async () => {
      await refused(401, 'unauthenticated', () =>
        clerk.send('POST', `${story.path}/accept`, { authorization: '' }, {}),
      );
      await refused(403, 'scope-missing', () => cast.lead1.command(`${story.path}/accept`, story.version));
      await refused(403, 'scope-missing', () =>
        clerk.command(`${story.path}/decide`, story.version, { outcome: 'APPROVED' }),
      );
      await refused(403, 'scope-missing', () =>
        clerk.command(`${story.path}/give-opinion`, story.version, OPINION),
      );
      const citizen = await assistance.citizen(story.persons[0]!);
      await refused(403, 'scope-missing', () => citizen.command(`${story.path}/accept`, story.version));
      await refused(403, 'scope-missing', () =>
        clerk.post('/v1/identities/resolve', { personKeys: story.persons, reason: 'out of curiosity' }),
      );
      await refused(403, 'scope-missing', () => citizen.get('/v1/clue-tasks'));
    });
  });

  describe('a look', () => {
    let story: CaseStory;
    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
    });

    it('at a case of another region', async () => {
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      await refused(404, 'not-found', () => elsewhere.get(story.path));
      await refused(404, 'not-found', () => elsewhere.get(`${story.path}/explanation`));
      await refused(403, 'out-of-region', () => elsewhere.get(`/v1/cases?region=${TOWNSHIP}`));
      const { body } = await elsewhere.get<{ items: object[] }>('/v1/cases');
      expect(body.items).toEqual([]);
    });

    it('of a citizen at another household’s case, while the own one is shown', async () => {
      const other = await CaseStory.apply(assistance, cast);
      const citizen = await assistance.citizen(story.persons[1]!);
      await refused(404, 'not-found', () => citizen.get(other.path));
      await refused(404, 'not-found', () => citizen.get(`${other.path}/explanation`));
      await refused(404, 'not-found', () => citizen.get(`/v1/households/${other.householdId}`));
      await refused(404, 'not-found', () => citizen.command(`${other.path}/withdraw`, other.version));
      succeeded(200, await citizen.get(story.path));
      succeeded(200, await citizen.get(`/v1/households/${story.householdId}`));
      const { body } = await citizen.get<{ items: { id: string }[] }>('/v1/cases');
      expect(body.items.map(({ id }) => id)).toEqual([story.caseId]);
    });

    it('at numbers: they are masked, and resolved by a supervisor with a reason that is kept', async () => {
      const household = await clerk.get<HouseholdBody>(`/v1/households/${story.householdId}`);
      expect(household.text).not.toMatch(RAW_NUMBER);
      for (const { idNumber } of household.body.members) {
        expect(idNumber).toMatch(/^\d{3}\*{11}[\dX]{4}$/);
      }
      const resolve = (region: string) =>
        assistance.supervisor('supervisor-1', region).then((supervisor) =>
          supervisor.post<{ items: { personKey: string; name: string }[] }>('/v1/identities/resolve', {
            personKeys: story.persons,
            reason: `case ${story.caseId}`,
          }),
        );
      const resolved = succeeded(200, await resolve('51'));
      expect(resolved.items.map(({ personKey }) => personKey)).toEqual([...story.persons].sort());
      expect(resolved.items.map(({ name }) => name).sort()).toEqual(['陈小雨', '陈建国', '李秀英'].sort());
      expect(succeeded(200, await resolve('510803')).items).toEqual([]);
      const kept = await assistance.query(
        `select actor, action, fields, array_agg(subject order by subject) as subjects
           from audit_entry where reason = $1 group by actor, action, fields, at order by at`,
        [`case ${story.caseId}`],
      );
      const reveal = {
        actor: 'supervisor-1',
        action: 'POST /v1/identities/resolve',
        fields: ['idNumber', 'name'],
      };
      expect(kept).toEqual([
        { ...reveal, subjects: [...story.persons].sort() },
        { ...reveal, subjects: [null] },
      ]);
      const [person = ''] = story.persons;
      const citizen = await assistance.citizen(person);
      const looks = succeeded(200, await citizen.get<{ items: object[] }>('/v1/me/accesses'));
      expect(looks.items).toContainEqual(expect.objectContaining(reveal));
      expect(looks.items).toContainEqual(
        expect.objectContaining({ action: 'POST /v1/households', actor: 'clerk-wang' }),
      );
    });
  });

  // from here on the days pass
  describe('a decision', () => {
    let story: CaseStory;
    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
      await story.toNotice(TODAY);
    });
    const decide = (lead: Client, body: object = { outcome: 'APPROVED' }) =>
      lead.command(`${story.path}/decide`, story.version, body);

    it('while the notice runs', async () => {
      await refused(409, 'notice-open', () => decide(cast.lead2));
    });

    it('of anybody who acted on the case: entered, accepted, visited, gave the opinion', async () => {
      await assistance.moveClock('2025-05-20T01:00:00Z');
      await story.becomes('REPORTED');
      // what is late by then is so before
      while (await assistance.lookAtPeriods());
      for (const subject of ['clerk-wang', 'cadre-zhao', 'lead-1']) {
        const lead = await assistance.lead(subject);
        await refused(403, 'actor-already-involved', () => decide(lead));
      }
    });

    it.each([
      ['without a reason', { outcome: 'REJECTED' }],
      ['with a code alone', { outcome: 'REJECTED', reasonCodes: ['INCOME_NOT_BELOW'] }],
      ['with words alone', { outcome: 'REJECTED', text: '收入超过标准' }],
      ['with no code', { outcome: 'REJECTED', reasonCodes: [], text: '收入超过标准' }],
    ])('that rejects %s', async (_what, body) => {
      await refused(422, 'reason-missing', () => decide(cast.lead2, body));
    });

    it('on a report that is no longer valid', async () => {
      await assistance.moveClock('2025-08-17T15:59:00Z');
      const other = await CaseStory.apply(assistance, cast);
      await assistance.moveClock('2025-08-17T16:00:01Z');
      // what lapses by then does so before
      while (await assistance.lookAtPeriods());
      await refused(422, 'report-expired', () => decide(cast.lead2));
      expect(other.version).toBe(1);
    });

    it('that the assessment does not support; a rejection with reasons is stored', async () => {
      const able = changed(guangyuanFamily(), 1, { disability: undefined });
      const rich = await CaseStory.apply(assistance, cast, able);
      await rich.accept();
      await rich.requestVerification();
      const day = '2025-08-18';
      await rich.receiveReport({ perCapita: '200000', conclusion: 'EXCEEDS_INCOME', validTo: '2025-11-16' });
      const disputed = await rich.becomes('DISPUTED');
      await rich.visit(day);
      const evidence = { evidence: ['d'.repeat(64)] };
      const answered = succeeded(
        200,
        await clerk.command(`${rich.path}/dispute`, disputed.version, evidence),
      );
      await refused(409, 'dispute-closed', () =>
        clerk.command(`${rich.path}/dispute`, answered.version, evidence),
      );
      rich.version = answered.version;
      expect((await rich.assess()).assessment?.householdClass).toBe('NONE');
      await rich.giveOpinion();
      await rich.postNotice(day);
      await assistance.moveClock('2025-08-26T01:00:00Z');
      await rich.becomes('REPORTED');
      const decideRich = (body: object) => cast.lead2.command(`${rich.path}/decide`, rich.version, body);
      await refused(422, 'not-entitled', () => decideRich({ outcome: 'APPROVED' }));
      succeeded(
        200,
        await decideRich({ outcome: 'REJECTED', reasonCodes: ['INCOME_NOT_BELOW'], text: '收入超过标准' }),
      );
      await refused(409, 'illegal-transition', () =>
        cast.lead2.command(`${rich.path}/decide`, rich.version + 1, { outcome: 'APPROVED' }),
      );
    });
  });

  it('a withdrawn case leaves no notice behind that would stop the others', async () => {
    const withdrawn = await CaseStory.apply(assistance, cast);
    const other = await CaseStory.apply(assistance, cast);
    const day = '2025-08-26';
    const validTo = '2025-11-24';
    for (const story of [withdrawn, other]) {
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ validTo });
      await story.visit(day);
      await story.assess();
      await story.giveOpinion();
      await story.postNotice(day);
    }
    const citizen = await assistance.citizen(withdrawn.persons[0]!);
    succeeded(200, await citizen.command(`${withdrawn.path}/withdraw`, withdrawn.version));
    await assistance.moveClock('2025-09-03T01:00:00Z');
    await other.becomes('REPORTED');
    expect(await withdrawn.read()).toMatchObject({ state: 'WITHDRAWN' });
  });
});

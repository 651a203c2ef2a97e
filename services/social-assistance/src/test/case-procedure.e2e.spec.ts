import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  CaseDecidedSchema,
  CaseOutcome,
  CaseReportedSchema,
  CaseRevokedSchema,
  ObjectionRaisedSchema,
} from '@minzheng/contracts/assistance';
import { ServiceCode } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  ExpenditureFactSchema,
  ExpenditureKind,
  FactQuality,
  IncomeFactSchema,
  IncomeKind,
} from '@minzheng/contracts/facts';
import { ReopenCause, VerificationReopenedSchema } from '@minzheng/contracts/verification';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { eventually, type RecordedEvent } from '@minzheng/testing/servers';
import { AidCase } from '../applications/application.entity.js';
import { AwardGrants, type AwardFound } from '../awards/award-grants.js';
import { AwardService } from '../awards/award.service.js';
import { Assistance, ofType, TOWNSHIP } from './kit/assistance.js';
import type { Answer, Client, Stored } from './kit/client.js';
import { guangyuanFamily } from './kit/family.js';
import {
  CaseStory,
  noticeForm,
  SIGNATURE,
  succeeded,
  township,
  visitForm,
  type Cast,
  type CaseBody,
  type DecidedBody,
} from './kit/case-story.js';

const TODAY = '2025-05-12';
const COUNTY = '510802';
const SHEET = '5'.repeat(64);

interface Listed<Item> {
  readonly items: readonly Item[];
}
interface LetterBody extends Stored {
  readonly letterNo: string;
  readonly kind: string;
  readonly dueOn: string | null;
  readonly addresseeKey: string | null;
}
interface ObjectionBody extends Stored {
  readonly text: string;
  readonly named: boolean;
  readonly dueOn: string;
}

/** Social assistance, sections 4, 6 and 11: what a case meets between the acceptance and its end. */
describe('a case on its way', () => {
  let assistance: Assistance;
  let cast: Cast;
  let county1: Client;
  let county2: Client;
  let supervisor: Client;
  let clerkLi: Client;
  let cadreQian: Client;

  beforeAll(async () => {
    assistance = await Assistance.start(`${TODAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    await assistance.learnTreatments(['wage', 'casualWork']);
    cast = await township(assistance);
    county1 = await assistance.lead('county-1', COUNTY);
    county2 = await assistance.lead('county-2', COUNTY);
    supervisor = await assistance.official('supervisor', 'supervision:read supervision:write');
    clerkLi = await assistance.clerk('clerk-li');
    cadreQian = await assistance.clerk('cadre-qian');
  });
  afterAll(() => assistance.drop());

  const refused = (answer: Answer<unknown>, status: number, problem: string) =>
    expect([answer.status, answer.problem, answer.text]).toEqual([status, problem, answer.text]);

  async function signedVisit(
    story: CaseStory,
    people: readonly [Client, string][],
    change: object = {},
  ): Promise<string> {
    const investigators = people.map(([{ subject }, role]) => ({ userId: subject, role }));
    const entered = succeeded(
      201,
      await clerkLi.post(`${story.path}/visits`, { ...visitForm(TODAY), investigators, ...change }),
    );
    let { version } = entered;
    for (const [who] of people) {
      ({ version } = succeeded(200, await who.command(`/v1/visits/${entered.id}/sign`, version, SIGNATURE)));
    }
    return entered.id;
  }

  async function publish(key: string, value: unknown): Promise<void> {
    const scopes = 'policies:read policies:write policies:approve';
    const [drafter, publisher] = [
      await assistance.official('city-drafter', scopes, '5108'),
      await assistance.official('city-publisher', scopes, '5108'),
    ];
    const draft = await drafter.post<Stored>('/v1/policies', {
      ...{ key: `assistance.${key}`, regionPrefix: COUNTY, effectiveFrom: '2025-09-05', value },
      legalBasis: '皖民社救字〔2017〕41号',
    });
    const { id, version } = succeeded(201, draft);
    succeeded(200, await publisher.command(`/v1/policies/${id}/publish`, version));
  }

  const published = (isThere: (events: RecordedEvent[]) => boolean): Promise<RecordedEvent[]> =>
    eventually('it is published', async () => {
      const events = await assistance.published();
      return isThere(events) && events;
    });

  describe('that is objected to', () => {
    let story: CaseStory;
    let noticeId: string;
    const object = (contact: string | undefined, id = noticeId) =>
      clerkLi.send<{ receipt: string }>(
        'POST',
        `/v1/public/notices/${id}/objections`,
        { 'idempotency-key': randomUUID(), authorization: '' },
        { text: '该户在城里有一间门面房', ...(contact === undefined ? {} : { contact }) },
      );
    const objections = async () =>
      succeeded(200, await cast.lead1.get<Listed<ObjectionBody>>('/v1/objections?kind=OBJECTION')).items;
    const answer = (by: Client, { id, version }: ObjectionBody) =>
      by.command(`/v1/objections/${id}/answer`, version, {
        outcome: 'DISMISSED',
        text: '经重新入户，未发现门面房',
      });

    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
      await story.toNotice(TODAY);
      const notices = await cast.lead1.get<Listed<Stored>>(`${story.path}/notices`);
      noticeId = notices.body.items[0]!.id;
    });

    it('is looked into again, in at most 45 working days', async () => {
      refused(
        await object('王五 13900000001', randomUUID().replace(/^.{14}./u, '0198a000-0000-7')),
        404,
        'not-found',
      );
      const { receipt } = succeeded(202, await object('王五 13900000001'));
      expect(receipt).toMatch(/^[0-9a-f-]{36}$/);
      expect(await story.read()).toMatchObject({
        state: 'REINVESTIGATING',
        dueOn: '2025-07-15',
        specialReasons: ['OBJECTION'],
      });
      const [notice] = await assistance.query<{ state: string }>(
        'select state from public_notice where id = $1',
        [noticeId],
      );
      expect(notice?.state).toBe('OBJECTED');
      const [raised] = await published((events) => ofType(events, ObjectionRaisedSchema).length > 0).then(
        (events) => ofType(events, ObjectionRaisedSchema),
      );
      expect(raised).toMatchObject({
        caseId: story.caseId,
        noticeId,
        transition: { fromState: 'NOTICE', toState: 'REINVESTIGATING' },
      });
    });

    it('once for all who object, and of one sender five in a day', async () => {
      for (let more = 0; more < 4; more++) succeeded(202, await object('王五 139-0000-0001'));
      refused(await object('王五13900000001'), 429, 'rate-limited');
      succeeded(202, await object('赵六 13900000002'));
      expect(await objections()).toHaveLength(6);
      expect((await story.read()).state).toBe('REINVESTIGATING');
      expect(ofType(await assistance.published(), ObjectionRaisedSchema)).toHaveLength(1);
    });

    it('without the village knowing who it was', async () => {
      const [objection] = await objections();
      expect(objection).toMatchObject({ named: true, text: '该户在城里有一间门面房', dueOn: '2025-07-15' });
      expect(JSON.stringify(await objections())).not.toContain('1390000000');
      const path = `/v1/objections/${objection!.id}/reporter`;
      refused(await cast.lead1.get(path), 403, 'scope-missing');
      expect(succeeded(200, await supervisor.get<object>(path))).toMatchObject({
        contact: '赵六 13900000002',
      });
      const [stored] = await assistance.query<{ text_enc: string }>(
        'select text_enc from objection where id = $1',
        [objection!.id],
      );
      expect(stored?.text_enc).not.toContain('门面房');
    });

    it('by others than before, and is answered by nobody who visited', async () => {
      const [first] = await objections();
      refused(await answer(cast.lead1, first!), 409, 'reinvestigation-missing');
      const assess = () => cast.clerk.command<CaseBody>(`${story.path}/assess`, story.version);
      refused(await assess(), 409, 'reinvestigation-missing');
      const same = await clerkLi.post(`${story.path}/visits`, visitForm(TODAY));
      refused(same, 403, 'actor-already-involved');
      await signedVisit(story, [
        [clerkLi, 'CLERK'],
        [cadreQian, 'STATIONED_CADRE'],
      ]);
      expect(succeeded(200, await assess()).state).toBe('REINVESTIGATING');
      const investigator = await assistance.lead('cadre-qian');
      refused(await answer(investigator, first!), 403, 'own-investigation');
      for (const objection of await objections()) {
        expect(succeeded(200, await answer(cast.lead1, objection)).state).toBe('ANSWERED');
      }
      refused(await answer(cast.lead1, first!), 409, 'illegal-transition');
    });

    it('and is reported when its notice has ended too', async () => {
      expect((await story.read()).state).toBe('REINVESTIGATING');
      await assistance.moveClock('2025-05-19T16:00:01Z');
      await story.becomes('REPORTED');
      refused(await object('孙七 13900000003'), 409, 'notice-ended');
      const reported = await published((events) =>
        ofType(events, CaseReportedSchema).some(({ caseId }) => caseId === story.caseId),
      );
      expect(
        ofType(reported, CaseReportedSchema).find(({ caseId }) => caseId === story.caseId),
      ).toMatchObject({
        transition: { fromState: 'REINVESTIGATING', toState: 'REPORTED' },
        dueOn: '2025-07-15',
      });
      const decide = () =>
        cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, { outcome: 'APPROVED' });
      const { baseFen = '' } = (await story.read()).assessment?.proposed ?? {};
      const posted = (fen: string) =>
        assistance.query(
          `update aid_case set assessment = jsonb_set(assessment, '{proposed,baseFen}', to_jsonb($2::text)) where id = $1`,
          [story.caseId, fen],
        );
      await posted('100');
      refused(await decide(), 409, 'notice-differs');
      await posted(baseFen);
      expect(succeeded(200, await decide())).toMatchObject({ monthlyFen: '86500' });
    });

    it('and appealed against, is decided by the county, by nobody who took part in it', async () => {
      await assistance.moveClock('2025-05-19T16:00:02Z');
      const appeal = await cast.clerk.post<Stored>(`${story.path}/appeals`, { text: '计算有误' });
      const { id, version } = succeeded(201, appeal);
      const uphold = (by: Client) =>
        by.command(`/v1/objections/${id}/answer`, version, { outcome: 'UPHELD', text: '原决定计算有误' });
      refused(await uphold(await assistance.lead('lead-9')), 403, 'out-of-region');
      refused(
        await uphold(await assistance.official('county-9', 'notices:write', COUNTY)),
        403,
        'scope-missing',
      );
      refused(await uphold(await assistance.lead('lead-2', COUNTY)), 403, 'actor-already-involved');
      succeeded(200, await uphold(county1));
      const reviews = await assistance.query(
        'select r.cause, r.grounds from review r join award a on a.id = r.award_id where a.case_id = $1',
        [story.caseId],
      );
      expect(reviews).toEqual([{ cause: 'SUPERVISION', grounds: [`appeal/${id}`] }]);
    });

    it('with another result: it is posted again, and waits for the answers', async () => {
      await assistance.moveClock('2025-05-20T01:00:00Z');
      const other = await CaseStory.apply(assistance, cast);
      await other.toAssessed('2025-05-20');
      await other.giveOpinion();
      await other.postNotice('2025-05-20');
      const [notice] = (await cast.lead1.get<Listed<Stored>>(`${other.path}/notices`)).body.items;
      succeeded(202, await object(undefined, notice!.id));
      await other.read();
      await signedVisit(
        other,
        [
          [clerkLi, 'CLERK'],
          [cadreQian, 'STATIONED_CADRE'],
        ],
        {
          visitedOn: '2025-05-20',
          findings: [
            {
              ...{ personKey: other.persons[1], side: 'INCOME', kind: 'casualWork', amountFen: '360000' },
              ...{ fromMonth: '2024-05', toMonth: '2025-04' },
            },
          ],
        },
      );
      const again = await cast.clerk.command<CaseBody>(`${other.path}/assess`, other.version);
      // 3,600.00 less a fifth for the cost of work: 80.00 more a head and month
      expect(succeeded(200, again)).toMatchObject({
        state: 'ASSESSED',
        assessment: { perCapitaMonthly: { numerator: '48000', denominator: '1' } },
      });
      other.version = again.body.version;
      await other.giveOpinion();
      await other.postNotice('2025-05-20');
      await assistance.moveClock('2025-05-28T01:00:00Z');
      await eventually('the second notice has ended', async () => {
        const states = await assistance.query<{ state: string }>(
          'select state from public_notice where subject_id = $1 order by id',
          [other.caseId],
        );
        return states.map(({ state }) => state).join() === 'OBJECTED,CLEAN';
      });
      expect((await other.read()).state).toBe('NOTICE');
      const open = (await objections()).find(({ state }) => state === 'RECEIVED');
      succeeded(200, await answer(cast.lead2, open!));
      await other.becomes('REPORTED');
    });
  });

  describe('of a relative of those who handle it', () => {
    const form = guangyuanFamily();
    let story: CaseStory;
    let brother: Client;
    const file = (official: string, relativeIdNumber: string) =>
      supervisor.post<Stored & { relativeKey: string }>('/v1/official-relatives', {
        ...{ official, role: 'HANDLER', region: TOWNSHIP, relativeIdNumber },
        ...{ relation: 'SIBLING', from: '2020-01-01' },
      });
    const decide = (by: Client, change: object = {}) =>
      by.command<DecidedBody & { awaitsSecond?: boolean }>(`${story.path}/decide`, story.version, {
        outcome: 'APPROVED',
        ...change,
      });

    it('is not accepted by that official, and not decided by the township', async () => {
      await assistance.moveClock('2025-05-28T01:00:00Z');
      refused(await file('clerk-zhang', '51080219900101001Y'), 422, 'id-number-invalid');
      const filed = succeeded(201, await file('clerk-zhang', form.members[1]!.idNumber));
      succeeded(201, await file('county-brother', form.members[0]!.idNumber));
      brother = await assistance.lead('county-brother', COUNTY);
      story = await CaseStory.apply(assistance, cast, form);
      expect(filed.relativeKey).toBe(story.persons[1]);
      const sister = await assistance.clerk('clerk-zhang');
      refused(await sister.command(`${story.path}/accept`, story.version), 403, 'conflict-of-interest');
      expect(await story.accept()).toMatchObject({ delegated: false, relativeFlag: true });
      const visit = await cast.clerk.post(`${story.path}/visits`, {
        ...visitForm('2025-05-28'),
        investigators: [
          { userId: 'clerk-zhang', role: 'CLERK' },
          { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
        ],
      });
      refused(visit, 403, 'conflict-of-interest');
      const items =
        await supervisor.get<Listed<{ kind: string; subject: { id: string } }>>('/v1/supervision-items');
      expect(succeeded(200, items).items).toContainEqual(
        expect.objectContaining({ kind: 'RELATIVE', subject: { type: 'case', id: story.caseId } }),
      );
    });

    it('is visited by the county before it is decided', async () => {
      await story.requestVerification();
      await story.receiveReport();
      await story.visit('2025-05-28');
      await story.assess();
      await story.giveOpinion();
      await story.postNotice('2025-05-28');
      await assistance.moveClock('2025-06-05T01:00:00Z');
      await story.becomes('REPORTED');
      refused(await decide(cast.lead2), 403, 'out-of-region');
      refused(await decide(brother), 403, 'conflict-of-interest');
      refused(await decide(county1), 409, 'county-visit-missing');
      const inspector = await assistance.official('county-inspector', 'visits:write', COUNTY);
      await signedVisit(
        story,
        [
          [inspector, 'COUNTY'],
          [cadreQian, 'STATIONED_CADRE'],
        ],
        { visitedOn: '2025-06-05' },
      );
    });

    it('and decided by two people who say the same', async () => {
      const { version } = story;
      const first = await decide(county1);
      expect([first.status, first.body]).toEqual([202, { outcome: 'APPROVED', awaitsSecond: true, version }]);
      expect(await story.read()).toMatchObject({ state: 'REPORTED', version });
      refused(await decide(county1), 403, 'same-person');
      const no = { outcome: 'REJECTED', reasonCodes: ['ASSETS_FAIL'], text: '财产超标' };
      refused(await decide(county2, no), 409, 'approval-differs');
      expect(succeeded(200, await decide(county2))).toMatchObject({
        outcome: 'APPROVED',
        monthlyFen: '86500',
      });
      expect(await story.read()).toMatchObject({
        state: 'APPROVED',
        decision: { by: 'county-1', secondBy: 'county-2' },
      });
    });

    it('is published, and revoked by two people of the county when fraud is proven', async () => {
      await assistance.moveClock('2025-06-05T02:00:00Z');
      const post = await cast.lead1.command<Stored & { kind: string }>(
        `${story.path}/notices`,
        story.version,
        {
          ...noticeForm('2025-06-05'),
          kind: 'RESULT',
        },
      );
      expect(succeeded(201, post)).toMatchObject({ kind: 'RESULT', state: 'POSTED' });
      const revoke = (by: Client, change: object = {}) =>
        by.command<Stored>(`${story.path}/revoke`, story.version, {
          ...{ cause: 'FRAUD', reasonCodes: ['INCOME_CONCEALED'], text: '隐瞒门面房租金收入' },
          ...{ fromMonth: '2025-07', proof: 'f'.repeat(64), ...change },
        });
      refused(await revoke(cast.lead2), 403, 'out-of-region');
      refused(await revoke(brother), 403, 'conflict-of-interest');
      const first = await revoke(county1);
      expect([first.status, (await story.read()).state]).toEqual([202, 'APPROVED']);
      refused(await revoke(county1), 403, 'same-person');
      refused(await revoke(county2, { fromMonth: '2025-08' }), 409, 'approval-differs');
      expect(succeeded(200, await revoke(county2))).toMatchObject({ state: 'REVOKED' });
      const [award] = await assistance.query<{ id: string; state: string }>(
        'select id, state from award where case_id = $1',
        [story.caseId],
      );
      expect(award?.state).toBe('CEASED');
      const events = await published((all) => ofType(all, CaseRevokedSchema).length > 0);
      expect(ofType(events, CaseRevokedSchema)).toMatchObject([
        {
          ...{ caseId: story.caseId, awardId: award?.id, fromMonth: '2025-07' },
          reasonCodes: ['INCOME_CONCEALED'],
          transition: { fromState: 'APPROVED', toState: 'REVOKED' },
        },
      ]);
    });

    it('that was decided before the relation was known is looked at by those who supervise', async () => {
      await assistance.moveClock('2025-06-05T02:00:00Z');
      const family = guangyuanFamily();
      const other = await CaseStory.apply(assistance, cast, family);
      expect(await other.accept()).toMatchObject({ relativeFlag: false, delegated: true });
      succeeded(201, await file('lead-2', family.members[0]!.idNumber));
      expect(await other.read()).toMatchObject({ relativeFlag: true, delegated: false });
    });
  });

  /** What was said of it in words is read by those who decide, and stands nowhere in clear. */
  const saidOf = async ({ path, caseId }: CaseStory): Promise<void> => {
    const assistant = await assistance.official('assistant-zhou', 'cases:write households:write', TOWNSHIP);
    refused(await assistant.get(`${path}/statements`), 403, 'scope-missing');
    const statements = await cast.lead1.get<Listed<object>>(`${path}/statements`);
    expect(succeeded(200, statements).items).toMatchObject([
      { kind: 'terminate', text: '两次拒绝配合', by: 'lead-1', about: null },
      { kind: 'recordRefusal', text: '拒绝入户调查', by: 'clerk-wang', about: '2025-07-06' },
      { kind: 'recordRefusal', about: '2025-07-05' },
      { kind: 'recordRefusal', about: '2025-07-05' },
    ]);
    const stored = await assistance.query(
      `select to_jsonb(c) as row from aid_case c where id = $1
       union all select to_jsonb(l) from lifecycle_log l where aggregate_id = $1
       union all select to_jsonb(s) from statement s where subject_id = $1`,
      [caseId],
    );
    expect(stored.length).toBeGreaterThan(4);
    expect(JSON.stringify(stored)).not.toMatch(/拒绝/);
  };

  describe('that ends otherwise', () => {
    it('lapses when the papers do not come in thirty days', async () => {
      await assistance.moveClock('2025-06-05T02:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      const asked = await cast.clerk.command<CaseBody>(`${story.path}/request-correction`, story.version, {
        missing: ['leaseContract'],
      });
      expect(succeeded(200, asked)).toMatchObject({ state: 'CORRECTION', correctionDueOn: '2025-07-05' });
      await assistance.moveClock('2025-07-05T15:59:00Z');
      await assistance.lookAtPeriods();
      expect((await story.read()).state).toBe('CORRECTION');
      await assistance.moveClock('2025-07-05T16:00:01Z');
      await story.becomes('WITHDRAWN');
      const events = await published((all) =>
        ofType(all, CaseDecidedSchema).some(({ caseId }) => caseId === story.caseId),
      );
      expect(ofType(events, CaseDecidedSchema).find(({ caseId }) => caseId === story.caseId)).toMatchObject({
        outcome: CaseOutcome.WITHDRAWN,
        reasonCodes: ['PAPERS_NOT_FILED'],
      });
    });

    const offeredNeeds = async ({ caseId }: CaseStory): Promise<string[]> => {
      const needs = await assistance.query<{ need: string }>(
        `select n.need from intake_ticket t join ticket_need n on n.ticket_id = t.id where t.offered_case_id = $1`,
        [caseId],
      );
      return needs.map(({ need }) => need);
    };

    it('is ended after two refusals, and the household is told in writing and may appeal', async () => {
      await assistance.moveClock('2025-07-05T16:00:01Z');
      const form = guangyuanFamily();
      const story = await CaseStory.apply(assistance, cast, form);
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ perCapita: '60000', rigidAnnualFen: 6_000_000n, validTo: '2025-12-31' });
      const refuse = async (on: string) => {
        const form = { on, what: '拒绝入户调查' };
        const noted = await cast.clerk.command(`${story.path}/record-refusal`, story.version, form);
        story.version = succeeded(200, noted).version;
      };
      const terminate = () =>
        cast.lead1.command<CaseBody>(`${story.path}/terminate`, story.version, { reason: '两次拒绝配合' });
      await refuse('2025-07-05');
      await refuse('2025-07-05');
      refused(await terminate(), 409, 'refusals-missing');
      await refuse('2025-07-06');
      const ended = succeeded(200, await terminate());
      expect(ended).toMatchObject({
        state: 'TERMINATED',
        decision: {
          ...{ by: 'lead-1', outcome: 'TERMINATED', reasonCodes: ['REFUSED_TO_COOPERATE'] },
          ...{ decidedOn: '2025-07-06', offers: [{ need: 'TEMP_AID' }] },
        },
      });
      expect(JSON.stringify(ended)).not.toContain('拒绝');
      await saidOf(story);
      expect(await offeredNeeds(story)).toEqual(['TEMP_AID']);
      const letters = await cast.clerk.get<Listed<LetterBody>>(`${story.path}/letters`);
      const [letter] = succeeded(200, letters).items;
      // Sunday 07-06 and three working days
      expect(letter).toMatchObject({
        ...{ kind: 'REFUSAL', state: 'WRITTEN', dueOn: '2025-07-09', addresseeKey: story.persons[0] },
        letterNo: expect.stringMatching(/^510802001001-L-2025-\d{6}$/),
      });
      const serve = (servedOn: string) =>
        cast.clerk.command<LetterBody>(`/v1/letters/${letter!.id}/record-service`, 1, {
          ...{ servedOn, how: 'IN_PERSON', proof: 'd'.repeat(64) },
        });
      refused(await serve('2025-07-01'), 400, 'validation');
      expect(succeeded(200, await serve('2025-07-06'))).toMatchObject({ state: 'SERVED', version: 2 });
      const applicant = await assistance.citizen(story.persons[0]!);
      const appeal = () =>
        applicant.post<Stored & { dueOn: string }>(`${story.path}/appeals`, { text: '并未拒绝' });
      const appealed = succeeded(201, await appeal());
      expect(appealed).toMatchObject({ state: 'RECEIVED', dueOn: '2025-09-04' });
      await assistance.moveClock('2025-09-04T16:00:01Z');
      refused(await appeal(), 409, 'appeal-late');
      const uphold = (by: Client) =>
        by.command(`/v1/objections/${appealed.id}/answer`, appealed.version, {
          ...{ outcome: 'UPHELD', text: '不构成拒绝配合' },
        });
      const relative = { role: 'HANDLER', region: TOWNSHIP, relation: 'SIBLING', from: '2020-01-01' };
      const relativeIdNumber = form.members[0]!.idNumber;
      succeeded(
        201,
        await supervisor.post('/v1/official-relatives', {
          ...{ ...relative, official: 'county-sister', relativeIdNumber },
        }),
      );
      refused(await uphold(await assistance.lead('county-sister', COUNTY)), 403, 'conflict-of-interest');
      refused(await uphold(await assistance.lead('lead-1', COUNTY)), 403, 'actor-already-involved');
      succeeded(200, await uphold(county1));
      const again = await assistance.query(
        `select i.kind, w.state from supervision_item i
           join work_item w on w.subject_id = i.id and w.kind = 'appealUpheld' where i.reason = $1`,
        [`appeal/${appealed.id}`],
      );
      expect(again).toEqual([{ kind: 'APPEAL', state: 'OPEN' }]);
      // Friday 09-05 and thirty working days: the holidays left out, two weekend days worked for them
      expect(await story.read()).toMatchObject({
        ...{ state: 'INVESTIGATING', dueOn: '2025-10-23', delegated: false },
        earlierDecisions: [{ by: 'lead-1', outcome: 'TERMINATED' }],
      });
      refused(await terminate(), 409, 'refusals-missing');
      refused(await appeal(), 409, 'illegal-transition');
    });
  });

  describe('whose report leaves something open', () => {
    const validTo = '2025-12-31';
    const assess = (story: CaseStory, form: object = {}) =>
      cast.clerk.command<CaseBody>(`${story.path}/assess`, story.version, form);

    it('asks the agency that has not answered, and counts what it answers', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      await story.toReported('2025-09-05', {
        ...{ conclusion: 'INCOMPLETE', reasonCodes: ['MISSING_TAX'], gaps: ['TAX', 'INS'], validTo },
      });
      refused(await assess(story), 409, 'result-pending');
      const husband = story.persons[0]!;
      const inquire = (agency: string, personKeys: readonly string[]) =>
        cast.clerk.post<LetterBody>(`${story.path}/letters`, { agency, personKeys });
      refused(await inquire('BANK', [husband]), 422, 'not-a-gap');
      const first = succeeded(201, await inquire('TAX', [husband]));
      const answer = (letter: LetterBody, items: object[]) =>
        cast.clerk.command(`/v1/letters/${letter.id}/record-answer`, letter.version, {
          answeredOn: '2025-09-05',
          items,
        });
      const wage = {
        ...{ personKey: husband, side: 'INCOME', kind: 'wage', amountFen: '600000', payerKey: '*' },
        ...{ fromMonth: '2024-09', toMonth: '2025-08' },
      };
      refused(await answer(first, [{ ...wage, personKey: story.persons[1] }]), 400, 'validation');
      succeeded(200, await answer(first, [wage]));
      // the others are still missing
      refused(await assess(story), 409, 'result-pending');
      const second = succeeded(201, await inquire('TAX', story.persons.slice(1)));
      succeeded(200, await answer(second, []));
      refused(await answer(second, []), 412, 'version-conflict');
      const { assessment } = succeeded(200, await assess(story));
      // 6,000.00 less a fifth, over three heads and twelve months
      expect(assessment).toMatchObject({
        householdClass: 'DIBAO',
        perCapitaMonthly: { numerator: '160000', denominator: '3' },
      });
      const replayed = await county1.post<{ equal: boolean }>(`${story.path}/replay`, {});
      expect(succeeded(200, replayed).equal).toBe(true);
    });

    it('lets a person decide of an asset, with the reason', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      const carId = randomUUID();
      const story = await CaseStory.apply(assistance, cast);
      await story.toReported('2025-09-05', {
        validTo,
        conclusion: 'NEEDS_REVIEW',
        figuresOf: (place) =>
          place > 0
            ? {}
            : {
                assets: [
                  {
                    ...{ kind: AssetKind.PASSENGER_CAR, shareBp: 10_000, itemKey: 'car', agency: 'PSB' },
                    ...{ asOf: '2025-08-01', factId: carId },
                  },
                ],
              },
      });
      refused(await assess(story), 409, 'result-pending');
      const decision = { assetId: carId, count: 0, reason: '车辆已报废，附注销证明' };
      refused(
        await assess(story, { assetDecisions: [{ ...decision, assetId: randomUUID() }] }),
        400,
        'validation',
      );
      const { assessment } = succeeded(200, await assess(story, { assetDecisions: [decision] }));
      expect(assessment).toMatchObject({ householdClass: 'DIBAO', proposed: { monthlyFen: '86500' } });
      const [stored] = await assistance.query<{ asset_decisions: object[] }>(
        'select asset_decisions from aid_case where id = $1',
        [story.caseId],
      );
      const { reason, ...decided } = decision;
      expect(stored?.asset_decisions).toEqual([{ ...decided, by: 'clerk-wang', on: '2025-09-05' }]);
      const statements = await county1.get<Listed<object>>(`${story.path}/statements`);
      expect(succeeded(200, statements).items).toMatchObject([
        { kind: 'decideAsset', about: decision.assetId, text: reason, by: 'clerk-wang' },
      ]);
    });

    it('says why it was stopped', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ isMaterial: true, validTo });
      expect(await story.becomes('DISPUTED')).toMatchObject({
        evidenceDueOn: '2025-09-15',
        dispute: { kinds: ['wage'], deltaFen: '1400000', exceedsLimits: false },
      });
      const evidence = ['a'.repeat(64), 'b'.repeat(64)];
      const answered = await cast.clerk.command<CaseBody>(`${story.path}/dispute`, story.version, {
        evidence,
      });
      expect(succeeded(200, answered)).toMatchObject({ state: 'INVESTIGATING', disputeEvidence: evidence });
      expect(await story.read()).toMatchObject({ disputeEvidence: evidence });
    });

    it('stands still while the report is looked at again for the applicant', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      const { dueOn } = await story.toReported('2025-09-05', { validTo }).then(() => story.read());
      expect(dueOn).toBe('2025-10-10');
      await assistance.hear(VerificationReopenedSchema, {
        ...{ requestId: story.requestId, requester: ServiceCode.ASSISTANCE, cause: ReopenCause.APPEAL },
        occurredAt: timestampFromDate(new Date()),
      });
      // at most twenty working days more
      await eventually('the clock stands still', async () => (await story.read()).dueOn === '2025-11-06');
      await story.receiveReport({ validTo });
      expect((await story.read()).dueOn).toBe('2025-10-10');
    });

    it('has longer for a special reason', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      expect(await story.accept()).toMatchObject({ dueOn: '2025-10-10' });
      const extended = await cast.clerk.command<CaseBody>(`${story.path}/extend-limit`, story.version, {
        reason: 'HARD_TO_CHECK',
        text: '成员在外省务工',
      });
      expect(succeeded(200, extended)).toMatchObject({
        dueOn: '2025-11-13',
        specialReasons: ['HARD_TO_CHECK'],
      });
    });
  });

  describe('by the cost of illness', () => {
    it('is open where the region has it, and visited by the county where the clerk has flagged something', async () => {
      await assistance.moveClock('2025-09-05T01:00:00Z');
      await publish('illness.enabled', true);
      const story = await CaseStory.apply(assistance, cast);
      const inpatient = {
        ...{ kind: ExpenditureKind.MEDICAL_INPATIENT_OOP, month: '2025-03', amountFen: 6_000_000n },
        ...{ quality: FactQuality.VERIFIED, agency: 'NHSA', factId: randomUUID() },
      };
      await story.toReported('2025-09-05', {
        ...{ validTo: '2025-12-31', perCapita: '200000', rigidAnnualFen: 6_000_000n },
        figuresOf: (place) => (place === 1 ? { expenditures: [inpatient] } : {}),
      });
      const assessed = await cast.clerk.command<CaseBody>(`${story.path}/assess`, story.version, {
        hasStableJob: true,
      });
      // 72,000.00 less 60,000.00: 590.00 × 3 − 1,000.00 a month
      expect(succeeded(200, assessed).assessment).toMatchObject({
        ...{ householdClass: 'DIBAO', subtype: 'ILLNESS', basis: { numerator: '100000', denominator: '3' } },
        proposed: { subtype: 'ILLNESS', baseFen: '77000' },
        countyVisit: [{ code: 'STABLE_JOB' }],
      });
      story.version = assessed.body.version;
      await story.giveOpinion();
      await story.postNotice('2025-09-05');
      await assistance.moveClock('2025-09-13T01:00:00Z');
      await story.becomes('REPORTED');
      const decide = () =>
        cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, { outcome: 'APPROVED' });
      refused(await decide(), 409, 'county-visit-missing');
      const inspector = await assistance.official('county-inspector', 'visits:write', COUNTY);
      await signedVisit(
        story,
        [
          [inspector, 'COUNTY'],
          [cadreQian, 'STATIONED_CADRE'],
        ],
        { visitedOn: '2025-09-13' },
      );
      expect(succeeded(200, await decide()).monthlyFen).toBe('106500');
    });
  });

  describe('whose facts are told', () => {
    it('as they were declared, seen, and billed: each bill once', async () => {
      await assistance.moveClock('2025-09-13T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      const [husband, wife] = story.persons as [string, string];
      await story.accept();
      await signedVisit(
        story,
        [
          [clerkLi, 'CLERK'],
          [cadreQian, 'STATIONED_CADRE'],
        ],
        {
          visitedOn: '2025-09-13',
          findings: [
            {
              ...{ personKey: wife, side: 'INCOME', kind: 'casualWork', amountFen: '120000' },
              ...{ fromMonth: '2025-06', toMonth: '2025-08' },
            },
            { personKey: wife, side: 'ASSET', kind: 'machineryLarge', count: 1 },
          ],
        },
      );
      const bill = {
        ...{ personKey: wife, kind: 'medicalInpatientOop', amountFen: '800000', sheet: SHEET },
        ...{ fromMonth: '2025-03', toMonth: '2025-03' },
      };
      const accept = (change: object = {}) =>
        clerkLi.post<Stored>(`${story.path}/bills`, { ...bill, ...change });
      const { id } = succeeded(201, await accept());
      refused(await accept(), 409, 'bill-claimed');
      refused(await accept({ kind: 'wage', sheet: '6'.repeat(64) }), 400, 'validation');
      const caseRef = (await story.read()).caseNo;
      const mine = <F extends { readonly caseRef?: string | undefined }>(facts: F[]) =>
        facts.filter((fact) => fact.caseRef === caseRef);
      const events = await published((all) => mine(ofType(all, ExpenditureFactSchema)).length > 0);
      const byQuality = (a: { quality: number }, b: { quality: number }) => b.quality - a.quality;
      expect(mine(ofType(events, IncomeFactSchema)).toSorted(byQuality)).toMatchObject([
        {
          ...{ personKey: husband, kind: IncomeKind.WAGE, amountFen: 1_600_000n },
          ...{ quality: FactQuality.DECLARED, period: { fromMonth: '2024-09', toMonth: '2025-08' } },
        },
        { personKey: wife, kind: IncomeKind.CASUAL_WORK, quality: FactQuality.SURVEYED, amountFen: 120_000n },
      ]);
      expect(
        mine(ofType(events, AssetFactSchema))
          .toSorted(byQuality)
          .map(({ kind, quality }) => [kind, quality]),
      ).toEqual([
        [AssetKind.DEPOSIT, FactQuality.DECLARED],
        [AssetKind.RESIDENCE, FactQuality.DECLARED],
        [AssetKind.MACHINERY_LARGE, FactQuality.SURVEYED],
      ]);
      expect(mine(ofType(events, ExpenditureFactSchema))).toMatchObject([
        {
          ...{ personKey: wife, kind: ExpenditureKind.MEDICAL_INPATIENT_OOP, amountFen: 800_000n },
          quality: FactQuality.VERIFIED,
        },
      ]);
      const [stored] = await assistance.query<{ content: string }>(
        `select content_enc as content from house_visit where subject_id = $1`,
        [story.caseId],
      );
      expect(stored?.content).toMatch(/^k1\./);
      expect(id).toBeDefined();
    });

    it('and a visit that somebody else would have signed is looked at', async () => {
      await assistance.moveClock('2025-09-13T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      await story.accept();
      const entered = succeeded(201, await cast.clerk.post(`${story.path}/visits`, visitForm('2025-09-13')));
      const neighbour = await assistance.clerk('clerk-zhou');
      refused(
        await neighbour.command(`/v1/visits/${entered.id}/sign`, 1, SIGNATURE),
        422,
        'signer-not-on-visit',
      );
      // before the refusal is answered
      const items =
        await supervisor.get<Listed<{ kind: string; subject: { id: string } }>>('/v1/supervision-items');
      expect(
        items.body.items.filter(({ kind, subject }) => kind === 'SIGNATURE' && subject.id === entered.id),
      ).toHaveLength(1);
    });
  });

  it('that somebody has complained about goes to the county', async () => {
    await assistance.moveClock('2025-09-13T01:00:00Z');
    const other = await CaseStory.apply(assistance, cast);
    await other.accept();
    await other.requestVerification();
    await other.receiveReport({ validTo: '2025-12-31' });
    await other.visit('2025-09-13');
    await other.assess();
    await other.giveOpinion();
    await other.postNotice('2025-09-13');
    const { caseNo, delegated, dueOn } = await other.read();
    expect(delegated).toBe(true);
    const complaint = await clerkLi.send(
      'POST',
      '/v1/complaints',
      { 'idempotency-key': randomUUID(), authorization: '' },
      { region: TOWNSHIP, text: '该户有人在外地经商', target: { kind: 'CASE', caseNo } },
    );
    expect([complaint.status, complaint.text]).toEqual([202, complaint.text]);
    await assistance.moveClock('2025-09-22T01:00:00Z');
    const reported = await other.becomes('REPORTED');
    expect(reported.delegated).toBe(false);
    // thirty working days instead of twenty
    expect([dueOn, reported.dueOn]).toEqual(['2025-10-16', '2025-10-30']);
    refused(
      await cast.lead2.command(`${other.path}/decide`, other.version, { outcome: 'APPROVED' }),
      403,
      'out-of-region',
    );
    refused(
      await county1.command(`${other.path}/decide`, other.version, { outcome: 'APPROVED' }),
      409,
      'county-visit-missing',
    );
  });

  it('whose rejection an appeal upsets is decided again by others, from the month in which it would have been', async () => {
    await assistance.moveClock('2025-09-22T01:00:00Z');
    const other = await CaseStory.apply(assistance, cast);
    await other.toAssessed('2025-09-22', { validTo: '2025-12-31' });
    await other.giveOpinion();
    await other.postNotice('2025-09-22');
    await assistance.moveClock('2025-09-30T01:00:00Z');
    await other.becomes('REPORTED');
    const decide = (by: Client, form: object) =>
      by.command<DecidedBody>(`${other.path}/decide`, other.version, form);
    const rejection = { outcome: 'REJECTED', reasonCodes: ['OTHER'], text: '另有经营收入' };
    succeeded(200, await decide(cast.lead2, rejection));

    await assistance.moveClock('2025-11-05T01:00:00Z');
    const applicant = await assistance.citizen(other.persons[0]!);
    const appealed = succeeded(
      201,
      await applicant.post<Stored>(`${other.path}/appeals`, { text: '没有经营' }),
    );
    const upheld = { outcome: 'UPHELD', text: '没有证据' };
    succeeded(200, await county1.command(`/v1/objections/${appealed.id}/answer`, appealed.version, upheld));
    expect(await other.read()).toMatchObject({
      ...{ state: 'REPORTED', delegated: false, dueOn: '2025-12-17' },
      earlierDecisions: [{ by: 'lead-2', outcome: 'REJECTED', decidedOn: '2025-09-30' }],
    });
    const reported = await published((events) =>
      ofType(events, CaseReportedSchema).some(
        ({ caseId, transition }) => caseId === other.caseId && transition?.fromState === 'REJECTED',
      ),
    );
    expect(reported).toBeDefined();

    const approval = { outcome: 'APPROVED', text: '复议查明无经营收入' };
    const firstDecider = await assistance.lead('lead-2', COUNTY);
    refused(await decide(firstDecider, approval), 403, 'actor-already-involved');
    // of two who had decided, the log names the second
    await assistance.query(
      `update aid_case set earlier_decisions = jsonb_set(earlier_decisions, '{0,by}', '"county-3"') where id = $1`,
      [other.caseId],
    );
    refused(await decide(await assistance.lead('county-3', COUNTY), approval), 403, 'actor-already-involved');
    refused(await decide(county1, approval), 403, 'actor-already-involved');
    refused(await decide(county2, { outcome: 'APPROVED' }), 422, 'reason-missing');
    const decided = succeeded(200, await decide(county2, approval));
    expect(decided).toMatchObject({ monthlyFen: '86500', effectiveMonth: '2025-10' });
    const [award] = await assistance.query('select effective_month, settle_from from award where id = $1', [
      decided.awardId,
    ]);
    expect(award).toEqual({ effective_month: '2025-10', settle_from: '2025-10' });
  });

  describe('whose rejection is upset when the household was approved by another case meanwhile', () => {
    const decide = (by: Client, story: CaseStory, form: object) =>
      by.command<DecidedBody>(`${story.path}/decide`, story.version, form);
    const toReported = async (story: CaseStory, day: string, decidedOn: string): Promise<void> => {
      await story.toAssessed(day, { validTo: '2026-03-31' });
      await story.giveOpinion();
      await story.postNotice(day);
      await assistance.moveClock(`${decidedOn}T01:00:00Z`);
      await story.becomes('REPORTED');
    };
    const upset = async (story: CaseStory): Promise<void> => {
      const applicant = await assistance.citizen(story.persons[0]!);
      const form = { text: '没有经营' };
      const { id, version } = succeeded(201, await applicant.post<Stored>(`${story.path}/appeals`, form));
      const upheld = { outcome: 'UPHELD', text: '没有证据' };
      succeeded(200, await county1.command(`/v1/objections/${id}/answer`, version, upheld));
      await story.read();
    };
    const approval = { outcome: 'APPROVED', text: '复议查明无经营收入' };
    const rejection = { outcome: 'REJECTED', reasonCodes: ['OTHER'], text: '另有经营收入' };
    const awardsOf = ({ householdId }: CaseStory) =>
      assistance.query<{ id: string; state: string; covered: string; end: string; settle: string }>(
        `select a.id, a.state, a.end_month as end, a.settle_from as settle,
                (select max(p.months::text) from award_person p where p.award_id = a.id) as covered,
                (select array_agg(s.months::text order by s.months) from award_segment s
                  where s.award_id = a.id and s.superseded_at is null) as segments
           from award a where a.household_id = $1 order by a.effective_month, a.id`,
        [householdId],
      );
    let first: CaseStory;
    let newer: string;

    it('gives the months before the newer award, which goes on', async () => {
      first = await CaseStory.apply(assistance, cast);
      await toReported(first, '2025-11-05', '2025-11-13');
      succeeded(200, await decide(cast.lead2, first, rejection));
      await assistance.moveClock('2025-12-01T01:00:00Z');
      const second = await first.applyAgain();
      await toReported(second, '2025-12-01', '2026-01-05');
      newer = succeeded(200, await decide(cast.lead2, second, { outcome: 'APPROVED' })).awardId ?? '';
      await upset(first);
      const decided = succeeded(200, await decide(county2, first, approval));
      expect(decided).toMatchObject({ monthlyFen: '86500', effectiveMonth: '2025-12' });
      const covered = '[2025-12-01,2026-02-01)';
      expect(await awardsOf(first)).toMatchObject([
        {
          ...{ id: decided.awardId, state: 'CEASED', end: '2026-01', settle: '2025-12' },
          ...{ covered, segments: [covered] },
        },
        { id: newer, state: 'PENDING_START', covered: '[2026-02-01,)', segments: ['[2026-02-01,)'] },
      ]);
    });

    it('gives the months before and after the newer award, if that has ended', async () => {
      const other = await CaseStory.apply(assistance, cast);
      await toReported(other, '2026-01-05', '2026-01-13');
      succeeded(200, await decide(cast.lead2, other, rejection));
      const second = await other.applyAgain();
      await toReported(second, '2026-01-13', '2026-02-02');
      const { awardId = '' } = succeeded(200, await decide(cast.lead2, second, { outcome: 'APPROVED' }));
      await assistance.moveClock('2026-03-02T01:00:00Z');
      const award = await eventually('it runs', async () => {
        const { body } = await county1.get<Stored>(`/v1/awards/${awardId}`);
        return body.state === 'ACTIVE' && body;
      });
      const ended = { cause: 'OWN_REQUEST', reason: '自愿放弃' };
      succeeded(200, await county1.command(`/v1/awards/${awardId}/cease`, award.version, ended));
      await upset(other);
      succeeded(200, await decide(county2, other, approval));
      expect((await awardsOf(other)).map(({ state, covered }) => [state, covered])).toEqual([
        ['CEASED', '[2026-02-01,2026-03-01)'],
        ['CEASED', '[2026-03-01,2026-04-01)'],
        ['PENDING_START', '[2026-04-01,)'],
      ]);
    });

    it('recognises no family twice', async () => {
      const awards = assistance.provider(AwardService);
      const again = (householdClass: string, since: string) =>
        assistance.provider(UnitOfWork).run('test', async (tx) => {
          const aidCase = await tx.manager.findOneByOrFail(AidCase, { id: first.caseId });
          const result = { householdClass, reasons: [] };
          const found = { result, since, basis: {}, report: {} } as unknown as AwardFound;
          await assistance.provider(AwardGrants).grant(tx, aidCase, found, () => Promise.resolve());
        });
      await assistance.provider(UnitOfWork).run('test', async (tx) => {
        const [{ case_id: id } = { case_id: '' }] = await tx.query<{ case_id: string }>(
          'select case_id from award where id = $1',
          [newer],
        );
        await awards.recognise(tx, await tx.manager.findOneByOrFail(AidCase, { id }), 'EDGE');
      });
      await expect(again('EDGE', '2025-11-13')).rejects.toThrow('months-covered');
      const edges = await assistance.query(
        `select from award where household_id = $1 and programme = 'EDGE'`,
        [first.householdId],
      );
      expect(edges).toHaveLength(1);
    });
  });
});

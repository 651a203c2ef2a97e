import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ApplicationSubmittedSchema } from '@minzheng/contracts/assistance';
import { ServiceCode } from '@minzheng/contracts/common';
import {
  ReferralAcceptedSchema,
  ReferralDeclinedSchema,
  ReferralNeed,
  ReferralRaisedSchema,
  ReferralUrgency,
  ReferralWithdrawnSchema,
} from '@minzheng/contracts/referrals';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { Assistance, ofType, TOWNSHIP, VILLAGE } from './kit/assistance.js';
import {
  application,
  CaseStory,
  openWithConsents,
  succeeded,
  township,
  type Cast,
} from './kit/case-story.js';
import type { Client, Stored } from './kit/client.js';
import { guangyuanFamily } from './kit/family.js';

/** A Monday. */
const MONDAY = '2025-05-12T01:00:00Z';
const FORWARD_BY = '2025-05-14T16:00:00.000Z';
const ANSWER_BY = '2025-05-26T16:00:00.000Z';

interface NeedBody {
  readonly need: string;
  readonly state: string;
  readonly caseId: string | null;
  readonly referralId: string | null;
  readonly reasonCode: string | null;
}

interface TicketBody extends Stored {
  readonly channel: string;
  readonly firstAskedUserId: string | null;
  readonly assignedUserId: string | null;
  readonly dueAt: string;
  readonly forwardDueAt: string | null;
  readonly householdId: string | null;
  readonly overdue: boolean;
  readonly needs: readonly NeedBody[];
}

interface ReferralBody extends Stored {
  readonly receiver: string;
  readonly ticketVersion: number;
  readonly overdue: boolean;
}

interface List<Item> {
  readonly items: readonly Item[];
}

interface WorkBody {
  readonly kind: string;
  readonly subject: { readonly id: string };
  readonly dueAt: string;
  readonly assignee: string | null;
  readonly command: { readonly method: string; readonly path: string };
}

/** One door (一门受理、协同办理): social assistance, R23 and section 6. */
describe('one door', () => {
  let assistance: Assistance;
  let cast: Cast;
  let clerk: Client;
  let agency: Client;

  beforeAll(async () => {
    assistance = await Assistance.start(MONDAY);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    clerk = await assistance.official('clerk-li', 'tickets:write', TOWNSHIP);
    agency = await assistance.official('nhsa', 'referrals:read referrals:write', '51');
  });
  beforeEach(() => assistance.moveClock(MONDAY));
  afterAll(() => assistance.drop());

  const form = (change: object = {}) => ({
    ...{ channel: 'COUNTER', region: VILLAGE, callerName: '王小明', phone: '13900000000' },
    ...{ needs: ['DIBAO', 'MEDICAL_AID'], text: '患病住院，家中无收入', ...change },
  });
  const open = async (change: object = {}, by = clerk): Promise<TicketBody> =>
    succeeded(201, await by.post<TicketBody>('/v1/tickets', form(change)));
  const read = async (
    id: string,
  ): Promise<TicketBody & { callerName: string; phone: string; text: string }> =>
    succeeded(200, await clerk.get(`/v1/tickets/${id}`));
  const forward = (id: string, version: number, change: object = {}) =>
    clerk.command<ReferralBody>(`/v1/tickets/${id}/forward`, version, {
      ...{ needs: ['MEDICAL_AID'], receiver: 'NHSA', needText: '住院自付较多', ...change },
    });
  const command = (id: string, verb: string, version: number, body: object = {}) =>
    clerk.command<TicketBody>(`/v1/tickets/${id}/${verb}`, version, body);
  const refuse = (id: string, version: number, need: string) =>
    command(id, 'answer', version, { need, reasonCode: 'NOT_IN_NEED' });
  const states = ({ needs }: TicketBody) => Object.fromEntries(needs.map(({ need, state }) => [need, state]));
  const inbox = async (by: Client, query = ''): Promise<readonly WorkBody[]> =>
    succeeded(200, await by.get<List<WorkBody>>(`/v1/work-items?limit=200${query}`)).items;
  const due = async (by: Client, { id }: { id: string }) =>
    (await inbox(by)).filter(({ subject }) => subject.id === id).map(({ kind }) => kind);
  const until = (what: string, id: string, holds: (ticket: TicketBody) => boolean) =>
    eventually(what, async () => {
      const ticket = await read(id);
      return holds(ticket) && ticket;
    });

  describe('a ticket', () => {
    it('makes who was asked first responsible, and says by when each need has its answer', async () => {
      const ticket = await open();
      expect(ticket).toMatchObject({
        ...{ channel: 'COUNTER', firstAskedUserId: 'clerk-li', assignedUserId: null, state: 'OPEN' },
        ...{ dueAt: ANSWER_BY, forwardDueAt: FORWARD_BY, overdue: false },
        needs: [
          { need: 'DIBAO', state: 'OPEN' },
          { need: 'MEDICAL_AID', state: 'OPEN' },
        ],
      });
      const own = await open({ needs: ['DIBAO'] });
      expect(own.forwardDueAt).toBeNull();
      const mine = (await inbox(clerk)).filter(({ subject }) => subject.id === ticket.id);
      expect(mine.map(({ kind, dueAt, command: { path } }) => [kind, dueAt, path])).toEqual([
        ['ticketForward', FORWARD_BY, `/v1/tickets/${ticket.id}/forward`],
        ['ticketAnswer', ANSWER_BY, `/v1/tickets/${ticket.id}/answer`],
      ]);
    });

    it('keeps what a caller says of himself encrypted, and shows it masked', async () => {
      const { id } = await open();
      expect(await read(id)).toMatchObject({
        ...{ callerName: '王**', phone: '1**********', text: '患病住院，家中无收入' },
      });
      const [row] = await assistance.query<{ row: string }>(
        'select t::text as row from intake_ticket t where id = $1',
        [id],
      );
      for (const said of ['王小明', '13900000000', '住院']) expect(row?.row).not.toContain(said);
      const revealing = await assistance.official('clerk-9', 'tickets:read identities:read', TOWNSHIP);
      const headers = { 'x-reveal-reason': encodeURIComponent('回电话核实情况') };
      const shown = await revealing.get<{ phone: string }>(`/v1/tickets/${id}`, headers);
      expect(shown.body.phone).toBe('13900000000');
    });

    it('of a citizen is his own, and nobody’s to answer for yet', async () => {
      const { persons } = await CaseStory.apply(assistance, cast);
      const [person = '', other = ''] = persons;
      const citizen = await assistance.citizen(person);
      const ticket = await open({ channel: 'COUNTER', personKeys: [other] }, citizen);
      expect(ticket).toMatchObject({ channel: 'ONLINE', firstAskedUserId: null });
      const list = await citizen.get<List<TicketBody>>('/v1/tickets');
      expect(list.body.items.map(({ id }) => id)).toEqual([ticket.id]);
      const stranger = await assistance.citizen(other);
      expect((await stranger.get(`/v1/tickets/${ticket.id}`)).problem).toBe('not-found');
      const assigned = await command(ticket.id, 'assign', ticket.version, { userId: 'clerk-li' });
      expect(assigned.body).toMatchObject({
        ...{ state: 'ASSIGNED', assignedUserId: 'clerk-li', firstAskedUserId: 'clerk-li' },
      });
      const [work] = await inbox(clerk, '&assignee=clerk-li&kind=ticketAnswer');
      expect(work?.subject.id).toBe(ticket.id);
    });

    it.each([
      ['a need that is none', { needs: ['DIBAO', 'MONEY'] }, 422, 'unknown-need'],
      ['a region beyond the token', { region: '510803001001' }, 403, 'out-of-region'],
      ['a county', { region: '510802' }, 400, 'validation'],
      ['no need', { needs: [] }, 400, 'validation'],
      ['a household that is not there', { householdId: uuidv7() }, 404, 'not-found'],
    ])('is refused with %s', async (_what, change, status, problem) => {
      const before = await assistance.fingerprint();
      const refused = await clerk.post('/v1/tickets', form(change));
      expect([refused.status, refused.problem]).toEqual([status, problem]);
      expect(await assistance.fingerprint()).toBe(before);
    });
  });

  describe('what others handle', () => {
    it('is forwarded once, to who handles it, and the ticket is closed when every need has an answer', async () => {
      const ticket = await open();
      const wrong = await forward(ticket.id, ticket.version, { receiver: 'EDU' });
      expect([wrong.status, wrong.problem]).toEqual([422, 'wrong-receiver']);
      const here = await forward(ticket.id, ticket.version, { needs: ['DIBAO'] });
      expect([here.status, here.problem]).toEqual([422, 'wrong-receiver']);
      const unasked = await forward(ticket.id, ticket.version, { needs: ['EDUCATION_AID'], receiver: 'EDU' });
      expect([unasked.status, unasked.problem]).toEqual([422, 'unknown-need']);

      const forwarded = await forward(ticket.id, ticket.version);
      const referral = succeeded(201, forwarded);
      expect(forwarded.headers.get('location')).toBe(`/v1/referrals/${referral.id}`);
      expect(await due(clerk, ticket)).toEqual(['ticketAnswer']);
      const again = await forward(ticket.id, referral.ticketVersion);
      expect([again.status, again.problem]).toEqual([409, 'already-forwarded']);
      const early = await command(ticket.id, 'close', referral.ticketVersion);
      expect([early.status, early.problem, early.text]).toEqual([
        ...[409, 'needs-open'],
        expect.stringContaining('"needs":["DIBAO"]'),
      ]);

      const story = await CaseStory.apply(assistance, cast);
      const answered = await command(ticket.id, 'answer', referral.ticketVersion, {
        ...{ need: 'DIBAO', caseId: story.caseId },
      });
      expect(answered.body).toMatchObject({ state: 'FORWARDED', forwardDueAt: null });
      expect(states(answered.body)).toEqual({ DIBAO: 'CASE', MEDICAL_AID: 'REFERRED' });
      expect(await due(clerk, ticket)).toEqual([]);
      const closed = await command(ticket.id, 'close', answered.body.version);
      expect(closed.body.state).toBe('CLOSED');
    });

    it('comes back when it is declined, to who was asked first, also from a closed ticket', async () => {
      const ticket = await open({ needs: ['MEDICAL_AID'] });
      const referral = succeeded(201, await forward(ticket.id, ticket.version));
      succeeded(200, await command(ticket.id, 'close', referral.ticketVersion));
      await assistance.moveClock('2025-05-19T01:00:00Z');
      const list = await agency.get<List<ReferralBody>>('/v1/referrals?receiver=NHSA&state=SENT');
      expect(list.body.items.map(({ id }) => id)).toContain(referral.id);
      const answer = { accepted: false, reasonCode: 'NO_INPATIENT_COST' };
      succeeded(200, await agency.command(`/v1/referrals/${referral.id}/answer`, referral.version, answer));
      const back = await read(ticket.id);
      expect(back).toMatchObject({
        ...{ state: 'ASSIGNED', assignedUserId: 'clerk-li', dueAt: '2025-06-03T16:00:00.000Z' },
        needs: [{ need: 'MEDICAL_AID', state: 'OPEN', referralId: null }],
      });
      expect(await due(clerk, ticket)).toEqual(['ticketAnswer']);
      const refused = await refuse(ticket.id, back.version, 'MEDICAL_AID');
      expect(refused.body).toMatchObject({ state: 'ANSWERED', needs: [{ reasonCode: 'NOT_IN_NEED' }] });
    });

    it('is taken over by a service that accepts it', async () => {
      const ticket = await open({ needs: ['CHILD_ALLOWANCE'] });
      const forwarded = await forward(ticket.id, ticket.version, {
        ...{ needs: ['CHILD_ALLOWANCE'], receiver: 'children' },
      });
      const { id: referralId } = succeeded(201, forwarded);
      const [sent] = await eventually('sent to children', async () => {
        const raised = ofType(await assistance.published(), ReferralRaisedSchema);
        const mine = raised.filter((message) => message.referralId === referralId);
        return mine.length > 0 && mine;
      });
      expect(sent).toMatchObject({
        sender: ServiceCode.ASSISTANCE,
        receiver: 'children',
        caseRef: ticket.id,
      });
      expect(sent?.subjectRef).toBe(ticket.id);
      await assistance.hear(
        ReferralAcceptedSchema,
        {
          occurredAt: timestampFromDate(new Date(MONDAY)),
          ...{ referralId, region: { code: VILLAGE }, sender: ServiceCode.ASSISTANCE, receiver: 'children' },
          ...{ caseRef: 'C-3', needs: [ReferralNeed.CHILD_ALLOWANCE], handleByOn: '2025-06-12' },
        },
        'children',
      );
      const answered = await until('taken over', ticket.id, ({ state }) => state === 'ANSWERED');
      expect(states(answered)).toEqual({ CHILD_ALLOWANCE: 'TAKEN_OVER' });
    });

    it('goes to charity with a consent only, and is taken back with it', async () => {
      const { persons } = await openWithConsents(cast.clerk, guangyuanFamily());
      const [consent] = await assistance.query<{ id: string }>(
        'select id from consent where person_key = $1',
        [persons[0]],
      );
      const ticket = await open({ needs: ['CHARITY_AID'] });
      const toCharity = (change: object) =>
        forward(ticket.id, ticket.version, { needs: ['CHARITY_AID'], receiver: 'organizations', ...change });
      expect((await toCharity({})).problem).toBe('consent-missing');
      const { id: referralId } = succeeded(201, await toCharity({ consentId: consent?.id }));
      const { version } = succeeded(200, await cast.clerk.get<Stored>(`/v1/consents/${consent?.id}`));
      const reason = { reason: '不再需要' };
      succeeded(200, await cast.clerk.command(`/v1/consents/${consent?.id}/withdraw`, version, reason));
      expect(await read(ticket.id)).toMatchObject({
        state: 'ANSWERED',
        needs: [{ state: 'WITHDRAWN', reasonCode: 'CONSENT_WITHDRAWN' }],
      });
      await eventually('told to organizations', async () => {
        const messages = ofType(await assistance.published(), ReferralWithdrawnSchema);
        return messages.some((message) => message.referralId === referralId);
      });
    });

    it('is told to the supervisor when nobody answers, and goes to the coordination mechanism', async () => {
      const ticket = await open({ needs: ['HOUSING_AID'] });
      const forwarded = await forward(ticket.id, ticket.version, { needs: ['HOUSING_AID'], receiver: 'HOU' });
      const { id } = succeeded(201, forwarded);
      await assistance.moveClock('2025-05-26T16:00:01Z');
      const supervisor = await assistance.official('supervisor', 'supervision:read', '5108');
      await eventually('the supervisor is told', async () => {
        const { body } = await supervisor.get<List<{ subject: { id: string }; reason: string }>>(
          '/v1/supervision-items?kind=LATE&limit=200',
        );
        return body.items.some(({ subject, reason }) => subject.id === id && reason === 'referralAnswer');
      });
      expect((await agency.get<ReferralBody>(`/v1/referrals/${id}`)).body.overdue).toBe(true);
      const county = await assistance.official('county', 'conferences:write', '510802');
      expect(await due(county, { id })).toEqual([]);
      await assistance.moveClock('2025-06-03T16:00:01Z');
      await eventually('the county has it', async () => (await due(county, { id })).length === 1);
      const conference = {
        ...{ region: '510802', heldOn: '2025-06-03', departments: ['MCA', 'HOU', 'HOU'] },
        ...{ resolution: '由住房部门优先安排公租房', minutesSha256: 'b'.repeat(64), targetIds: [id] },
      };
      const few = await county.post('/v1/case-conferences', conference);
      expect([few.status, few.problem]).toEqual([422, 'conference-quorum']);
      const departments = ['MCA', 'HOU', 'NHSA'];
      succeeded(201, await county.post('/v1/case-conferences', { ...conference, departments }));
      expect(await due(county, { id })).toEqual([]);
    });
  });

  describe('what another department refers', () => {
    const raise = async (change: object = {}): Promise<string> => {
      const referralId = uuidv7();
      await assistance.hear(
        ReferralRaisedSchema,
        {
          occurredAt: timestampFromDate(new Date(MONDAY)),
          ...{ referralId, region: { code: VILLAGE }, sender: ServiceCode.CHILDREN, receiver: 'assistance' },
          ...{ personKeys: [], subjectRef: 'child-7', caseRef: 'C-1', reasonCode: 'GUARDIAN_POOR' },
          needs: [ReferralNeed.SINGLE_PERSON_GUARANTEE, ReferralNeed.TEMP_AID],
          urgency: ReferralUrgency.NORMAL,
          answerDueAt: timestampFromDate(new Date('2025-05-23T16:00:00Z')),
          ...change,
        },
        'children',
      );
      return referralId;
    };
    const ticketOf = (referralId: string): Promise<TicketBody> =>
      eventually('the ticket is open', async () => {
        const [row] = await assistance.query<{ id: string }>(
          'select id from intake_ticket where referral_id = $1',
          [referralId],
        );
        return row && read(row.id);
      });

    it('opens a ticket with its time limit, and is answered need by need to its sender', async () => {
      const referralId = await raise();
      const ticket = await ticketOf(referralId);
      expect(ticket).toMatchObject({
        ...{ channel: 'REFERRAL', firstAskedUserId: null, dueAt: '2025-05-23T16:00:00.000Z' },
        needs: [
          { need: 'SINGLE_PERSON_GUARANTEE', state: 'OPEN' },
          { need: 'TEMP_AID', state: 'OPEN' },
        ],
      });
      const story = await CaseStory.apply(assistance, cast);
      const half = await command(ticket.id, 'answer', ticket.version, {
        ...{ need: 'SINGLE_PERSON_GUARANTEE', caseId: story.caseId },
      });
      expect(half.body.state).toBe('OPEN');
      const whole = await refuse(ticket.id, half.body.version, 'TEMP_AID');
      expect(whole.body.state).toBe('ANSWERED');
      const of = <T extends { referralId: string }>(messages: readonly T[]) =>
        messages.filter((message) => message.referralId === referralId);
      const [accepted, declined] = await eventually('answered', async () => {
        const events = await assistance.published();
        const found = [
          ...of(ofType(events, ReferralAcceptedSchema)),
          ...of(ofType(events, ReferralDeclinedSchema)),
        ];
        return found.length === 2 && found;
      });
      expect(accepted).toMatchObject({
        ...{ sender: ServiceCode.CHILDREN, receiver: 'assistance', handleByOn: '2025-05-23' },
        needs: [ReferralNeed.SINGLE_PERSON_GUARANTEE],
      });
      expect(declined).toMatchObject({ reasonCode: 'NOT_IN_NEED', needs: [ReferralNeed.TEMP_AID] });

      const withdrawn = await cast.clerk.command(`${story.path}/withdraw`, story.version);
      succeeded(200, withdrawn);
      const [referral] = await assistance.query<{ state: string }>(
        'select state from referral where id = $1',
        [referralId],
      );
      expect(referral?.state).toBe('DONE');
    });

    it('is answered by the case that names its ticket, and the case says where it comes from', async () => {
      const { id: householdId, persons } = await openWithConsents(cast.clerk, guangyuanFamily());
      const referralId = await raise({ personKeys: [persons[2]] });
      const ticket = await ticketOf(referralId);
      const applied = (ticketId: string) =>
        cast.clerk.post<Stored & { caseNo: string }>('/v1/cases', {
          ...application(householdId, persons),
          ticketId,
        });
      const others = await open({
        needs: ['DIBAO'],
        householdId: (await CaseStory.apply(assistance, cast)).householdId,
      });
      expect((await applied(others.id)).problem).toBe('not-found');
      const { id: caseId, caseNo } = succeeded(201, await applied(ticket.id));
      expect(states(await read(ticket.id))).toEqual({ SINGLE_PERSON_GUARANTEE: 'CASE', TEMP_AID: 'OPEN' });
      const [submitted, accepted] = await eventually('told', async () => {
        const events = await assistance.published();
        const found = [
          ofType(events, ApplicationSubmittedSchema).find((message) => message.caseId === caseId),
          ofType(events, ReferralAcceptedSchema).find((message) => message.referralId === referralId),
        ];
        return found.every((message) => message !== undefined) && found;
      });
      expect(submitted).toMatchObject({ channel: 'REFERRAL', referralId });
      expect(accepted).toMatchObject({ caseRef: caseNo });
    });

    it('is closed here when its sender takes it back', async () => {
      const referralId = await raise();
      const ticket = await ticketOf(referralId);
      await assistance.hear(
        ReferralWithdrawnSchema,
        {
          occurredAt: timestampFromDate(new Date(MONDAY)),
          ...{
            referralId,
            region: { code: VILLAGE },
            receiver: 'assistance',
            needs: [],
            reasonCode: 'NEED_GONE',
          },
        },
        'children',
      );
      const ended = await until('taken back', ticket.id, ({ state }) => state === 'ANSWERED');
      expect(states(ended)).toEqual({ SINGLE_PERSON_GUARANTEE: 'WITHDRAWN', TEMP_AID: 'WITHDRAWN' });
      expect(await due(clerk, ticket)).toEqual([]);
    });

    it('joins what is open about the household', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const asked = await open({ needs: ['HEATING'], householdId: story.householdId });
      const referralId = await raise({ personKeys: [story.persons[2]] });
      const ticket = await ticketOf(referralId);
      expect(ticket).toMatchObject({ id: asked.id, channel: 'COUNTER', dueAt: '2025-05-23T16:00:00.000Z' });
      expect(Object.keys(states(ticket))).toEqual(['HEATING', 'SINGLE_PERSON_GUARANTEE', 'TEMP_AID']);
      const second = await ticketOf(await raise({ personKeys: [story.persons[2]] }));
      expect(second.id).not.toBe(asked.id);
    });

    it('is answered at once where the need has a case already, and asks again for what was refused', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const needs = ['HEATING', 'SINGLE_PERSON_GUARANTEE', 'TEMP_AID'];
      const asked = await open({ needs, householdId: story.householdId });
      const { version } = (
        await command(asked.id, 'answer', asked.version, {
          ...{ need: 'SINGLE_PERSON_GUARANTEE', caseId: story.caseId },
        })
      ).body;
      succeeded(200, await refuse(asked.id, version, 'TEMP_AID'));
      const referralId = await raise({ personKeys: [story.persons[0]] });
      expect(states(await ticketOf(referralId))).toEqual({
        ...{ HEATING: 'OPEN', SINGLE_PERSON_GUARANTEE: 'CASE', TEMP_AID: 'OPEN' },
      });
      await eventually('answered', async () => {
        const accepted = ofType(await assistance.published(), ReferralAcceptedSchema);
        const mine = accepted.find((message) => message.referralId === referralId);
        return mine?.needs.join() === String(ReferralNeed.SINGLE_PERSON_GUARANTEE);
      });
    });
  });

  it('has a published catalogue of who handles what', async () => {
    const { body } = await clerk.get<List<{ need: string; receiver: string }>>(
      '/v1/catalogue-items?region=510802',
    );
    const receivers = Object.fromEntries(body.items.map(({ need, receiver }) => [need, receiver]));
    expect(receivers).toMatchObject({
      ...{ DIBAO: 'assistance', MEDICAL_AID: 'NHSA', EDUCATION_AID: 'EDU', HOUSING_AID: 'HOU' },
      ...{ EMPLOYMENT_AID: 'HRSS', LEGAL_AID: 'JUS', WORKER_AID: 'UNION', CHARITY_AID: 'organizations' },
    });
  });
});

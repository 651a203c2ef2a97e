import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { factIdOf } from '@minzheng/casework/facts';
import { ServiceCode } from '@minzheng/contracts/common';
import {
  ClueClosedSchema,
  ClueClosingOutcome,
  ClueDirection,
  ClueDispatchedSchema,
  ClueOutcome,
  ClueOutcomeRecordedSchema,
  ClueVisitMode,
  ConsentExpiredSchema,
  FactDisputedSchema,
} from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType, VILLAGE } from './kit/assistance.js';
import {
  CaseStory,
  consentForm,
  SIGNATURE,
  succeeded,
  township,
  visitForm,
  type Cast,
  type DecidedBody,
} from './kit/case-story.js';
import type { Client, Stored } from './kit/client.js';
import { clue } from './kit/messages.js';

interface TaskBody extends Stored {
  readonly clueId: string;
  readonly awardId: string | null;
  readonly work: readonly { readonly type: string; readonly id?: string }[];
  readonly visits: readonly { readonly visitId?: string; readonly mode: string }[];
  readonly proposedOutcome?: string | null;
}

interface ReviewRow {
  readonly id: string;
  readonly state: string;
  readonly cause: string;
  readonly grounds: readonly string[];
  readonly due: string;
}

/** What becomes of a clue at the department that it is sent to, and of the consents that awards rest on. */
describe('a household whose award is running', () => {
  let assistance: Assistance;
  let cast: Cast;
  let reviewer: Client;
  let story: CaseStory;
  let awardId: string;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    reviewer = await assistance.official('reviewer-li', 'clue-tasks:approve awards:approve', '510802');
    story = await CaseStory.apply(assistance, cast);
    await story.toNotice('2025-05-12');
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.becomes('REPORTED');
    const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    awardId = succeeded(200, decided).awardId ?? '';
    await assistance.moveClock('2025-08-12T03:00:00Z');
    await assistance.lookAtPeriods();
  });
  afterAll(() => assistance.drop());

  const send = (
    clueId: string,
    indicators: readonly string[],
    change: Partial<{ direction: ClueDirection; attempt: number; documentCheck: boolean; at: string }> = {},
  ) => {
    const { at, ...rest } = change;
    const told: MessageInitShape<typeof ClueDispatchedSchema> = {
      ...clue({
        ...{ clueId, indicators, householdId: story.householdId },
        personKeys: story.persons.slice(0, 1),
      }),
      ...rest,
      ...(at === undefined ? {} : { occurredAt: timestampFromDate(new Date(at)) }),
    };
    return assistance.hear(ClueDispatchedSchema, told);
  };
  const taskOf = (clueId: string, isSo: (task: TaskBody) => boolean = () => true): Promise<TaskBody> =>
    eventually(`the task of ${clueId}`, async () => {
      const { body } = await cast.clerk.get<{ items: TaskBody[] }>('/v1/clue-tasks?limit=200');
      const task = body.items.find((each) => each.clueId === clueId);
      return task && isSo(task) ? task : undefined;
    });
  const close = (clueId: string, outcome: ClueClosingOutcome) =>
    assistance.hear(ClueClosedSchema, { clueId, department: ServiceCode.ASSISTANCE, outcome });
  const reviews = () =>
    assistance.query<ReviewRow>(
      `select id, state, cause, grounds, due_on::text as due from review where award_id = $1 order by id`,
      [awardId],
    );
  const proposedOf = async ({ id }: TaskBody) =>
    succeeded(200, await cast.clerk.get<TaskBody>(`/v1/clue-tasks/${id}`)).proposedOutcome;
  const signed = async (
    path: string,
    visitedOn: string,
    present: readonly string[] = [],
  ): Promise<string> => {
    const entered = succeeded(
      201,
      await cast.clerk.post(`${path}/visits`, { ...visitForm(visitedOn), present: [...present] }),
    );
    let { version } = entered;
    const signatures = [
      ...[cast.clerk, cast.cadre].map((official) => ({ official, form: SIGNATURE as object })),
      ...present.map((personKey) => ({ official: cast.clerk, form: { ...SIGNATURE, personKey } })),
    ];
    for (const { official, form } of signatures) {
      ({ version } = succeeded(200, await official.command(`/v1/visits/${entered.id}/sign`, version, form)));
    }
    return entered.id;
  };
  const answer = (who: Client, { id, version }: TaskBody, form: object) =>
    who.command<TaskBody & { outcome: string }>(`/v1/clue-tasks/${id}/answer`, version, form);

  it('24.1 a need that nobody has asked for makes one ticket, also for several indicators', async () => {
    const clueId = randomUUID();
    await send(clueId, ['F2', 'F3'], { direction: ClueDirection.UNDER });
    const task = await taskOf(clueId);
    const [ticket, ...others] = await assistance.query<{ id: string; channel: string; needs: string[] }>(
      `select id, channel, array(select need from ticket_need n where n.ticket_id = t.id order by need) as needs
         from intake_ticket t where $1 = any(clue_ids)`,
      [clueId],
    );
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ channel: 'CLUE', needs: ['DISABILITY_CARE', 'DISABILITY_LIVING'] });
    expect(task).toMatchObject({ state: 'OPEN', awardId, work: [{ type: 'ticket', id: ticket?.id }] });
    // a second clue about the household joins it
    const joining = randomUUID();
    await send(joining, ['F2'], { direction: ClueDirection.UNDER });
    expect((await taskOf(joining)).work).toEqual([{ type: 'ticket', id: ticket?.id }]);
  });

  it('an over-payment opens a review of the award, due with the clue; taken back, it is settled', async () => {
    const clueId = randomUUID();
    await send(clueId, ['C3']);
    const task = await taskOf(clueId);
    const [review] = (await reviews()).filter(({ cause }) => cause === 'CLUE');
    expect(review).toMatchObject({ state: 'OPEN', grounds: [`clue/${clueId}`], due: '2025-08-26' });
    expect(task).toMatchObject({ awardId, work: [{ type: 'review', id: review?.id }] });
    expect(await proposedOf(task)).toBeNull();
    await close(clueId, ClueClosingOutcome.EVIDENCE_WITHDRAWN);
    await taskOf(clueId, ({ state }) => state === 'CLOSED');
    const stateOf = async (id?: string) => (await reviews()).find((each) => each.id === id)?.state;
    expect(await stateOf(review?.id)).toBe('CONCLUDED');
    // closed with any other outcome, what it was opened for is still to be found out
    const other = randomUUID();
    await send(other, ['C3']);
    const { work } = await taskOf(other);
    await close(other, ClueClosingOutcome.NO_CHANGE);
    await taskOf(other, ({ state }) => state === 'CLOSED');
    expect(await stateOf(work[0]?.id)).toBe('OPEN');
  });

  it('24.5 care is a visit of the household, which the task has as soon as it is signed', async () => {
    const clueId = randomUUID();
    await send(clueId, ['A7'], { direction: ClueDirection.CARE });
    const task = await taskOf(clueId);
    expect(task.work).toEqual([{ type: 'visit' }]);
    const refused = await answer(reviewer, task, { outcome: 'NO_CHANGE' });
    expect([refused.status, refused.problem]).toEqual([422, 'record-missing']);
    await assistance.moveClock('2025-08-13T03:00:00Z');
    const path = `/v1/clue-tasks/${task.id}`;
    const early = await cast.clerk.post<{ notBefore: string }>(`${path}/visits`, visitForm('2025-08-11'));
    expect([early.status, early.problem, early.body.notBefore]).toEqual([
      ...[422, 'visit-too-early', '2025-08-12'],
    ]);
    const visitId = await signed(path, '2025-08-13', story.persons.slice(0, 1));
    const visited = await taskOf(clueId, ({ state }) => state === 'VISITED');
    expect(visited.visits).toMatchObject([{ visitId, mode: 'HOME' }]);
    expect(await proposedOf(visited)).toBe('NO_CHANGE');
    const approver = await assistance.official('clerk-wang', 'clue-tasks:approve');
    const bySame = await answer(approver, visited, { outcome: 'NO_CHANGE' });
    expect([bySame.status, bySame.problem]).toEqual([403, 'same-person']);
    const answered = succeeded(200, await answer(reviewer, visited, { outcome: 'NO_CHANGE' }));
    expect(answered).toMatchObject({ state: 'ANSWERED', outcome: 'NO_CHANGE' });
    const told = await eventually('it is told', async () =>
      ofType(await assistance.published(), ClueOutcomeRecordedSchema).find((each) => each.clueId === clueId),
    );
    expect(told).toMatchObject({
      ...{ department: ServiceCode.ASSISTANCE, outcome: ClueOutcome.NO_CHANGE, decidedByOther: true },
      visits: [{ mode: ClueVisitMode.HOME, workers: 2 }],
    });
    await close(clueId, ClueClosingOutcome.NO_CHANGE);
    const closed = await taskOf(clueId, ({ state }) => state === 'CLOSED');
    const again = await cast.clerk.post(`${path}/visits`, visitForm('2025-08-13'));
    expect(again.problem).toBe('illegal-transition');
    expect(closed.visits).toHaveLength(1);
  });

  it('nobody met on two days is unreachable, on one it is nothing yet', async () => {
    const clueId = randomUUID();
    await send(clueId, ['A7'], { direction: ClueDirection.CARE, at: '2025-08-13T03:00:00Z' });
    const task = await taskOf(clueId);
    await assistance.moveClock('2025-08-14T03:00:00Z');
    await signed(`/v1/clue-tasks/${task.id}`, '2025-08-14');
    expect(await proposedOf(await taskOf(clueId, ({ state }) => state === 'VISITED'))).toBeNull();
    await assistance.moveClock('2025-08-15T03:00:00Z');
    await signed(`/v1/clue-tasks/${task.id}`, '2025-08-15');
    const visited = await taskOf(clueId, ({ visits }) => visits.length === 2);
    expect(await proposedOf(visited)).toBe('UNREACHABLE');
    succeeded(200, await answer(reviewer, visited, { outcome: 'UNREACHABLE' }));
  });

  it('a consent that expires is asked for again, until there is another', async () => {
    const person = story.persons[0] ?? '';
    const [consent] = await assistance.query<{ id: string }>('select id from consent where person_key = $1', [
      person,
    ]);
    const tasks = () =>
      assistance.query<{ state: string; subject_id: string }>(
        `select state, subject_id from work_item where kind = 'consentRenewal'`,
      );
    await assistance.hear(ConsentExpiredSchema, {
      ...{ personKey: person, consentId: consent?.id ?? '', takenBy: ServiceCode.ASSISTANCE },
      ...{ region: { code: VILLAGE }, validTo: '2026-05-11' },
    });
    await eventually('there is a task', async () => (await tasks()).length === 1);
    expect(await tasks()).toEqual([{ state: 'OPEN', subject_id: consent?.id }]);
    succeeded(201, await cast.clerk.post('/v1/consents', consentForm(person)));
    expect(await tasks()).toEqual([{ state: 'SETTLED', subject_id: consent?.id }]);
  });

  it('a consent that is withdrawn has the award reviewed', async () => {
    const [consent] = await assistance.query<{ id: string; version: number }>(
      `select id, version from consent where person_key = $1 and state = 'VALID'`,
      [story.persons[1]],
    );
    const path = `/v1/consents/${consent?.id}/withdraw`;
    succeeded(200, await cast.clerk.command(path, consent?.version ?? 0));
    const [review] = (await reviews()).filter(({ cause }) => cause === 'REPORTED_CHANGE');
    expect(review).toMatchObject({ state: 'OPEN', grounds: [`consent/${consent?.id}`] });
  });

  it('a fact that somebody disputes is work until the department has answered', async () => {
    const personKey = story.persons[0] ?? '';
    const factId = factIdOf('statuses', `award/${awardId}/${personKey}`);
    await assistance.hear(FactDisputedSchema, {
      ...{ region: { code: VILLAGE }, receiver: 'assistance', factId, personKey, appealId: randomUUID() },
      dueAt: timestampFromDate(new Date('2025-08-29T16:00:00Z')),
    });
    const work = () =>
      assistance.query<{ state: string; subject_id: string; due: string }>(
        `select state, subject_id, due_at::text as due from work_item where kind = 'factDispute'`,
      );
    const [item] = await eventually('there is a task', async () => {
      const items = await work();
      return items.length > 0 && items;
    });
    expect(item?.state).toBe('OPEN');
    const keeper = await assistance.official('keeper', 'fact-disputes:write', '510802');
    const path = `/v1/fact-disputes/${item?.subject_id}`;
    const dispute = succeeded(200, await keeper.get<Stored & { fact: object }>(path));
    expect(dispute.fact).toMatchObject({ type: 'StatusFact', kind: 'dibao', dataset: 'assistance.statuses' });
    succeeded(
      200,
      await keeper.command(`${path}/confirm`, dispute.version, { evidenceSha256: 'f'.repeat(64) }),
    );
    expect((await work()).map(({ state }) => state)).toEqual(['SETTLED']);
  });

  it('24.4 an over-payment of an award that has ended since is confirmed', async () => {
    const clueId = randomUUID();
    await send(clueId, ['A1'], { at: '2025-08-15T03:00:00Z' });
    const task = await taskOf(clueId);
    // joins whatever review is open on the award
    const [open] = (await reviews()).filter(({ state }) => state !== 'CONCLUDED');
    expect(task.work).toEqual([{ type: 'review', id: open?.id }]);
    const award = succeeded(200, await cast.clerk.get(`/v1/awards/${awardId}`));
    await assistance.moveClock('2025-08-18T03:00:00Z');
    await signed(`/v1/awards/${awardId}`, '2025-08-18', story.persons.slice(0, 1));
    const met = await taskOf(clueId, ({ state }) => state === 'VISITED');
    expect(await proposedOf(met)).toBeNull();
    const ceased = await reviewer.command(`/v1/awards/${awardId}/cease`, award.version, {
      ...{ cause: 'OWN_REQUEST', reason: '本人申请退出' },
    });
    succeeded(200, ceased);
    const visited = await taskOf(clueId, ({ state }) => state === 'VISITED');
    expect(await proposedOf(visited)).toBe('CONFIRMED_STOP');
    const form = { outcome: 'CONFIRMED_STOP', effectiveMonth: '2025-09', amountFen: '0' };
    succeeded(200, await answer(reviewer, visited, form));
  });

  it('an over-payment where nothing runs any more is answered over documents', async () => {
    const clueId = randomUUID();
    await send(clueId, ['C3'], { documentCheck: true, at: '2025-08-18T04:00:00Z' });
    const task = await taskOf(clueId);
    expect(task).toMatchObject({ awardId: null, work: [{ type: 'documents' }] });
    await assistance.moveClock('2025-08-19T03:00:00Z');
    const record = {
      ...{ visitedAt: '2025-08-19T02:00:00Z', mode: 'DOCUMENT', workers: ['clerk-wang', 'cadre-zhao'] },
      evidenceSha256: 'e'.repeat(64),
    };
    succeeded(200, await answer(reviewer, task, { outcome: 'DATA_WRONG', record }));
  });

  it('an outcome of another department needs no visit', async () => {
    const clueId = randomUUID();
    await send(clueId, ['C3'], { at: '2025-08-19T03:00:00Z' });
    const task = await taskOf(clueId);
    const elsewhere = await assistance.official('reviewer-2', 'clue-tasks:approve', '510803');
    expect((await answer(elsewhere, task, { outcome: 'NOT_OURS' })).problem).toBe('not-found');
    succeeded(200, await answer(reviewer, task, { outcome: 'NOT_OURS' }));
  });
});

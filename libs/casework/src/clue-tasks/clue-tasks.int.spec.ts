import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Programme, ServiceCode } from '@minzheng/contracts/common';
import {
  ClueClosedSchema,
  ClueClosingOutcome,
  ClueDirection,
  ClueDispatchedSchema,
  ClueOutcome,
  ClueOutcomeRecordedSchema,
  ClueSeverity,
  ClueVisitMode,
  type ClueDispatched,
} from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { Injectable, Module } from '@nestjs/common';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment, TOLD } from '../test/second-department.js';
import {
  clueTaskHandlers,
  ClueTaskHooks,
  CLUE_TASKS,
  clueTasksController,
  ClueTaskService,
  ClueTasksModule,
  type ClueHandling,
  type ClueOutcomeName,
  type ClueTask,
  type ClueTaskDto,
  type ClueVisitRecord,
} from './index.js';

const REGION = '510802001';
const ELDER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const SIGNED = randomUUID();
const VISIT: ClueVisitRecord = {
  visitedAt: '2025-08-13T02:00:00Z',
  mode: 'HOME',
  workers: ['clerk-1', 'cadre-1'],
  evidenceSha256: 'a'.repeat(64),
  visitId: SIGNED,
};

/** Each clue is a visit; one visit is on record; what is proposed is that nothing changes. */
@Injectable()
class Visitors extends ClueTaskHooks {
  readonly told: string[] = [];

  override dispatched(_tx: unknown, clue: ClueDispatched, task: ClueTask | null): Promise<ClueHandling> {
    this.told.push(`${clue.clueId} ${task === null ? 'new' : task.state}`);
    return Promise.resolve({ awardId: null, work: [{ type: 'visit' }] });
  }
  override visitOf(
    _manager: unknown,
    _task: ClueTask,
    visitId: string,
  ): Promise<ClueVisitRecord | undefined> {
    return Promise.resolve(visitId === SIGNED ? VISIT : undefined);
  }
  override proposal(): Promise<ClueOutcomeName | undefined> {
    return Promise.resolve('NO_CHANGE');
  }
  override closed(_tx: unknown, { clueId }: ClueTask, outcome: string): Promise<void> {
    this.told.push(`${clueId} closed ${outcome}`);
    return Promise.resolve();
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), ClueTasksModule],
  controllers: [clueTasksController('eldercare'), clueTaskHandlers(TOLD)],
  providers: [Visitors, { provide: ClueTaskHooks, useExisting: Visitors }],
})
class ElderCareModule {}

const CLERK = { sub: 'clerk-1', scope: 'eldercare:clue-tasks:write', region: REGION };
const REVIEWER = { sub: 'reviewer-1', scope: 'eldercare:clue-tasks:approve', region: '510802' };

describe('tasks from clues of a second department', () => {
  let eldercare: SecondDepartment;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [CLUE_TASKS], '2025-08-20T01:00:00Z');
  });
  afterAll(() => eldercare.drop());

  const clueOf = (clueId: string, change: object = {}): object => ({
    occurredAt: timestampFromDate(new Date('2025-08-12T02:00:00Z')),
    region: { code: REGION },
    clueId,
    department: ServiceCode.ELDERCARE,
    household: { service: ServiceCode.ELDERCARE, householdId: clueId, region: { code: REGION } },
    personKeys: [ELDER],
    hits: [{ indicator: 'A7', programme: Programme.OLD_AGE_ALLOWANCE, episodeKey: 'x', months: ['2025-07'] }],
    ...{ direction: ClueDirection.CARE, severity: ClueSeverity.YELLOW, attempt: 1, revision: 1 },
    dueAt: timestampFromDate(new Date('2025-08-26T16:00:00Z')),
    ...change,
  });
  const send = (clueId: string, change: object = {}) =>
    eldercare.hear(
      ClueDispatchedSchema,
      clueOf(clueId, change) as MessageInitShape<typeof ClueDispatchedSchema>,
    );
  const taskOf = (clueId: string, isSo: (task: ClueTaskDto) => boolean = () => true): Promise<ClueTaskDto> =>
    eventually(`the task of ${clueId}`, async () => {
      const { body } = await eldercare.read<{ items: ClueTaskDto[] }>('/v1/clue-tasks?limit=200', CLERK);
      const task = body.items.find((each) => each.clueId === clueId);
      return task && isSo(task) ? task : undefined;
    });
  const opened = async (change: object = {}): Promise<ClueTaskDto> => {
    const clueId = randomUUID();
    await send(clueId, change);
    return taskOf(clueId);
  };
  const answer = ({ id, version }: ClueTaskDto, form: object, claims: object = REVIEWER) =>
    eldercare.post<ClueTaskDto>(`/v1/clue-tasks/${id}/answer`, form, claims, version);
  const recorded = async (clueId: string) =>
    (await eldercare.published(ClueOutcomeRecordedSchema)).filter((told) => told.clueId === clueId);
  const told = (clueId: string) => eldercare.get(Visitors).told.filter((what) => what.startsWith(clueId));

  it('are made once for each clue, and brought up to date by more hits', async () => {
    const task = await opened();
    expect(task).toMatchObject({
      ...{ state: 'OPEN', indicators: ['A7'], programme: 'OLD_AGE_ALLOWANCE', householdId: task.clueId },
      ...{ dueAt: '2025-08-26T16:00:00.000Z', work: [{ type: 'visit' }], version: 1, outcome: null },
    });
    await send(task.clueId);
    const hits = ['A7', 'A6'].map((indicator) => ({ indicator, episodeKey: 'x', months: ['2025-08'] }));
    await send(task.clueId, { hits, revision: 2 });
    const now = await taskOf(task.clueId, ({ version }) => version > 1);
    expect(now).toMatchObject({ id: task.id, version: 2, indicators: ['A7', 'A6'], months: ['2025-08'] });
    expect(told(task.clueId)).toEqual([`${task.clueId} new`, `${task.clueId} OPEN`]);
  });

  it('are answered with a visit by two people, by somebody else; verification is told', async () => {
    const task = await opened();
    const { body: own } = await eldercare.read<ClueTaskDto>(`/v1/clue-tasks/${task.id}`, CLERK);
    expect(own.proposedOutcome).toBe('NO_CHANGE');
    const noRecord = await answer(task, { outcome: 'NO_CHANGE' });
    expect(noRecord).toMatchObject({ status: 422, problem: 'record-missing' });
    expect(await answer(task, { outcome: 'NO_CHANGE', visitId: randomUUID() })).toMatchObject({
      problem: 'record-missing',
    });
    const visitor = { ...REVIEWER, sub: 'cadre-1' };
    expect(await answer(task, { outcome: 'NO_CHANGE', visitId: SIGNED }, visitor)).toMatchObject({
      status: 403,
      problem: 'same-person',
    });
    expect(await answer(task, { outcome: 'NO_CHANGE', visitId: SIGNED }, CLERK)).toMatchObject({
      problem: 'scope-missing',
    });
    const answered = await answer(task, {
      ...{
        outcome: 'NO_CHANGE',
        visitId: SIGNED,
        reasonCode: 'KNOWN_AND_SETTLED',
        muteUntilOn: '2026-02-28',
      },
      ...{ caseRef: null, effectiveMonth: null },
    });
    expect(answered).toMatchObject({ status: 200, body: { state: 'ANSWERED', outcome: 'NO_CHANGE' } });
    const [sent] = await eventually('it is told', async () => {
      const outcomes = await recorded(task.clueId);
      return outcomes.length > 0 && outcomes;
    });
    expect(sent).toMatchObject({
      ...{ taskId: task.id, department: ServiceCode.ELDERCARE, outcome: ClueOutcome.NO_CHANGE },
      ...{ decidedByOther: true, reasonCode: 'KNOWN_AND_SETTLED', muteUntilOn: '2026-02-28' },
      visits: [
        {
          visitedAt: timestampFromDate(new Date(VISIT.visitedAt)),
          ...{ mode: ClueVisitMode.HOME, workers: 2, evidenceSha256: VISIT.evidenceSha256 },
        },
      ],
      transition: { fromState: 'OPEN', toState: 'ANSWERED' },
    });
    expect(sent?.caseRef).toBeUndefined();
    expect(await answer(answered.body, { outcome: 'NO_CHANGE', visitId: SIGNED })).toMatchObject({
      problem: 'illegal-transition',
    });
  });

  it('are answered over documents where every hit allows it', async () => {
    const record = {
      ...{ visitedAt: '2025-08-19T02:00:00Z', mode: 'DOCUMENT', workers: ['clerk-1', 'cadre-1'] },
      evidenceSha256: 'b'.repeat(64),
    };
    const form = { outcome: 'DATA_WRONG', record };
    expect(await answer(await opened(), form)).toMatchObject({ problem: 'record-missing' });
    const task = await opened({ documentCheck: true });
    const later = { ...form, record: { ...record, visitedAt: '2025-08-20T01:30:00Z' } };
    expect(await answer(task, later)).toMatchObject({ problem: 'validation' });
    expect(await answer(task, form)).toMatchObject({ status: 200, body: { state: 'ANSWERED' } });
  });

  it('take the visits of the household, and two days of them when nobody was met', async () => {
    const task = await opened();
    const visited = (visit: ClueVisitRecord) =>
      eldercare.inOne((tx) =>
        eldercare.get(ClueTaskService).visited(tx, { householdId: task.clueId }, visit),
      );
    await visited({ ...VISIT, visitedAt: '2025-08-12T01:00:00Z', evidenceSha256: 'c'.repeat(64) });
    expect((await taskOf(task.clueId)).state).toBe('OPEN');
    await visited(VISIT);
    const once = await taskOf(task.clueId);
    expect(once).toMatchObject({ state: 'VISITED', visits: [{ visitId: SIGNED }] });
    expect(await answer(once, { outcome: 'UNREACHABLE' })).toMatchObject({ problem: 'record-missing' });
    await visited({ ...VISIT, visitedAt: '2025-08-14T02:00:00Z', evidenceSha256: 'd'.repeat(64) });
    const twice = await taskOf(task.clueId, ({ visits }) => visits.length === 2);
    expect(await answer(twice, { outcome: 'UNREACHABLE' })).toMatchObject({ status: 200 });
  });

  it('are open again when the clue is sent back: visits of before do not count', async () => {
    const task = await opened();
    const { body: answered } = await answer(task, { outcome: 'NO_CHANGE', visitId: SIGNED });
    await send(task.clueId, {
      ...{ attempt: 2, occurredAt: timestampFromDate(new Date('2025-08-18T02:00:00Z')) },
      dueAt: timestampFromDate(new Date('2025-08-25T16:00:00Z')),
    });
    const again = await taskOf(task.clueId, ({ version }) => version > answered.version);
    expect(again).toMatchObject({ state: 'OPEN', attempt: 2, dueAt: '2025-08-25T16:00:00.000Z' });
    expect(await answer(again, { outcome: 'NO_CHANGE' })).toMatchObject({ problem: 'record-missing' });
    const visit = { ...VISIT, visitedAt: '2025-08-19T02:00:00Z', evidenceSha256: 'e'.repeat(64) };
    await eldercare.inOne((tx) =>
      eldercare.get(ClueTaskService).visited(tx, { householdId: task.clueId }, visit),
    );
    const visited = await taskOf(task.clueId, ({ state }) => state === 'VISITED');
    expect(await answer(visited, { outcome: 'NO_CHANGE' })).toMatchObject({ status: 200 });
    const outcomes = await eventually('both are told', async () => {
      const sent = await recorded(task.clueId);
      return sent.length === 2 && sent;
    });
    expect(outcomes[1]?.visits).toMatchObject([{ evidenceSha256: 'e'.repeat(64) }]);
  });

  it('are closed with the clue, once, whatever their state', async () => {
    const task = await opened();
    const close = () =>
      eldercare.hear(ClueClosedSchema, {
        occurredAt: timestampFromDate(new Date('2025-08-20T02:00:00Z')),
        region: { code: REGION },
        ...{ clueId: task.clueId, department: ServiceCode.ELDERCARE },
        outcome: ClueClosingOutcome.EVIDENCE_WITHDRAWN,
      });
    await close();
    await close();
    const closed = await taskOf(task.clueId, ({ state }) => state === 'CLOSED');
    expect(await answer(closed, { outcome: 'NO_CHANGE', visitId: SIGNED })).toMatchObject({
      problem: 'illegal-transition',
    });
    await opened();
    expect(told(task.clueId)).toEqual([`${task.clueId} new`, `${task.clueId} closed EVIDENCE_WITHDRAWN`]);
  });

  it('are assigned, and unknown elsewhere', async () => {
    const task = await opened();
    const path = `/v1/clue-tasks/${task.id}`;
    const assigned = await eldercare.post<ClueTaskDto>(`${path}/assign`, { userIds: ['clerk-2'] }, CLERK, 1);
    expect(assigned).toMatchObject({ status: 200, body: { assignees: ['clerk-2'], state: 'OPEN' } });
    expect(await eldercare.read(path, { ...CLERK, region: '510803' })).toMatchObject({
      problem: 'not-found',
    });
  });
});

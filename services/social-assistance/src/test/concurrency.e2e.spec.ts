import { randomUUID } from 'node:crypto';
import { ApplicationSubmittedSchema, PreliminaryOpinionGivenSchema } from '@minzheng/contracts/assistance';
import { ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { Statements } from '@minzheng/casework/statements';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from './kit/assistance.js';
import { application, CaseStory, openWithConsents, OPINION, township, type Cast } from './kit/case-story.js';
import type { Answer, Client, Stored } from './kit/client.js';
import { guangyuanFamily } from './kit/family.js';
import { clue } from './kit/messages.js';

const DAY = '2025-05-12';
const CASES = 2;
const TASKS = 6;
const ROUNDS = 125;
const COPIES = 50;
/** A request waits so long for the first one with its key. */
const WAIT_MS = 2_000;
/** Two thousand requests take their time where the cores are shared. */
const PATIENCE_MS = 120_000;

interface Conflict extends Stored {
  readonly currentVersion: number;
}

/** One aggregate that two people want to move at the same time, again and again. */
interface Contested {
  readonly id: string;
  readonly path: string;
  readonly people: readonly [Client, Client];
  /** What each of them sends, and how it is known afterwards whose it was. */
  readonly body: (mark: string) => object;
  version: number;
}

interface LogRow {
  readonly aggregate_id: string;
  readonly version: number;
  readonly actor: string;
}

/** CONVENTIONS, "HTTP": If-Match and Idempotency-Key, when many act at once. */
describe('people who act at once', () => {
  let assistance: Assistance;
  let cast: Cast;
  let clerk2: Client;

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    clerk2 = await assistance.clerk('clerk-liu');
  });
  afterAll(() => assistance.drop());

  async function assessedCases(): Promise<Contested[]> {
    const stories = await Promise.all(
      Array.from({ length: CASES }, async () => (await CaseStory.apply(assistance, cast)).toAssessed(DAY)),
    );
    return stories.map(({ caseId, path, version }) => ({
      id: caseId,
      path: `${path}/give-opinion`,
      people: [cast.lead1, cast.lead2],
      body: (mark) => ({ ...OPINION, reasons: mark }),
      version,
    }));
  }

  async function clueTasks(): Promise<Contested[]> {
    const { id: householdId, persons } = await openWithConsents(cast.clerk, guangyuanFamily());
    for (let i = 0; i < TASKS; i += 1) {
      await assistance.hear(
        ClueDispatchedSchema,
        clue({ clueId: randomUUID(), householdId, personKeys: persons.slice(0, 1) }),
      );
    }
    const tasks = await eventually('the tasks are open', async () => {
      const { body } = await cast.clerk.get<{ items: Stored[] }>('/v1/clue-tasks');
      return body.items.length === TASKS && body.items;
    });
    return tasks.map(({ id, version }) => ({
      id,
      path: `/v1/clue-tasks/${id}/assign`,
      people: [cast.clerk, clerk2],
      body: (mark) => ({ userIds: [mark] }),
      version,
    }));
  }

  /** Both saw the same version: one moves it, the other learns which version there is now. */
  async function act(contested: Contested, round: number): Promise<string> {
    const { path, people, body, version } = contested;
    const answers: Answer<Conflict>[] = await Promise.all(
      people.map((one) => one.command<Conflict>(path, version, body(`${one.subject} in round ${round}`))),
    );
    const winner = answers.findIndex(({ status }) => status === 200);
    const loser = 1 - winner;
    const told = answers.map(({ status, problem }) => [status, problem]);
    expect(new Set(told.map(String))).toEqual(new Set(['200,', '412,version-conflict']));
    expect(answers[winner]?.body.version).toBe(version + 1);
    expect(answers[winner]?.headers.get('etag')).toBe(`"${version + 1}"`);
    expect(answers[loser]?.body.currentVersion).toBe(version + 1);
    contested.version += 1;
    return people[winner]?.subject ?? '';
  }

  const lastSaid = async (id: string): Promise<string | undefined> => {
    const queries = { query: (sql: string, values: unknown[]) => assistance.query(sql, values) };
    const [said] = await assistance.provider(Statements).of(queries, { type: 'case', id }, { limit: 1 });
    return said?.text;
  };

  it(
    `two act on one aggregate, ${(CASES + TASKS) * ROUNDS} times: one wins, nothing is lost`,
    async () => {
      const all = [...(await assessedCases()), ...(await clueTasks())];
      const began = new Map(all.map(({ id, version }) => [id, version]));
      const winners = await Promise.all(
        all.map(async (contested) => {
          const won: string[] = [];
          for (let round = 0; round < ROUNDS; round += 1) won.push(await act(contested, round));
          return won;
        }),
      );

      const log = await assistance.query<LogRow>(
        `select aggregate_id, version, actor from lifecycle_log
        where command in ('giveOpinion', 'assign') order by version`,
      );
      expect(log).toHaveLength((CASES + TASKS) * ROUNDS);
      const logged = Map.groupBy(log, ({ aggregate_id }) => aggregate_id);
      for (const [index, { id, version }] of all.entries()) {
        const first = began.get(id) ?? 0;
        expect(version).toBe(first + ROUNDS);
        const rows = logged.get(id) ?? [];
        expect(rows.map((row) => row.version)).toEqual(
          Array.from({ length: ROUNDS }, (_, round) => first + round + 1),
        );
        expect(rows.map(({ actor }) => actor)).toEqual(winners[index]);
      }
      const stored = await assistance.query<{ id: string; version: number; mark: string | null }>(
        `select id, version, null as mark from aid_case where opinion is not null
       union all select id, version, assignees[1] from clue_task`,
      );
      const last = new Map(stored.map((row) => [row.id, row]));
      for (const [index, { id, version }] of all.entries()) {
        const mark = last.get(id)?.mark ?? (await lastSaid(id));
        expect(`${last.get(id)?.version} ${mark}`).toBe(
          `${version} ${winners[index]?.at(-1)} in round ${ROUNDS - 1}`,
        );
      }

      const said = await eventually('each opinion was announced', async () => {
        const opinions = ofType(await assistance.published(), PreliminaryOpinionGivenSchema);
        return opinions.length >= CASES * ROUNDS && opinions;
      });
      const announced = said.map(({ caseId, transition }) => `${caseId} ${transition?.version}`);
      expect(new Set(announced).size).toBe(CASES * ROUNDS);
      expect(announced).toHaveLength(CASES * ROUNDS);
    },
    PATIENCE_MS,
  );

  it(`the same POST sent ${COPIES} times at once has one effect and one answer`, async () => {
    const { id, persons } = await openWithConsents(cast.clerk, guangyuanFamily());
    const key = { 'idempotency-key': randomUUID() };
    const form = application(id, persons);
    const answers = await Promise.all(
      Array.from({ length: COPIES }, async () => {
        const sentAt = performance.now();
        const answer = await cast.clerk.post('/v1/cases', form, key);
        return { answer, tookMs: performance.now() - sentAt };
      }),
    );
    const created = answers.filter(({ answer }) => answer.status === 201);
    const waited = answers.filter(({ answer }) => answer.status !== 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map(({ answer }) => answer.text)).size).toBe(1);
    expect(new Set(created.map(({ answer }) => answer.headers.get('location'))).size).toBe(1);
    for (const { answer, tookMs } of waited) {
      expect([answer.status, answer.problem]).toEqual([409, 'request-in-progress']);
      expect(tookMs).toBeGreaterThanOrEqual(WAIT_MS * 0.8);
    }

    const cases = await assistance.query<{ id: string }>('select id from aid_case where household_id = $1', [
      id,
    ]);
    expect(cases).toEqual([{ id: created[0]?.answer.body.id }]);
    const log = await assistance.query('select from lifecycle_log where aggregate_id = $1', [cases[0]?.id]);
    expect(log).toHaveLength(1);
    const marker = await CaseStory.apply(assistance, cast);
    const events = await eventually('what came later is published too', async () => {
      const submitted = ofType(await assistance.published(), ApplicationSubmittedSchema);
      return submitted.some(({ caseId }) => caseId === marker.caseId) && submitted;
    });
    expect(events.filter(({ caseId }) => caseId === cases[0]?.id)).toHaveLength(1);
  });
});

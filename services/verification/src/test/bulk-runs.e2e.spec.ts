import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fromBinary } from '@bufbuild/protobuf';
import { BulkRunCompletedSchema, ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { publishAssistanceRows, writePopulation, type WrittenHousehold } from '../runs/test/population.js';
import { VERIFICATION } from '../verification.definition.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const HOOKS = new URL('../../../../libs/platform/src/messaging/test/typescript-hooks.mjs', import.meta.url);
const PROCESS = new URL('../runs/test/run-process.ts', import.meta.url);
/** Without its consumers it sends nothing either: what it tells stays in the outbox. */
const { consumers: _consumers, ...UNHEARD } = VERIFICATION;
const HOUSEHOLDS = 1_500;
const PLANTED_EACH = 30;
const PATIENCE_MS = 50_000;

interface RunBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly counts: Readonly<Record<string, number>> & { readonly waitingRegions: readonly string[] };
}

describe('a bulk run', () => {
  let environment: ServiceEnvironment;
  let dataSource: DataSource;
  let child: ChildProcess | undefined;
  let service: RunningService | undefined;
  let url: string;
  let population: WrittenHousehold[];

  const settings = () => environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile });

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([], VERIFICATION_TABLES);
    child = await start();
    dataSource = await new DataSource({ type: 'postgres', url: environment.database.url }).initialize();
    await publishAssistanceRows(dataSource);
    await policy('verification.bulk.chunkHouseholds', '5108', 100);
    await policy('verification.bulk.maxChecksPerSecond', '5108', 500);
    await dataSource.query(
      `insert into business_clock (id, anchor_business, anchor_real) values (1, '2025-07-22T02:00:00Z', clock_timestamp())`,
    );
    population = await writePopulation(dataSource, {
      households: HOUSEHOLDS,
      isPlanted: (index) => index % PLANTED_EACH === 0,
      months: 3,
    });
    await eventually('its clock has moved', async () => {
      const token = await environment.token({ scope: 'sandbox:clock:read' });
      const clock = await fetch(`${url}/v1/sandbox/clock`, { headers: { authorization: `Bearer ${token}` } });
      return (await clock.text()).includes('2025-07-22');
    });
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await service?.stop();
    await dataSource.destroy();
    await environment.drop();
  });

  /** A process of its own. */
  const start = async (): Promise<ChildProcess> => {
    const forked = fork(PROCESS, [], {
      execArgv: ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', '--import', HOOKS.href],
      env: { ...process.env, ...settings() },
    });
    const ended = once(forked, 'exit').then(() => Promise.reject(new Error('the process did not start')));
    [url] = (await Promise.race([once(forked, 'message'), ended])) as [string];
    ended.catch(() => undefined);
    return forked;
  };
  const policy = (key: string, region: string, value: unknown) =>
    dataSource.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values ($1, 'verification', $2, $3, '2019-01-01', $4, 'test', 1)`,
      [randomUUID(), key, region, JSON.stringify(value)],
    );
  const call = async (method: string, path: string, body?: object, version?: number, region = '51') => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${await environment.token({ scope: 'verification:bulk-runs:write', region })}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as RunBody & { type?: string; runId?: string },
    };
  };
  const order = async (mode: string, region = '5108'): Promise<string> => {
    const { status, body } = await call('POST', '/v1/bulk-runs', { region, mode });
    expect(status).toBe(202);
    return body.id;
  };
  const read = async (id: string): Promise<RunBody> => (await call('GET', `/v1/bulk-runs/${id}`)).body;
  const completed = (id: string): Promise<RunBody> =>
    eventually(
      'the run is completed',
      async () => {
        const run = await read(id);
        return run.state === 'COMPLETED' && run;
      },
      PATIENCE_MS,
    );
  const told = async (type: string): Promise<Buffer[]> => {
    const rows = await dataSource.query<{ payload: Buffer }[]>(
      'select payload from outbox where ce_type = $1',
      [type],
    );
    return rows.map(({ payload }) => payload);
  };
  const clues = async (): Promise<{ subject: string; hits: number }[]> =>
    dataSource.query(
      `select subject, (select count(*)::int from indicator_hit h where h.clue_id = c.id) as hits from clue c order by subject`,
    );

  it('evaluates each household once although its process is killed at sixty per cent, and raises what was planted', async () => {
    const id = await order('FULL');
    expect((await call('POST', '/v1/bulk-runs', { region: '5108', mode: 'DELTA' })).body).toMatchObject({
      type: 'https://minzheng.dev/problems/run-active',
      runId: id,
    });
    await eventually(
      'sixty per cent',
      async () => {
        const { counts } = await read(id);
        return (counts['householdsEvaluated'] ?? 0) >= HOUSEHOLDS * 0.6;
      },
      PATIENCE_MS,
    );
    const gone = once(child!, 'exit');
    child!.kill('SIGKILL');
    await gone;
    const [left] = await dataSource.query(
      'select sum(evaluated)::int as evaluated from bulk_run_chunk where run_id = $1',
      [id],
    );
    expect(left.evaluated).toBeLessThan(HOUSEHOLDS);

    service = await buildService(UNHEARD, settings());
    url = service.url;
    const run = await completed(id);
    const planted = population.filter(({ isPlanted }) => isPlanted);
    expect(run.counts).toMatchObject({
      householdsInScope: HOUSEHOLDS,
      householdsEvaluated: HOUSEHOLDS,
      personsEvaluated: HOUSEHOLDS * 2,
      cluesRaised: planted.length,
      hits: planted.length,
      householdsWaiting: 0,
    });
    const listed = await dataSource.query(
      'select count(*)::int as n, count(distinct subject)::int as once from bulk_run_chunk, unnest(subjects) as subject where run_id = $1',
      [id],
    );
    expect(listed).toEqual([{ n: HOUSEHOLDS, once: HOUSEHOLDS }]);
    expect(await clues()).toEqual(
      planted
        .map((household) => ({ subject: household.id, hits: 1 }))
        .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
    );
    expect(await told(ClueDispatchedSchema.typeName)).toHaveLength(planted.length);
    const entered = await dataSource.query<{ person: string }[]>(
      `select unnest(p.persons) as person from audit_entry e join audit_entry_persons p on p.entry_id = e.id where e.target = $1`,
      [`bulk-runs/${id}`],
    );
    expect(entered.map(({ person }) => person).sort()).toEqual(
      population.flatMap(({ persons }) => persons).sort(),
    );
    const [person = ''] = population[0]?.persons ?? [];
    const citizen = await environment.token({ sub: 'citizen', person });
    const accesses = await fetch(`${url}/v1/me/accesses`, {
      headers: { authorization: `Bearer ${citizen}` },
    });
    expect(await accesses.json()).toMatchObject({
      items: [{ action: 'bulk-run evaluate', purpose: 'MONITORING', fields: ['facts'], own: false }],
    });
    const done = await told(BulkRunCompletedSchema.typeName);
    expect(done.map((payload) => fromBinary(BulkRunCompletedSchema, payload))).toMatchObject([
      { runId: id, counts: { householdsInScope: BigInt(HOUSEHOLDS), cluesRaised: BigInt(planted.length) } },
    ]);
  }, 180_000);

  it('raises nothing when nothing is new', async () => {
    await dataSource.query(
      `update policy_row set value = '100000' where key = 'verification.bulk.maxChecksPerSecond' and region_prefix = '5108'`,
    );
    const { counts } = await completed(await order('FULL'));
    expect(counts).toMatchObject({
      householdsEvaluated: HOUSEHOLDS,
      hits: 0,
      cluesRaised: 0,
      cluesWithdrawn: 0,
    });
  });

  it('looks at what has changed: facts, members, or the policy rows of a region', async () => {
    expect((await completed(await order('DELTA'))).counts).toMatchObject({ householdsInScope: 0 });
    const [, second, third] = population as [WrittenHousehold, WrittenHousehold, WrittenHousehold];
    await dataSource.query('update person set fact_seq = fact_seq + 1 where person_key = $1', [
      second.persons[1],
    ]);
    await dataSource.query('update household set sequence = sequence + 1 where id = $1', [third.id]);
    expect((await completed(await order('DELTA'))).counts).toMatchObject({
      householdsInScope: 2,
      householdsEvaluated: 2,
    });
    await policy('verification.ind.C3.n', '510802001001', 13);
    expect((await completed(await order('DELTA'))).counts).toMatchObject({ householdsInScope: HOUSEHOLDS });
  });

  it('goes on elsewhere while a region waits for a policy row, and there once it has come', async () => {
    await writePopulation(dataSource, {
      households: 30,
      region: (index) => (index < 10 ? '510903001001' : '510804001001'),
    });
    const id = await order('FULL', '51');
    const waiting = await eventually(
      'all others are evaluated',
      async () => {
        const run = await read(id);
        return run.counts['householdsEvaluated'] === HOUSEHOLDS + 20 && run;
      },
      PATIENCE_MS,
    );
    expect(waiting).toMatchObject({
      state: 'RUNNING',
      counts: { householdsInScope: HOUSEHOLDS + 30, householdsWaiting: 10, waitingRegions: ['510903'] },
    });
    await publishAssistanceRows(dataSource, '5109');
    await dataSource.query('update bulk_run_chunk set not_before = clock_timestamp() where is_open');
    expect((await completed(id)).counts).toMatchObject({
      householdsInScope: HOUSEHOLDS + 30,
      householdsEvaluated: HOUSEHOLDS + 30,
      householdsWaiting: 0,
      waitingRegions: [],
    });
  });

  it('is paused and goes on, and is cancelled for good', async () => {
    await dataSource.query(
      `update policy_row set value = '200' where key = 'verification.bulk.maxChecksPerSecond' and region_prefix = '5108'`,
    );
    const id = await order('FULL');
    const running = await eventually('it runs', async () => {
      const run = await read(id);
      return run.state === 'RUNNING' && run;
    });
    const paused = await call('POST', `/v1/bulk-runs/${id}/pause`, {}, running.version);
    expect(paused).toMatchObject({ status: 200, body: { state: 'PAUSED' } });
    expect((await call('POST', `/v1/bulk-runs/${id}/pause`, {}, paused.body.version)).status).toBe(409);
    const resumed = await call('POST', `/v1/bulk-runs/${id}/resume`, {}, paused.body.version);
    expect(resumed).toMatchObject({ status: 200, body: { state: 'RUNNING' } });
    const cancelled = await call('POST', `/v1/bulk-runs/${id}/cancel`, {}, resumed.body.version);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    expect((await call('POST', `/v1/bulk-runs/${id}/resume`, {}, cancelled.body.version)).status).toBe(409);
    const elsewhere = await call(
      'POST',
      '/v1/bulk-runs',
      { region: '5108', mode: 'FULL' },
      undefined,
      '510802',
    );
    expect(elsewhere.status).toBe(403);
  });
});

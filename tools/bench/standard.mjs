/**
 * A new minimum living standard for all awards of a province: the service runs with its relay as in production, the standard
 * is published by HTTP, the service is killed half-way and started again. Every award is then compared with what a way of
 * its own computes, and the rate with that of the usual way, award by award through TypeORM.
 */
import { readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { positive, readOptions } from '../setup/options.mjs';
import { DATA_DIR } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { startStack } from '../stack/stack.mjs';
import { cpuSeconds } from './check/cpu.mjs';
import { Office, TODAY } from './standard/office.mjs';
import { FROM, populate, PROVINCE, STANDARD_AFTER, STANDARD_BEFORE } from './standard/population.mjs';
import { printTable, whole } from './report.mjs';
import { measureUsual } from './standard/usual.mjs';
import { verify } from './standard/verification.mjs';

/** The goal is for this many. */
const ALL_AWARDS = 1_400_000;
const GOAL_SECONDS = 300;
const SAMPLE_MS = 500;

const USAGE = 'npm run bench:standard -- [--awards 1400000] [--short] [--usual 2000]';
const { values } = readOptions(USAGE, {
  options: {
    awards: { type: 'string', default: String(ALL_AWARDS) },
    short: { type: 'boolean', default: false },
    usual: { type: 'string', default: '2000' },
  },
});
const awards = Math.round(positive(USAGE, '--awards', values.awards) / (values.short ? 10 : 1));
const usualAwards = Math.min(positive(USAGE, '--usual', values.usual), awards);

const dataDir = join(DATA_DIR, 'bench');
claim(dataDir);
await cleanUpLeftovers(dataDir);
removePostgresData(dataDir);
rmSync(join(dataDir, 'kafka'), { recursive: true, force: true });
const stack = await startStack({
  dataDir,
  services: ['social-assistance'],
  clock: `${TODAY}T02:00:00Z`,
  environment: { LOG_LEVEL: 'warn' },
  log: (line) => console.log(`  ${line}`),
  onUnexpectedExit: (name) => {
    console.error(`${name} has ended by itself`);
    process.exit(1);
  },
});
const service = stack.services['social-assistance'];
if (service === undefined) throw new Error('the service is not there');
const databaseUrl = stack.databaseUrls.assistance ?? '';
const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();
// the run of the month that really is would be built beside it
await database.query(
  `update policy_row set state = 'SUPERSEDED', effective_to = effective_from where key = 'assistance.payroll.buildDay'`,
);
const office = new Office(stack.urls['social-assistance'], (claims) => stack.signToken(claims));
await office.enterPolicies(PROVINCE, STANDARD_BEFORE);
await service.stop();
await withProgress(`${whole(awards)} awards come on record`, () => populate(database, awards));
await service.restart();
await withProgress('the service has looked at them', idle);

const usual = await withProgress(`${whole(usualAwards)} awards in the usual way`, () =>
  measureUsual(databaseUrl, usualAwards),
);
const own = await withProgress('the new standard, killed half-way', () => measureOwn(service), {
  saysDone: false,
});
const checked = await withProgress('every award is compared', () => verify(database, awards, own.standardId));
await database.end();
await stack.stop();
await stopEverything();
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

const rate = own.done / own.workingSeconds;
const isReached = (own.workingSeconds * ALL_AWARDS) / awards <= GOAL_SECONDS && checked.wrong === 0;
printTable(
  ['way', 'awards', 'seconds', 'awards/s', 'CPU node', 'RSS half-way', 'most'],
  [
    [
      ...['own, killed half-way', whole(own.done), own.workingSeconds.toFixed(1), whole(rate)],
      ...[`${own.cpuSeconds.toFixed(1)} s`, `${whole(own.rssHalfMb)} MB`, `${whole(own.rssMostMb)} MB`],
    ],
    [
      'usual: save() each',
      whole(usual.awards),
      usual.seconds.toFixed(1),
      whole(usual.awards / usual.seconds),
    ],
  ],
);
console.log(
  `  ${whole(checked.changed)} changed, ${whole(checked.kept)} kept, ${whole(checked.wrong)} wrong; all told ${own.toldAfterSeconds.toFixed(1)} s after the job`,
);
console.log(`  ${isReached ? 'reached ' : 'missed  '} ${whole(ALL_AWARDS)} awards in ${GOAL_SECONDS} s`);
console.log(
  JSON.stringify({
    ...{ bench: 'standard', awards, cores: cpus().length, load: loadavg()[0] },
    ...{ seconds: own.workingSeconds, wallSeconds: own.wallSeconds, toldAfterSeconds: own.toldAfterSeconds },
    ...{ awardsPerSecond: Math.round(rate), rssHalfMb: own.rssHalfMb, rssMostMb: own.rssMostMb },
    usualAwardsPerSecond: Math.round(usual.awards / usual.seconds),
    timesUsual: rate / (usual.awards / usual.seconds),
    ...checked,
    goal: isReached,
  }),
);
process.exit(checked.wrong === 0 ? 0 : 1);

/**
 * Publishes, kills the service once half of the awards are done, starts it again, and waits for the end. The time for
 * which nobody worked is not counted: how soon a service is started again is not its own doing, and the lease says when
 * another process may take the job.
 * @param {import('../stack/process.mjs').SupervisedProcess} service
 */
async function measureOwn(service) {
  const { id: standardId, jobId } = await office.publish(PROVINCE, STANDARD_AFTER, FROM);
  const startedAt = performance.now();
  let [killedAt, idleMs, rssHalfMb, rssMostMb, cpu] = [0, 0, 0, 0, 0];
  for (;;) {
    const { state, done, total } = await readJob(jobId);
    const rss = rssOf(service.pid);
    rssMostMb = Math.max(rssMostMb, rss);
    if (state === 'DONE' || state === 'FAILED') {
      if (state === 'FAILED') throw new Error('the job has failed');
      const endedAt = performance.now();
      cpu += cpuSeconds(service.pid);
      const toldAfterSeconds = await allTold(endedAt);
      const wall = endedAt - startedAt;
      return {
        ...{ standardId, done, rssHalfMb, rssMostMb, cpuSeconds: cpu, toldAfterSeconds },
        ...{ wallSeconds: wall / 1_000, workingSeconds: (wall - idleMs) / 1_000 },
      };
    }
    if (killedAt === 0 && total !== null && done * 2 >= total) {
      rssHalfMb = rss;
      cpu += cpuSeconds(service.pid);
      await service.kill();
      killedAt = performance.now();
      await service.restart();
      await waitForProgress(jobId, (await readJob(jobId)).checkpoint);
      idleMs = performance.now() - killedAt;
    }
    await sleep(SAMPLE_MS);
  }
}

/** Until no job of the service's own is left: it looks at each award once a month. */
async function idle() {
  // a day is asked for within a few seconds of the start
  await sleep(5_000);
  for (;;) {
    const { rows } = await database.query(
      `select exists (select from job where state in ('PENDING', 'RUNNING')) as works`,
    );
    if (!rows[0]?.works) return;
    await sleep(SAMPLE_MS);
  }
}

/** @param {string} jobId */
async function readJob(jobId) {
  const { rows } = await database.query(
    'select state, done::int as done, total::int as total, checkpoint::text as checkpoint from job where id = $1',
    [jobId],
  );
  return /** @type {{ state: string, done: number, total: number | null, checkpoint: string | null }} */ (
    rows[0]
  );
}

/** @param {string} jobId @param {string | null} checkpoint */
async function waitForProgress(jobId, checkpoint) {
  while ((await readJob(jobId)).checkpoint === checkpoint) await sleep(50);
}

/** Seconds until the relay has sent all that the job has announced. @param {number} since */
async function allTold(since) {
  for (;;) {
    const { rows } = await database.query('select exists (select from outbox) as waits');
    if (!rows[0]?.waits) return (performance.now() - since) / 1_000;
    await sleep(SAMPLE_MS);
  }
}

/** Megabytes in memory; NaN where the system does not say. @param {number} pid */
function rssOf(pid) {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return process.platform === 'linux' ? 0 : NaN;
  }
}

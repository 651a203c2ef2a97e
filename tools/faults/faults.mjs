/**
 * `npm run test:faults`: the whole system works while its processes are killed at random moments, and nothing may be lost,
 * doubled or out of order. The same seed draws the same people, facts and kills.
 *
 *     npm run test:faults -- [--cases 300] [--facts 20000] [--kills 20] [--seed S] [--short]
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readOptions } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { catalogueTopics, serviceNames, startStack } from '../stack/stack.mjs';
import { AgencyData } from './agency-data.mjs';
import { checkAudit } from './check-audit.mjs';
import { checkClues } from './check-clues.mjs';
import { checkCommands } from './check-commands.mjs';
import { checkOrder } from './check-order.mjs';
import { checkOutside } from './check-outside.mjs';
import { checkProfiles } from './check-profiles.mjs';
import { checkReports } from './check-reports.mjs';
import { Checks } from './checks.mjs';
import { Commands } from './commands.mjs';
import { Databases } from './databases.mjs';
import { Kills } from './kills.mjs';
import { Pace } from './pace.mjs';
import { populate } from './population.mjs';
import { settle } from './settle.mjs';
import { Subscriber } from './subscriber.mjs';
import { distinct, readTopics } from './topics.mjs';
import { startWitness } from './witness-process.mjs';
import { DAYS, Work } from './work.mjs';

const PROGRESS_MS = 3_000;
const QUIET_AT_START_SECONDS = 60;
const SETTLE_SECONDS = 400;
/** With this seed every process is killed, mostly two at once. */
const SHORT = { cases: '20', facts: '1200', kills: '6', seed: 'short-145' };

const USAGE = 'npm run test:faults -- [--cases 300] [--facts 20000] [--kills 20] [--seed S] [--short]';
const { values } = readOptions(USAGE, {
  options: {
    cases: { type: 'string' },
    facts: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const defaults = values.short
  ? SHORT
  : { cases: '300', facts: '20000', kills: '20', seed: randomBytes(4).toString('hex') };
const { seed, ...sizes } = { ...defaults, ...values };
const [cases, sendings, kills] = [Number(sizes.cases), Number(sizes.facts), Number(sizes.kills)];

const dataDir = join(DATA_DIR, 'faults');
const checks = new Checks();
const startedAt = Date.now();
claim(dataDir);
await cleanUpLeftovers(dataDir);
clear();
console.log(`seed ${seed}: ${cases} cases, ${whole(sendings)} facts, at least ${kills} kills`);
try {
  await run();
} catch (error) {
  checks.none('the run goes through', [error instanceof Error ? (error.stack ?? error.message) : error]);
}
await stopEverything();
if (checks.failed === 0) clear();
else console.log(`\nData, topics and logs are kept in ${relative(ROOT, dataDir)}; again: --seed ${seed}`);
console.log(`seed ${seed}, in all ${secondsSince(startedAt)} s`);
console.log(`${checks.passed} checks passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);

async function run() {
  const pace = new Pace();
  /** @type {string[]} */
  const endedByThemselves = [];
  const onUnexpectedExit = (/** @type {string} */ name, /** @type {unknown} */ exit) =>
    endedByThemselves.push(`${name}: ${JSON.stringify(exit)}`);
  const stack = await startStack({
    dataDir,
    clock: `${DAYS[0]}T01:00:00Z`,
    environment: { LOG_LEVEL: 'warn' },
    log: (line) => console.log(`  ${line}`),
    onUnexpectedExit,
  });
  const witness = await startWitness(stack, (exit) => onUnexpectedExit('witness', exit));
  const topics = await catalogueTopics();
  const databases = new Databases({
    assistance: stack.databaseUrls['assistance'] ?? '',
    verification: stack.databaseUrls['verification'] ?? '',
    gateway: stack.databaseUrls['gateway'] ?? '',
    witness: witness.databaseUrl,
  });
  const restless = await settle(stack, databases, topics, QUIET_AT_START_SECONDS);
  checks.none('before the work all is quiet, the policy rows are copied both ways', Object.entries(restless));

  const forsaken = Math.max(2, Math.round(cases / 20));
  const plan = {
    seed,
    population: populate({ cases, others: cases, forsaken }, stack.secrets.personKeySecret),
    data: new AgencyData(seed),
    sendings,
    suspensions: Math.ceil(cases / 5),
  };
  const commands = new Commands(seed, pace);
  const work = new Work(plan, stack, commands);
  const subscriber = new Subscriber();
  await subscriber.subscribe(stack, commands);
  const killer = new Kills(targetsOf(stack, witness.process), kills, seed, pace);
  const workStartedAt = Date.now();
  const progress = setInterval(() => tellProgress(workStartedAt, work, pace, killer), PROGRESS_MS);
  try {
    await Promise.all([work.run().finally(() => pace.end()), killer.run(work.size)]);
  } finally {
    clearInterval(progress);
    tellProgress(workStartedAt, work, pace, killer);
  }
  const workSeconds = secondsSince(workStartedAt);
  const settleStartedAt = Date.now();
  const unsettled = await settle(stack, databases, topics, SETTLE_SECONDS);
  console.log(
    `\nthe work took ${workSeconds} s; ${secondsSince(settleStartedAt)} s later all that can be settled is`,
  );

  const events = await readTopics(stack, topics);
  tellFigures({ work, commands, killer, events });
  const findings = { checks, databases, stack, work, plan, commands, events };
  checks.chapter('The run itself');
  checks.none(
    `at least ${kills} kills while work was going on (${killer.done})`,
    killer.done >= kills ? [] : [killer.done],
  );
  checks.none(
    'none was spared',
    kills < killer.byTarget.size ? [] : [...killer.byTarget].filter(([, count]) => count === 0),
  );
  checks.none('no process ended by itself', endedByThemselves);
  checks.none('everything has settled', Object.entries(unsettled));
  const toCompare = {
    cases: work.cases.length,
    corrections: work.cases.filter(({ corrected }) => corrected).length,
    facts: work.facts.size,
    answers: work.answerIds.size,
    clues: events.filter(({ type }) => type === 'ClueRaised').length,
    suspensions: work.suspensions.acknowledged.size,
    deliveries: subscriber.received.length,
  };
  checks.none(
    'there is something of each kind to be compared',
    Object.entries(toCompare).filter(([, count]) => count === 0),
  );
  await checkReports(findings);
  await checkProfiles(findings);
  await checkOrder(findings);
  await checkCommands(findings);
  await checkClues(findings);
  await checkOutside({ ...findings, subscriber });
  await checkAudit({ ...findings, commands });
  await subscriber.close();
}

function clear() {
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

/**
 * @param {import('../stack/stack.mjs').Stack} stack
 * @param {import('../stack/process.mjs').SupervisedProcess} witness
 * @returns {import('./kills.mjs').Target[]}
 */
function targetsOf({ services, kafka, postgres }, witness) {
  const target = (
    /** @type {string} */ name,
    /** @type {{ kill: () => Promise<void>, restart: () => Promise<void> } | undefined} */ child,
    /** @type {number} */ longestDownMs,
    /** @type {object} */ more = {},
  ) => {
    if (!child) throw new Error(`${name} does not run here`);
    return {
      name,
      longestDownMs,
      counts: true,
      kill: () => child.kill(),
      restart: () => child.restart(),
      ...more,
    };
  };
  return [
    ...serviceNames().map((name) => target(name, services[name], 1_500)),
    target('kafka', kafka, 3_000, { isServer: true }),
    target('postgres', postgres, 3_000, { isServer: true }),
    target('witness', witness, 1_500, { counts: false }),
  ];
}

/** @param {number} startedAt @param {Work} work @param {Pace} pace @param {Kills} killer */
function tellProgress(startedAt, work, pace, killer) {
  const down = killer.down.size === 0 ? '' : ` · down: ${[...killer.down].join(', ')}`;
  console.log(
    `${secondsSince(startedAt).padStart(6)} s  commands ${whole(pace.done)}/${whole(work.size)} · cases ${work.cases.length}/${cases}` +
      ` · facts ${whole(work.sentFacts)}/${whole(sendings)} · kills ${killer.done}/${kills}${down}`,
  );
}

/** @param {{ work: Work, commands: Commands, killer: Kills, events: readonly import('./topics.mjs').Event[] }} run */
function tellFigures({ work, commands, killer, events }) {
  console.log('\nkills');
  for (const [name, count] of killer.byTarget)
    console.log(`  ${name.padEnd(18)} ${String(count).padStart(3)}`);
  console.log(`  starts that ended early and were made again: ${killer.startsAgain}`);
  const acknowledged = [...commands.acknowledged.values()].reduce((sum, { size }) => sum + size, 0);
  const copies = events.length - distinct(events).length;
  console.log(
    `${whole(acknowledged)} commands acknowledged, keys used again ${whole(commands.reused)} times; ${whole(work.facts.size)} different facts;` +
      ` ${whole(events.length)} events, ${whole(copies)} of them copies by the relays`,
  );
  for (const [why, count] of commands.comeAgain) console.log(`  come again: ${why} ${whole(count)}`);
}

/** @param {number} instant */
function secondsSince(instant) {
  return ((Date.now() - instant) / 1_000).toFixed(1);
}

/** @param {number} count */
function whole(count) {
  return count.toLocaleString('en');
}

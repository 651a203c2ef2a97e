/** Programs are exchanged one after another while clerks and agencies work. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgencyData } from '../faults/agency-data.mjs';
import { checkAudit } from '../faults/check-audit.mjs';
import { checkClues } from '../faults/check-clues.mjs';
import { checkCommands } from '../faults/check-commands.mjs';
import { checkOrder } from '../faults/check-order.mjs';
import { checkOutside } from '../faults/check-outside.mjs';
import { checkProfiles } from '../faults/check-profiles.mjs';
import { checkReports } from '../faults/check-reports.mjs';
import { Databases } from '../faults/databases.mjs';
import { Pace } from '../faults/pace.mjs';
import { populate } from '../faults/population.mjs';
import { settle } from '../faults/settle.mjs';
import { Subscriber } from '../faults/subscriber.mjs';
import { readTopics } from '../faults/topics.mjs';
import { startWitness } from '../faults/witness-process.mjs';
import { DAYS, Work } from '../faults/work.mjs';
import { catalogueTopics, startStack } from '../stack/stack.mjs';
import { Callers } from './callers.mjs';
import { figuresOf, UPGRADE, WAY_BACK } from './figures.mjs';
import { Fleet, INSTANCES, programsIn } from './fleet.mjs';
import { migrate } from './migrate.mjs';
import { knowsLogins } from './release-before.mjs';
import { readDocument, rolloutOrder } from './rollout-order.mjs';
import { Tempo } from './tempo.mjs';

const SETTLE_SECONDS = 120;
/** Commands and reads each second; what is worked on in all; how long nothing changes between the phases. */
const LONG = { commands: 6, reads: 12, cases: 70, facts: 9_000, calmSeconds: 10, drainSeconds: 3 };
const SHORT = { commands: 6, reads: 12, cases: 16, facts: 1_500, calmSeconds: 3, drainSeconds: 2 };

/** @typedef {import('./release-before.mjs').Release} Release */

/**
 * @typedef {object} Options
 * @property {Release} before
 * @property {Release} now
 * @property {string} dataDir
 * @property {string} seed
 * @property {boolean} short
 * @property {import('../faults/checks.mjs').Checks} checks
 */

/** @param {Options} options @returns {Promise<Record<string, unknown>>} figures */
export async function rollingUpgrade(options) {
  const { before, now, seed, short, checks } = options;
  const size = short ? SHORT : LONG;
  const startedAt = Date.now();
  const log = (/** @type {string} */ line) => console.log(`${seconds(startedAt).padStart(8)}  ${line}`);
  console.log('\nThe rolling upgrade');
  const order = consumersFirst(before, now, log, checks);
  const world = await startWorld(options, order, size.drainSeconds, log);
  const { stack, fleet, databases, topics } = world;
  const plan = planOf(seed, size, stack);
  const pace = new Pace();
  const callers = new Callers(seed, pace);
  const work = new Work(plan, stack, callers);
  const subscriber = new Subscriber();
  await subscriber.subscribe(stack, callers);
  const calm = () => sleep(size.calmSeconds * 1_000);
  let migrations = 0;
  /** What each phase does, step by step. @type {(readonly [string, () => readonly (() => Promise<unknown>)[]])[]} */
  const phases = [
    ['N−1 on its own tables', () => [calm]],
    [
      'the tables become those of N',
      () => [async () => (migrations = await migrateAndTell(now, stack, log))],
    ],
    ['N−1 on the tables of N', () => [calm]],
    [UPGRADE, () => order.flatMap((service) => fleet.exchanges(service, 'new first', now, 'after'))],
    ['N', () => [calm]],
  ];
  if (!short) {
    const back = order.toReversed();
    phases.push(
      [WAY_BACK, () => back.flatMap((service) => fleet.exchanges(service, 'old first', before, 'back'))],
      ['N−1 again', () => [calm]],
    );
  }
  const steps = phases.length + (short ? 1 : 2) * (INSTANCES * order.length - 1);
  // a share is left when the last step ends
  const tempo = new Tempo(pace, size.commands, work.size / (steps + 1));
  log(`clerks and agencies begin: ${work.size} commands`);
  const working = work.run().finally(() => pace.end());
  const reading = callers.readOn(await questions(stack), size.reads);
  // who fails is awaited below
  for (const load of [working, reading]) load.catch(() => undefined);
  for (const [phase, acts] of phases) {
    callers.phase = phase;
    log(`${phase} · ${pace.done} commands done, ${callers.samples.length} requests`);
    for (const act of acts()) {
      tempo.next();
      await act();
    }
  }
  const workedOn = !pace.ended;
  callers.phase = 'afterwards';
  tempo.end();
  await working;
  callers.stopReading();
  await reading;
  const unsettled = await settle(stack, databases, topics, SETTLE_SECONDS);
  log(`${pace.done} commands done, and all that can be settled is`);
  const events = await readTopics(stack, topics);
  const findings = { checks, databases, stack, work, plan, commands: callers, events };
  // a chain is verified by its service
  await checkAudit({ ...findings, commands: callers });
  await fleet.stopAll();

  checks.chapter('The run itself');
  checks.none('no request failed for a caller', callers.failures);
  checks.none('no request failed before an instance', fleet.failures);
  const idle = fleet.answered.filter(([, count]) => count === 0);
  checks.none(`every instance answered requests (${fleet.answered.length})`, idle);
  checks.none(
    'clerks and agencies worked from the first change to the last',
    workedOn ? [] : ['the work was over before'],
  );
  checks.none('every instance stopped in order', fleet.stoppedBadly);
  checks.none('no instance logged an error', fleet.errors);
  checks.none('no process ended by itself', world.endedByThemselves);
  checks.none('everything has settled', Object.entries(unsettled));
  await checkReports(findings);
  await checkProfiles(findings);
  await checkOrder(findings);
  await checkCommands(findings);
  await checkClues(findings);
  await checkOutside({ ...findings, subscriber });
  await subscriber.close();
  await fleet.close();
  if (migrations === 0) console.log('\nN has the tables of N−1: this run says nothing about migrations');
  const figures = await figuresOf({ callers, fleet, work, events, databases, subscriber });
  return { from: before.name, migrations, ...figures };
}

/**
 * @param {Release} before
 * @param {Release} now
 * @param {(line: string) => void} log
 * @param {import('../faults/checks.mjs').Checks} checks
 */
function consumersFirst(before, now, log, checks) {
  const { order, news, conflicts } = rolloutOrder(readDocument(before.root), readDocument(now.root));
  for (const { message, values } of news) log(`new between programs: ${[message, ...values].join(' ')}`);
  log(`consumers before senders: ${order.join(', ')}`);
  checks.none('whoever reads something new can be there before whoever sends it', conflicts);
  return programsIn(order);
}

/**
 * Servers, two instances of each program of N−1 on its own tables, and a witness.
 * @param {Options} options
 * @param {readonly import('../stack/stack.mjs').ServiceName[]} order
 * @param {number} drainSeconds
 * @param {(line: string) => void} log
 */
async function startWorld({ before, dataDir }, order, drainSeconds, log) {
  /** @type {string[]} */
  const endedByThemselves = [];
  const onUnexpectedExit = (/** @type {string} */ name, /** @type {unknown} */ exit) =>
    endedByThemselves.push(`${name}: ${JSON.stringify(exit)}`);
  const stack = await startStack({
    dataDir,
    services: [],
    openBroker: !knowsLogins(before),
    environment: { LOG_LEVEL: 'info' },
    log,
    onUnexpectedExit,
  });
  const fleet = new Fleet(stack, { drainSeconds, log });
  await fleet.open();
  await migrateAndTell(before, stack, log);
  const oneOfEach = () => Promise.all(order.map((service) => fleet.start(service, before, 'before')));
  const [witness] = await Promise.all([
    startWitness(stack, (exit) => onUnexpectedExit('witness', exit)),
    oneOfEach(),
  ]);
  await setClock(stack);
  const topics = await catalogueTopics();
  const databases = new Databases({
    assistance: stack.databaseUrls['assistance'] ?? '',
    verification: stack.databaseUrls['verification'] ?? '',
    gateway: stack.databaseUrls['gateway'] ?? '',
    witness: witness.databaseUrl,
  });
  for (let number = 1; number < INSTANCES; number++) await oneOfEach();
  await settle(stack, databases, topics, SETTLE_SECONDS);
  return { stack, fleet, databases, topics, endedByThemselves };
}

/** @param {Release} release @param {import('../stack/stack.mjs').Stack} stack @param {(line: string) => void} log */
async function migrateAndTell(release, stack, log) {
  const migrations = await migrate(release, stack.databaseUrls);
  log(`${migrations} migrations of ${release.name} have run`);
  return migrations;
}

/** @param {string} seed @param {{ cases: number, facts: number }} size @param {import('../stack/stack.mjs').Stack} stack */
function planOf(seed, { cases, facts }, { secrets }) {
  return {
    seed,
    population: populate({ cases, others: cases, forsaken: 0 }, secrets.personKeySecret),
    data: new AgencyData(seed),
    sendings: facts,
    suspensions: Math.ceil(cases / 5),
  };
}

/** Verification refuses facts of a clock that is ahead of its own. @param {import('../stack/stack.mjs').Stack} stack */
async function setClock({ urls, roleToken }) {
  const token = await roleToken('sandbox-operator');
  for (const service of /** @type {const} */ (['verification', 'social-assistance', 'gateway'])) {
    const response = await fetch(`${urls[service]}/v1/sandbox/clock`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ instant: `${DAYS[0]}T01:00:00Z` }),
    });
    if (!response.ok) throw new Error(`the clock of ${service}: ${response.status} ${await response.text()}`);
  }
}

/** What is read meanwhile. @param {import('../stack/stack.mjs').Stack} stack */
async function questions({ urls, roleToken }) {
  const clerk = await roleToken('township-clerk', { sub: 'clerk-0' });
  const drafter = await roleToken('policy-drafter');
  const operator = await roleToken('platform-operator');
  const steward = await roleToken('agency-steward');
  const { 'social-assistance': assistance, verification, gateway } = urls;
  return [
    { url: `${assistance}/v1/cases?limit=5`, token: clerk },
    { url: `${verification}/v1/policies?limit=5`, token: drafter },
    { url: `${gateway}/v1/parked-events`, token: operator },
    { url: `${assistance}/v1/regions/510802`, token: clerk },
    { url: `${verification}/v1/agencies`, token: steward },
    { url: `${assistance}/v1/policies?limit=5`, token: drafter },
    { url: `${verification}/v1/public/report-keys`, token: steward },
  ];
}

/** @param {number} startedAt */
const seconds = (startedAt) => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;

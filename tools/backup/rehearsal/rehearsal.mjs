/**
 * `npm run rehearse:restore`: the whole system works, is backed up while it works, goes on, loses its processes and a
 * database, and is put back to a moment in between. What then stands must be what a run without the loss has.
 *
 *     npm run rehearse:restore -- [--cases 8] [--facts 800] [--seed S]
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { eventually } from '../../demo/api.mjs';
import { AgencyData } from '../../faults/agency-data.mjs';
import { Checks } from '../../faults/checks.mjs';
import { Commands } from '../../faults/commands.mjs';
import { Databases } from '../../faults/databases.mjs';
import { Pace } from '../../faults/pace.mjs';
import { populate } from '../../faults/population.mjs';
import { settle } from '../../faults/settle.mjs';
import { DAYS, Work } from '../../faults/work.mjs';
import { positive, readOptions } from '../../setup/options.mjs';
import { DATA_DIR, ROOT } from '../../setup/paths.mjs';
import { removePostgresData } from '../../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../../stack/process.mjs';
import { catalogueTopics } from '../../stack/stack.mjs';
import { rehearseConsumer, round } from './consumer.mjs';
import { rehearseDamage } from './damage.mjs';
import { rehearseProducer } from './producer.mjs';
import { backUp, startWorld } from './world.mjs';

const USAGE = 'npm run rehearse:restore -- [--cases 8] [--facts 800] [--seed S]';
const { values } = readOptions(USAGE, {
  options: {
    cases: { type: 'string', default: '8' },
    facts: { type: 'string', default: '800' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
  },
});
const seed = values.seed;
const cases = positive(USAGE, '--cases', values.cases);
const sendings = positive(USAGE, '--facts', values.facts);
const QUIET_SECONDS = 120;
/** Work that is lost with the departments' server, and done again. */
const LATER_CASES = 1;
const LATER_FACTS = 40;
const PLAIN_HOUSEHOLDS = 2;

/** Of callers who do not know what others have sent. */
class OtherCommands extends Commands {
  #name;

  /** @param {string} name @param {string} commandSeed @param {Pace} pace */
  constructor(name, commandSeed, pace) {
    super(commandSeed, pace);
    this.#name = name;
  }

  /** @override @param {import('../../faults/commands.mjs').Command} command */
  async send(command) {
    // the clock stays where the first work has put it
    if (command.key.startsWith('clock-')) return { status: 200, body: undefined };
    return super.send({ ...command, key: `${this.#name}-${command.key}` });
  }
}

const dataDir = join(DATA_DIR, 'rehearsal');
/** Of each server that runs in it. */
const homes = [dataDir, join(dataDir, 'verification-server'), join(dataDir, 'damaged')];
const checks = new Checks();
const startedAt = performance.now();
claim(dataDir);
for (const home of homes) await cleanUpLeftovers(home);
clear();
console.log(`seed ${seed}: ${cases} cases, ${sendings} facts`);
/** @type {object} */
let figures = {};
try {
  figures = await run();
} catch (error) {
  checks.none('the rehearsal goes through', [
    error instanceof Error ? (error.stack ?? error.message) : error,
  ]);
}
await stopEverything();
if (checks.failed === 0) clear();
else console.log(`\nData and logs are kept in ${relative(ROOT, dataDir)}; again: --seed ${seed}`);
console.log(`${checks.passed} checks passed, ${checks.failed} failed`);
console.log(
  JSON.stringify({
    seed,
    cases,
    facts: sendings,
    ...figures,
    seconds: secondsSince(startedAt),
    failed: checks.failed,
  }),
);
process.exit(checks.failed === 0 ? 0 : 1);

async function run() {
  const world = await startWorld(dataDir, `${DAYS[0]}T01:00:00Z`, (line) => console.log(`  ${line}`));
  const { stack } = world;
  const topics = await catalogueTopics();
  const databases = new Databases({
    assistance: stack.databaseUrls.assistance ?? '',
    verification: stack.databaseUrls.verification ?? '',
    gateway: stack.databaseUrls.gateway ?? '',
    // nobody watches here: what is asked of a witness is asked of verification once more
    witness: stack.databaseUrls.verification ?? '',
  });
  const waiting = async (/** @type {number} */ seconds) => {
    await eventually('what is told again is told', () => noRepublication(databases), QUIET_SECONDS);
    return settle(stack, databases, topics, seconds);
  };
  const calm = async (/** @type {string} */ when) => {
    const left = await waiting(QUIET_SECONDS);
    checks.none(`${when}: all that was on its way has arrived`, Object.entries(left));
  };
  await calm('before the work');

  const { households, ...people } = populate(
    { cases: cases + LATER_CASES + PLAIN_HOUSEHOLDS, others: cases, forsaken: 0 },
    stack.secrets.personKeySecret,
  );
  const nobody = { forsaken: [], forsakenPersons: [] };
  const pace = new Pace();
  const plan = {
    seed,
    population: { ...people, ...nobody, households: households.slice(0, cases) },
    data: new AgencyData(seed),
    sendings,
  };
  const work = new Work(plan, stack, new Commands(seed, pace));
  const part = (/** @type {number} */ share) => Math.floor(work.size * share);
  pace.limit = part(0.5);
  const done = work.run().finally(() => pace.end());
  await pace.reached(part(0.3));
  checks.chapter('Backed up while it works');
  const backupSeconds = {
    verification: round(await backUp(world.verification)),
    departments: round(await backUp(world.departments)),
  };
  checks.none('the work had not ended when the copies were made', pace.done < part(0.6) ? [] : [pace.done]);
  pace.limit = part(0.7);
  await pace.reached(part(0.65));
  const [{ now: moment }] = await databases.query('verification', 'select clock_timestamp() as now');
  pace.limit = Infinity;
  await done;
  await calm('after the work');

  const moreWork = (/** @type {string} */ name) => {
    const later = `${seed}/later`;
    return new Work(
      {
        seed: later,
        population: { ...people, ...nobody, households: households.slice(cases, cases + LATER_CASES) },
        data: new AgencyData(later),
        sendings: LATER_FACTS,
      },
      stack,
      new OtherCommands(name, later, new Pace()),
    );
  };
  const today = new Date().toISOString().slice(0, 10);
  const scene = { world, databases, checks, calm, waiting, work, moreWork, today };
  await rehearseDamage(scene);
  const consumer = await rehearseConsumer(scene, moment);
  const producer = await rehearseProducer(scene, households.slice(cases + LATER_CASES));
  return { backupSeconds, consumer, producer };
}

/** @param {Databases} databases */
async function noRepublication(databases) {
  const running = `select from job where name = 'republication' and state <> 'DONE'`;
  const both = await Promise.all([
    databases.query('assistance', running),
    databases.query('verification', running),
  ]);
  return both.flat().length === 0;
}

function clear() {
  for (const home of homes) removePostgresData(home);
  rmSync(dataDir, { recursive: true, force: true });
}

/** @param {number} instant */
function secondsSince(instant) {
  return Math.round((performance.now() - instant) / 100) / 10;
}

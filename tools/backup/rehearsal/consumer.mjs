/** A database that consumes is lost and put back: it reads on from its own places, and ends where it had been. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAYS } from '../../faults/work.mjs';
import { serviceNames } from '../../stack/stack.mjs';
import { DEPARTMENT, VERIFICATION } from './leaves.mjs';
import { differences, rowsIn, stateOf } from './states.mjs';
import { lostSeconds, restoreSite } from './world.mjs';

/**
 * @typedef {object} Scene
 * @property {import('./world.mjs').World} world
 * @property {import('../../faults/databases.mjs').Databases} databases
 * @property {import('../../faults/checks.mjs').Checks} checks
 * @property {(when: string) => Promise<void>} calm waits until nothing is on its way, and checks it
 * @property {(seconds: number) => Promise<Record<string, number>>} waiting what is on its way still, after so long at the most
 * @property {import('../../faults/work.mjs').Work} work
 * @property {(name: string) => import('../../faults/work.mjs').Work} moreWork the same people, cases and facts each time, by callers who
 *   begin anew
 * @property {string} today civil date on which the rehearsal began, UTC
 */

/**
 * @param {Scene} scene
 * @param {Date} moment
 */
export async function rehearseConsumer(scene, moment) {
  const { world, databases, checks, calm, today } = scene;
  const { stack, verification, departments } = world;
  const stateIn = (/** @type {string} */ name, /** @type {import('./leaves.mjs').Leaves} */ leaves) =>
    stateOf(stack.databaseUrls[name] ?? '', leaves, today);
  const faultless = await stateIn('verification', VERIFICATION);
  const department = await stateIn('assistance', DEPARTMENT);
  const count = async () => {
    const [row] = await databases.query('verification', 'select count(*)::int as facts from fact');
    return row.facts;
  };
  const held = await count();

  checks.chapter('Verification’s server is lost, and put back to a moment in the middle of the work');
  const killedAt = Date.now();
  await Promise.all([
    ...serviceNames().map((name) => stack.services[name]?.kill()),
    verification.postgres.kill(),
    departments.postgres.kill(),
  ]);
  const unarchived = lostSeconds(verification, killedAt);
  await departments.postgres.restart();
  const { seconds: restoreSeconds } = await restoreSite(world, verification, moment);
  const atMoment = await count();
  const startedAt = performance.now();
  await Promise.all(serviceNames().map((name) => stack.services[name]?.restart()));
  await stack.moveClock(`${DAYS.at(-1)}T01:00:00Z`);
  await calm('after the restore');
  const caughtUpSeconds = (performance.now() - startedAt) / 1_000;

  checks.none(`it had ${atMoment} facts at the moment and reads on`, atMoment < held ? [] : [atMoment]);
  tellDifferences(
    scene,
    'verification',
    faultless,
    await stateIn('verification', VERIFICATION),
    VERIFICATION,
  );
  tellDifferences(scene, 'the department', department, await stateIn('assistance', DEPARTMENT), DEPARTMENT);
  await checkReports(scene);
  return {
    wentBackSeconds: round((killedAt - moment.getTime()) / 1_000),
    restoreSeconds: round(restoreSeconds),
    caughtUpSeconds: round(caughtUpSeconds),
    unarchivedSeconds: round(unarchived),
  };
}

/** Every request has one report that holds. @param {Scene} scene */
async function checkReports({ checks, databases, work }) {
  const found = await databases.query(
    'verification',
    `select r.id, r.state, (select count(*)::int from report_standing s where s.request_id = r.id and s.state = 'ISSUED') as holds
       from verification_request r`,
  );
  checks.same(
    'each request is there once',
    found.map(({ id }) => id),
    work.cases.map(({ requestId }) => requestId),
  );
  checks.none(
    'each is answered, and one report of it holds',
    found.filter(({ state, holds }) => state !== 'ISSUED' || holds !== 1),
  );
}

/**
 * @param {Scene} scene
 * @param {string} who
 * @param {import('./states.mjs').State} faultless
 * @param {import('./states.mjs').State} restored
 * @param {import('./leaves.mjs').Leaves} leaves
 */
function tellDifferences({ checks, world }, who, faultless, restored, leaves) {
  const found = differences(faultless, restored, leaves);
  const left = Object.keys(leaves).filter((table) => !faultless.has(table)).length;
  checks.none(
    `${who} holds what it held: ${rowsIn(faultless)} rows of ${faultless.size} tables (${left} tables are left out)`,
    found.map(
      ({ table, missing, more }) =>
        `${table}: ${missing.length} rows are missing, ${more.length} are there beside`,
    ),
  );
  if (found.length === 0) return;
  const file = join(world.stack.dataDir, `${who.replaceAll(' ', '-')}.json`);
  writeFileSync(file, JSON.stringify(found, null, 1));
}

/** @param {number} seconds */
export function round(seconds) {
  return Math.round(seconds * 10) / 10;
}

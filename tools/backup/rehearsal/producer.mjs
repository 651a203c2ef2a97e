/**
 * A database that sends is lost and put back: what it had told after the moment others know, and it does not. It tells its
 * state anew under the next epoch, the work of the lost time is done again, and nobody has anything twice.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, Official } from '../../demo/api.mjs';
import { householdForm } from '../../faults/population.mjs';
import { round } from './consumer.mjs';
import { BESIDE } from './leaves.mjs';
import { differences, stateOf } from './states.mjs';
import { lostSeconds, restoreSite } from './world.mjs';

/** `ce_sequence` without the epoch. */
const VERSION_BITS = 48n;

/**
 * @param {import('./consumer.mjs').Scene} scene
 * @param {readonly import('../../faults/population.mjs').Household[]} plain households that are opened and changed
 */
export async function rehearseProducer(scene, plain) {
  const { world, databases, checks, calm, today } = scene;
  const { stack, departments } = world;
  const clerk = await stack.roleToken('township-clerk', { region: '510802001', sub: 'clerk-0' });
  const assistance = stack.urls['social-assistance'];
  const knowledge = () => stateOf(stack.databaseUrls.verification ?? '', BESIDE, today);

  checks.chapter('The departments’ server is lost, and put back to the moment before the last work');
  /** @type {Map<string, { members: ReturnType<typeof householdForm>['members'], version: number }>} */
  const opened = new Map();
  for (const household of plain) {
    const form = householdForm(household);
    const { id, version } = await send('POST', `${assistance}/v1/households`, clerk, form);
    opened.set(id, { members: form.members, version });
  }
  const changeMembers = async (/** @type {number} */ size) => {
    for (const [id, { members, version }] of opened) {
      const url = `${assistance}/v1/households/${id}/members`;
      await send('PUT', url, clerk, { members: members.slice(0, size) }, version);
    }
  };
  await calm('households are opened');
  const [{ now: moment }] = await databases.query('assistance', 'select clock_timestamp() as now');
  await sleep(50);

  // the child moves out: verification hears of it, and the department will not know
  await changeMembers(2);
  const later = scene.moreWork('later');
  await later.run();
  await calm('after the last work');
  const told = await knowledge();
  checks.same(
    'verification has heard of the changes',
    await sizes(scene, opened),
    [...opened.keys()].map((id) => `${id} 2`),
  );
  const lost = later.cases.map(({ requestId }) => requestId);

  const killedAt = Date.now();
  await Promise.all([
    ...departments.services.map((name) => stack.services[name]?.kill()),
    departments.postgres.kill(),
  ]);
  const unarchived = lostSeconds(departments, killedAt);
  const { seconds: restoreSeconds } = await restoreSite(world, departments, moment);
  const startedAt = performance.now();
  await Promise.all(departments.services.map((name) => stack.services[name]?.restart()));
  const parked = await dropUntilCalm(scene);
  await calm('after the restore, and what it cannot know is dropped');
  const caughtUpSeconds = (performance.now() - startedAt) / 1_000;

  checks.none(
    `answers to the ${lost.length} requests that it has lost were parked, and given up`,
    parked.has('UnknownRequest VerificationCompleted') ? [] : [...parked],
  );
  checks.none(
    'nothing else was parked',
    [...parked].filter((what) => !/^(UnknownRequest|behind a parked event of its key) /.test(what)),
  );
  checks.same(
    'what it stands by has taken the place of what it had told',
    await sizes(scene, opened),
    [...opened.keys()].map((id) => `${id} 3`),
  );
  checks.same(
    'the copies are of the next epoch',
    await epochs(scene, opened),
    [...opened.keys()].map((id) => `${id} 1`),
  );
  checks.none(
    'of facts, persons and answers verification has what it had',
    factsBeside(told, await knowledge()),
  );

  await changeMembers(1);
  const again = scene.moreWork('again');
  await again.run();
  await calm('after the lost work was done again');
  checks.same(
    'a version that was given before is heard of',
    await sizes(scene, opened),
    [...opened.keys()].map((id) => `${id} 1`),
  );
  checks.none('agencies that sent again have changed nothing', factsBeside(told, await knowledge()));
  const answered = await databases.query('assistance', 'select id, state from verification_request');
  checks.same(
    'each request of the department is answered, and none is there twice',
    answered.map(({ id, state }) => `${id} ${state}`),
    [...scene.work.cases, ...again.cases].map(({ requestId }) => `${requestId} ANSWERED`),
  );
  return {
    restoreSeconds: round(restoreSeconds),
    caughtUpSeconds: round(caughtUpSeconds),
    unarchivedSeconds: round(unarchived),
    parked: [...parked].sort(),
  };
}

/** Tables that hold what agencies have said. */
const OF_AGENCIES = new Set(['fact', 'fact_source', 'person', 'profile', 'rejected_fact', 'source_answer']);

/** @param {import('./states.mjs').State} before @param {import('./states.mjs').State} after */
function factsBeside(before, after) {
  return differences(before, after, BESIDE)
    .filter(({ table }) => OF_AGENCIES.has(table))
    .map(
      ({ table, missing, more }) =>
        `${table}: ${missing.length} rows are missing, ${more.length} are there beside`,
    );
}

/** How many members verification knows. @param {import('./consumer.mjs').Scene} scene @param {ReadonlyMap<string, object>} opened */
async function sizes({ databases }, opened) {
  const rows = await databases.query(
    'verification',
    'select id, jsonb_array_length(members) as size from household where id = any($1)',
    [[...opened.keys()]],
  );
  return rows.map(({ id, size }) => `${id} ${size}`);
}

/** @param {import('./consumer.mjs').Scene} scene @param {ReadonlyMap<string, object>} opened */
async function epochs({ databases }, opened) {
  const rows = await databases.query(
    'verification',
    'select id, sequence::text from household where id = any($1)',
    [[...opened.keys()]],
  );
  return rows.map(({ id, sequence }) => `${id} ${BigInt(sequence) >> VERSION_BITS}`);
}

/**
 * As the operator does it: what concerns records that are lost is given up.
 * @param {import('./consumer.mjs').Scene} scene
 * @returns {Promise<Set<string>>} reasons and types of what was parked
 */
async function dropUntilCalm({ world, waiting }) {
  const operator = new Official('operator', await world.stack.roleToken('platform-operator', {}));
  const url = `${world.stack.urls['social-assistance']}/v1/parked-events`;
  const dropped = new Set();
  await eventually(
    'all is read, and nothing is parked',
    async () => {
      const { body } = await operator.get(`${url}?limit=200`);
      for (const { id, type, reason } of body.items) {
        await operator.post(`${url}/${id}/drop`, {});
        dropped.add(`${reason} ${type.split('.').at(-1)}`);
      }
      return body.items.length === 0 && Object.keys(await waiting(2)).length === 0;
    },
    90,
  );
  return dropped;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {string} token
 * @param {object} body
 * @param {number} [version]
 */
async function send(method, url, token, body, version) {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'accept-language': 'en',
      'idempotency-key': randomUUID(),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** Waits until nothing is on its way any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { endsOf, kafkaClient } from './topics.mjs';

const POLL_MS = 250;
const QUIET_POLLS = 3;

const WAITING = {
  gateway: `select (select count(*) from outbox)::int as "outbox of the gateway",
    (select count(*) from audit_entry where seq is null)::int as "entries of the gateway without a seal"`,
  assistance: `select (select count(*) from outbox)::int as "outbox of assistance",
    (select count(*) from parked_key)::int as "parked keys of assistance",
    (select count(*) from audit_entry where seq is null)::int as "entries of assistance without a seal",
    (select count(*) from verification_request where state in ('OPEN', 'REOPENED'))::int as "checks without report"`,
  verification: `select (select count(*) from outbox)::int as "outbox of verification",
    (select count(*) from parked_key)::int as "parked keys of verification",
    (select count(*) from audit_entry where seq is null)::int as "entries of verification without a seal",
    (select count(*) from outward_event e join subscription s on s.party = e.party and s.state = 'ACTIVE'
       join subscription_progress p on p.subscription_id = s.id and p.cursor < e.position)::int as "events before a subscriber",
    (select count(*) from dirty)::int as "dirty persons",
    (select count(*) from request_check)::int as "request checks",
    (select count(*) from request_evaluation)::int as "requests to be evaluated",
    (select count(*) from waiting_answer)::int as "answers that wait for a status",
    (select count(*) from waiting_marker)::int as "markers that wait for statuses",
    (select count(*) from verification_request where state in ('ACCEPTED', 'COLLECTING', 'BLOCKED'))::int as "open requests"`,
  witness: `select (select count(*) from parked_key)::int as "parked keys of the witness"`,
};

/**
 * @param {import('../stack/stack.mjs').Stack} stack
 * @param {import('./databases.mjs').Databases} databases
 * @param {readonly string[]} topics
 * @param {number} seconds
 * @returns {Promise<Record<string, number>>} what was still waiting at the end of the time; empty when all is quiet
 */
export async function settle(stack, databases, topics, seconds) {
  const admin = kafkaClient(stack.kafkaAccess).admin();
  await admin.connect();
  try {
    const deadline = Date.now() + seconds * 1_000;
    for (let quiet = 0; ;) {
      const waiting = await look(admin, databases, topics);
      quiet = Object.keys(waiting).length === 0 ? quiet + 1 : 0;
      if (quiet === QUIET_POLLS || Date.now() > deadline) return waiting;
      await sleep(POLL_MS);
    }
  } finally {
    await admin.disconnect();
  }
}

/**
 * @param {import('kafkajs').Admin} admin
 * @param {import('./databases.mjs').Databases} databases
 * @param {readonly string[]} topics
 */
async function look(admin, databases, topics) {
  /** @type {Record<string, number>} */
  const waiting = {};
  const names = /** @type {(keyof typeof WAITING)[]} */ (Object.keys(WAITING));
  for (const name of names) {
    const [counts = {}] = await databases.query(name, WAITING[name]);
    for (const [what, count] of Object.entries(counts)) if (count > 0) waiting[what] = count;
  }
  // After the outboxes: what had been there has an offset now.
  const ends = await endsOf(admin, topics);
  for (const name of names.filter((each) => each !== 'gateway')) {
    const places = await databases.query(
      name,
      'select topic, partition, next_offset, consumer from consumer_position',
    );
    for (const { topic, partition, next_offset: next, consumer } of places) {
      const behind = Number((ends.get(`${topic}/${partition}`)?.high ?? 0n) - BigInt(next));
      if (behind !== 0)
        waiting[`events before ${consumer}`] = (waiting[`events before ${consumer}`] ?? 0) + behind;
    }
    if (places.length === 0) waiting[`places of ${name}`] = 1;
  }
  return waiting;
}

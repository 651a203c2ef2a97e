/** How soon a clue follows its fact while other facts arrive all the time: first wages among reimbursed bills. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { IncomeKind } from '@minzheng/contracts/facts';
import { ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { addMonths, monthOf } from '@minzheng/kernel/months';
import kafkajs from 'kafkajs';
import { FACTS_TOPIC, incomeFact, kafkaClient } from '../facts.mjs';
import { percentile } from '../report.mjs';

const CLUES_TOPIC = 'minzheng.verification.assistance.v1';
const TICK_MS = 20;
const LONGEST_WAIT_MS = 60_000;
const SEND_AT_ONCE = 1_000;

/**
 * @param {import('./station.mjs').Site} site
 * @param {import('./truth.mjs').Truth['idle']} idle each gets a first wage
 * @param {readonly string[]} others of whom nothing follows
 * @param {{ rate: number, seconds: number, clues: number, warmUpSeconds: number, today: string }} options
 */
export async function measureReaction(site, idle, others, { rate, seconds, clues, warmUpSeconds, today }) {
  const { station, prefix } = site;
  const kafka = kafkaClient(station.kafka.brokers);
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId: `bench.reaction.${Date.now()}`, maxWaitTimeInMs: 100 });
  await Promise.all([producer.connect(), consumer.connect()]);
  /** When a fact was produced that has to raise a clue, by its id. @type {Map<string, number>} */
  const producedAt = new Map();
  /** @type {Map<string, number>} */
  const arrivedAt = new Map();
  await consumer.subscribe({ topics: [prefix + CLUES_TOPIC], fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    eachMessage: async ({ message: { headers, value } }) => {
      const at = performance.now();
      if (headers?.['ce_type']?.toString() !== ClueDispatchedSchema.typeName || value === null) return;
      for (const { factIds } of fromBinary(ClueDispatchedSchema, value).hits) {
        for (const factId of factIds) if (!arrivedAt.has(factId)) arrivedAt.set(factId, at);
      }
    },
  });
  await joined;

  const month = addMonths(monthOf(today), -1);
  const perSecond = clues / seconds;
  const startedAt = performance.now();
  const warmUntil = startedAt + warmUpSeconds * 1_000;
  const until = warmUntil + seconds * 1_000;
  /** @type {string[]} */
  const planted = [];
  let sent = 0;
  let wages = 0;
  for (let now = performance.now(); now < until; now = performance.now()) {
    const elapsed = (now - startedAt) / 1_000;
    const messages = [];
    while (wages < Math.min(idle.length, elapsed * perSecond)) {
      const { factId, message } = incomeFact({
        ...{ person: idle[wages++]?.personKey ?? '', month, payer: '91510802MA62A4HH5Q', record: 'first' },
      });
      messages.push(message);
      if (now >= warmUntil) planted.push(factId);
      producedAt.set(factId, performance.now());
    }
    for (let number = sent + messages.length; number < elapsed * rate; number++) {
      messages.push(reimbursement(others[number % others.length] ?? '', month, number));
    }
    // on a machine that is behind, many at once: more than one request may hold
    for (let begin = 0; begin < messages.length; begin += SEND_AT_ONCE) {
      const some = messages.slice(begin, begin + SEND_AT_ONCE);
      await producer.send({ topic: prefix + FACTS_TOPIC, messages: some, acks: -1 });
    }
    sent += messages.length;
    await sleep(Math.max(0, TICK_MS - (performance.now() - now)));
  }
  const sentPerSecond = sent / ((performance.now() - startedAt) / 1_000);
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < deadline && !planted.every((factId) => arrivedAt.has(factId))) await sleep(20);
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  const delays = planted
    .filter((factId) => arrivedAt.has(factId))
    .map((factId) => (arrivedAt.get(factId) ?? NaN) - (producedAt.get(factId) ?? NaN));
  return {
    ...{ rate, sentPerSecond: Math.round(sentPerSecond), clues: delays.length },
    lost: planted.length - delays.length,
    p50: Math.round(percentile(delays, 0.5)),
    p99: Math.round(percentile(delays, 0.99)),
  };
}

/** @param {string} person @param {string} month @param {number} number */
function reimbursement(person, month, number) {
  return incomeFact({
    ...{ person, month, record: `bill ${number}`, kind: IncomeKind.MEDICAL_REIMBURSEMENT },
    ...{ agency: 'NHSA', dataset: 'NHSA.settlements' },
  }).message;
}

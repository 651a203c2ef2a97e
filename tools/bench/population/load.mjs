/**
 * Sends a share of a simulated province to Kafka, a process of its own. It comes as a first load does, one kind of thing
 * after the other: nobody is judged by half of what is known of him.
 */
import { kafkaClient } from '../facts.mjs';
import { isServiceName } from '@minzheng/contracts/catalogue';
import kafkajs from 'kafkajs';
import { factMessage, householdMessage, watermarkMessages } from '../../simulate/messages.mjs';
import { province } from '../../simulate/province.mjs';
import { FEEDS } from '../../simulate/watches.mjs';

/** A request of all topics together has to stay below a megabyte for each partition. */
const SEND_AT_ONCE = 2_000;

/**
 * `sums`: income, spending and property; `agencies`: statuses that agencies tell of; `departments`: those that departments
 * tell of; `feeds`: how far the feeds are; `households`: who lives together; `news`: what has come about since.
 * @typedef {'sums' | 'agencies' | 'departments' | 'feeds' | 'households' | 'news'} Stage
 *
 * `share`: of the households those whose place is `at`, counted by `of`.
 *
 * @typedef {{ stage: Stage, share: { at: number, of: number }, people: number, seed: string, today: string, factsAPerson: number, brokers: string, prefix: string, partitions: number }} Load
 * @typedef {{ messages: number, facts: number, topics: Record<string, number> }} Loaded
 */

const { BENCH_LOAD } = process.env;
if (BENCH_LOAD === undefined) throw new Error('started by tools/bench/population.mjs only');
/** @type {Load} */
const load = JSON.parse(BENCH_LOAD);
process.once('disconnect', () => process.exit(1));

const producer = kafkaClient(load.brokers).producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
await producer.connect();
/** @type {Map<string, import('kafkajs').Message[]>} */
let byTopic = new Map();
let waiting = 0;
/** @type {Loaded} */
const loaded = { messages: 0, facts: 0, topics: {} };
for (const { topic, message } of messages()) {
  const known = byTopic.get(topic) ?? [];
  known.push(message);
  byTopic.set(topic, known);
  waiting += 1;
  if (waiting >= SEND_AT_ONCE) await flush();
}
await flush();
await producer.disconnect();
process.send?.(loaded);

function* messages() {
  const { stage, share, partitions, today } = load;
  if (stage === 'feeds') {
    for (const agency of FEEDS) yield* watermarkMessages(agency, `${today}T00:00:00+08:00`, partitions);
    return;
  }
  let place = 0;
  for (const household of province(load).households()) {
    if (place++ % share.of !== share.at) continue;
    if (stage === 'households') {
      yield householdMessage(household);
      continue;
    }
    for (const { facts } of household.members) {
      for (const fact of facts) {
        if (stageOf(fact) !== stage) continue;
        loaded.facts += 1;
        yield factMessage(fact);
      }
    }
  }
}

/** @param {import('../../simulate/household.mjs').SimulatedFact} fact @returns {Stage} */
function stageOf({ type, agency, isNews }) {
  if (isNews) return 'news';
  if (type !== 'STATUS') return 'sums';
  return isServiceName(agency) ? 'departments' : 'agencies';
}

async function flush() {
  if (waiting === 0) return;
  await producer.sendBatch({
    acks: -1,
    topicMessages: [...byTopic].map(([topic, sent]) => ({ topic: load.prefix + topic, messages: sent })),
  });
  for (const [topic, sent] of byTopic) loaded.topics[topic] = (loaded.topics[topic] ?? 0) + sent.length;
  loaded.messages += waiting;
  byTopic = new Map();
  waiting = 0;
}

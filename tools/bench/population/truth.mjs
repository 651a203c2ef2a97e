/** What was planted, and whether exactly that was found, told once, and nothing else. */
import { fromBinary } from '@bufbuild/protobuf';
import { ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { MONTHLY_CODES, province } from '../../simulate/province.mjs';
import { kafkaClient } from '../facts.mjs';

/** @typedef {import('../../simulate/province.mjs').SimulatedHousehold} Household */

/**
 * @typedef {object} Truth
 * @property {ReadonlyMap<string, string>} planted indicator by household
 * @property {ReadonlyMap<string, string>} householdOf by person, of those households
 * @property {Household[]} signed households with consents
 * @property {{ householdId: string, personKey: string, region: string }[]} idle members without work in households on dibao that have no clue
 * @property {number} persons
 * @property {number} households
 */

const MOST_IDLE = 20_000;

/** @param {Parameters<typeof province>[0] & { mostSigned?: number }} options @returns {Truth} */
export function truthOf({ mostSigned = Infinity, ...options }) {
  /** @type {Map<string, string>} */
  const planted = new Map();
  /** @type {Map<string, string>} */
  const householdOf = new Map();
  /** @type {Truth['idle']} */
  const idle = [];
  /** @type {Household[]} */
  const signed = [];
  let persons = 0;
  let households = 0;
  let isShared = false;
  for (const household of province({ ...options, factsAPerson: 0 }).households()) {
    const { id, type, members, plant, consents, township } = household;
    households += 1;
    persons += members.filter(({ facts }) => facts.length > 0).length;
    if (plant !== undefined) {
      planted.set(id, plant.indicator);
      for (const { personKey } of members) householdOf.set(personKey, id);
    }
    const spouse = members[1];
    const isIdle = type === 'dibao' && plant === undefined && !isShared && spouse?.relation === 'SPOUSE';
    if (isIdle && spouse.age < 58 && spouse.card === undefined && idle.length < MOST_IDLE) {
      idle.push({ householdId: id, personKey: spouse.personKey, region: township });
    }
    isShared = plant?.indicator === 'B6';
    if (consents.length === 0 || signed.length >= mostSigned) continue;
    // of all of them together it would be much
    for (const member of members) member.facts = [];
    signed.push(household);
  }
  return { planted, householdOf, signed, idle, persons, households };
}

/**
 * @typedef {object} Found
 * @property {number} expected
 * @property {number} clues
 * @property {number} missed
 * @property {number} unplanned
 * @property {number} twice hits of one indicator in one household, or clues that were told more than once
 * @property {number} untold clues that were sent to nobody
 * @property {Record<string, number>} missedCodes
 * @property {Record<string, number>} unplannedCodes
 * @property {Record<string, number>} twiceCodes
 */

/**
 * @param {import('./station.mjs').Site} site
 * @param {Truth} truth
 * @param {{ withMonthly: boolean }} options whether the monthly indicators have been asked
 * @returns {Promise<Found>}
 */
export async function compare(site, { planted, householdOf }, { withMonthly }) {
  const hits = await site.query(
    'select c.household_id, h.indicator, h.person_key from indicator_hit h join clue c on c.id = h.clue_id',
  );
  const expected = new Map([...planted].filter(([, code]) => withMonthly || !MONTHLY_CODES.has(code)));
  /** @type {Record<string, number>} */
  const unplannedCodes = {};
  /** @type {Record<string, number>} */
  const missedCodes = {};
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const { household_id, indicator, person_key } of hits) {
    const householdId = householdOf.get(person_key) ?? household_id;
    if (expected.get(householdId) === indicator) seen.set(householdId, (seen.get(householdId) ?? 0) + 1);
    else unplannedCodes[indicator] = (unplannedCodes[indicator] ?? 0) + 1;
  }
  for (const [householdId, code] of expected) {
    if (!seen.has(householdId)) missedCodes[code] = (missedCodes[code] ?? 0) + 1;
  }
  /** @type {Record<string, number>} */
  const twiceCodes = {};
  for (const [householdId, count] of seen) {
    const code = expected.get(householdId) ?? '';
    if (count > 1) twiceCodes[code] = (twiceCodes[code] ?? 0) + 1;
  }
  const clues = await site.query('select id from clue');
  const told = await dispatched(site);
  const times = clues.map(({ id }) => told.get(id)?.size ?? 0);
  const sumOf = (/** @type {Record<string, number>} */ counts) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    ...{ expected: expected.size, clues: clues.length, missedCodes, unplannedCodes, twiceCodes },
    missed: sumOf(missedCodes),
    unplanned: sumOf(unplannedCodes),
    twice: sumOf(twiceCodes) + times.filter((count) => count > 1).length,
    untold: times.filter((count) => count === 0).length,
  };
}

/** @param {Found} found */
export const isRight = ({ missed, unplanned, twice, untold, clues, expected }) =>
  missed + unplanned + twice + untold === 0 && clues === expected;

/** The events by which each clue was sent: the relay may send one event twice, never another for the same. @param {import('./station.mjs').Site} site */
async function dispatched(site) {
  const { prefix, station } = site;
  // what was committed is on its way: the relay empties the outbox
  await site.until(
    async () => (await site.figure('select count(*) as n from (select from outbox limit 1) o')) === 0,
  );
  const client = kafkaClient(station.kafka.brokers);
  const admin = client.admin();
  await admin.connect();
  const topics = topicsOf('verification').map((topic) => prefix + topic);
  /** @type {Map<string, bigint>} */
  const left = new Map();
  for (const topic of topics) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > 0n) left.set(`${topic}/${partition}`, BigInt(high));
    }
  }
  await admin.disconnect();
  /** @type {Map<string, Set<string>>} */
  const told = new Map();
  if (left.size === 0) return told;
  const consumer = client.consumer({ groupId: `bench.truth.${Date.now()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          for (const { headers, value } of batch.messages) {
            if (headers?.['ce_type']?.toString() !== ClueDispatchedSchema.typeName || value === null)
              continue;
            const { clueId } = fromBinary(ClueDispatchedSchema, value);
            told.set(clueId, (told.get(clueId) ?? new Set()).add(String(headers['ce_id'])));
          }
          const place = `${batch.topic}/${batch.partition}`;
          if (BigInt(batch.lastOffset()) + 1n >= (left.get(place) ?? 0n)) left.delete(place);
          if (left.size === 0) resolve(undefined);
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return told;
}

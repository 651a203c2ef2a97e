/** What a rolling upgrade comes to in numbers. */
import { distinct } from '../faults/topics.mjs';

export const UPGRADE = 'upgrade';
export const WAY_BACK = 'way back';

/**
 * @param {object} run
 * @param {import('./callers.mjs').Callers} run.callers
 * @param {import('./fleet.mjs').Fleet} run.fleet
 * @param {import('../faults/work.mjs').Work} run.work
 * @param {readonly import('../faults/topics.mjs').Event[]} run.events
 * @param {import('../faults/databases.mjs').Databases} run.databases
 * @param {import('../faults/subscriber.mjs').Subscriber} run.subscriber
 * @returns {Promise<Record<string, unknown>>}
 */
export async function figuresOf({ callers, fleet, work, events, databases, subscriber }) {
  const originals = distinct(events);
  const seen = await databases.column('witness', 'select ce_id from seen');
  const known = new Set(seen);
  const delays = await delaysOfFacts(events, databases);
  const changing = (/** @type {string} */ phase) => phase === UPGRADE || phase === WAY_BACK;
  const of = (/** @type {(phase: string) => boolean} */ isMeant) => {
    const samples = callers.samples.filter(({ phase }) => isMeant(phase));
    const times = (/** @type {string} */ kind) =>
      samples.filter((sample) => sample.kind === kind).map(({ milliseconds }) => milliseconds);
    const waits = delays.filter(({ sentAt }) => isMeant(callers.phaseAt(sentAt))).map(({ waited }) => waited);
    return {
      requests: samples.length,
      readP99Ms: quantile(times('read'), 0.99),
      commandP99Ms: quantile(times('command'), 0.99),
      longestMs: quantile(
        samples.map(({ milliseconds }) => milliseconds),
        1,
      ),
      factP50Ms: quantile(waits, 0.5),
      factP99Ms: quantile(waits, 0.99),
      factLongestMs: quantile(waits, 1),
    };
  };
  return {
    requests: callers.samples.length,
    failed: Math.max(callers.failures.length, fleet.failures.length),
    repeatedByBalancers: fleet.repeated,
    commands: [...callers.acknowledged.values()].reduce((sum, { size }) => sum + size, 0),
    cases: work.cases.length,
    facts: work.facts.size,
    clues: originals.filter(({ type }) => type === 'ClueRaised').length,
    deliveries: subscriber.received.length,
    events: originals.length,
    eventsLost: originals.filter(({ id }) => !known.has(id)).length,
    eventsDoubled: seen.length - known.size,
    copiesByRelays: events.length - originals.length,
    atRest: of((phase) => phase !== '' && !changing(phase)),
    duringExchange: of(changing),
  };
}

/**
 * How long each fact lay in its topic before verification had stored it: consumers stand still while their group changes.
 * @param {readonly import('../faults/topics.mjs').Event[]} events
 * @param {import('../faults/databases.mjs').Databases} databases
 */
async function delaysOfFacts(events, databases) {
  const rows = await databases.query(
    'verification',
    'select fact_id, (extract(epoch from recorded_at) * 1000)::float8 as at from fact',
  );
  const stored = new Map(rows.map(({ fact_id: id, at }) => [id, at]));
  /** @type {Map<string, { sentAt: number, waited: number }>} */
  const first = new Map();
  for (const { sentAt, message } of events) {
    const at = stored.get(message.factId);
    if (at !== undefined && !first.has(message.factId))
      first.set(message.factId, { sentAt, waited: at - sentAt });
  }
  return [...first.values()];
}

/** @param {readonly number[]} values @param {number} share @returns {number} rounded; 0 where there is none */
function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
}

/** Every consumer saw the events of each key in their order; the witness saw every event once. */
import { distinct } from './topics.mjs';

const FACTS = new Set(['IncomeFact', 'AssetFact', 'ExpenditureFact', 'StatusFact']);

/** @param {import('./findings.mjs').Findings} findings */
export async function checkOrder({ checks, databases, events }) {
  checks.chapter('Each key’s events were seen in order, none lost, none twice');
  const recorded = await databases.query(
    'verification',
    'select person_key, fact_id, recorded_at = lag(recorded_at) over w as same from fact window w as (partition by person_key order by recorded_at)',
  );
  checks.none(
    'no two facts of a person were recorded at one instant',
    recorded.filter(({ same }) => same === true),
  );
  const places = new Map(recorded.map(({ fact_id: id }, place) => [id, place]));
  const facts = events.filter(({ type }) => FACTS.has(type));
  checks.none(
    `the facts consumer recorded them in the order of their topics (${facts.length})`,
    outOfOrder(
      facts,
      ({ message }) => message.factId,
      ({ topic, message }) => `${topic} ${message.personKey}`,
      places,
    ),
  );

  const seen = await databases.query(
    'witness',
    'select topic, key, ce_id, sequence::int from seen order by id',
  );
  const originals = distinct(events);
  const place = (/** @type {{ topic: string, key: string | null, id: string, sequence: number }} */ event) =>
    `${event.topic} ${event.key} ${event.id} ${event.sequence}`;
  checks.same(
    'the witness saw every event once, and no other',
    seen.map(({ ce_id: id, ...row }) => place({ ...row, id })),
    originals.map(place),
  );
  checks.none(
    'the witness saw the events of each key in order',
    outOfOrder(
      originals,
      ({ id }) => id,
      ({ topic, partition, key }) => `${topic} ${key ?? partition}`,
      new Map(seen.map(({ ce_id: id }, index) => [id, index])),
    ),
  );
  checks.none(
    'the events of each subject were sent in the order of its versions',
    [...Map.groupBy(originals, ({ topic, subject, key }) => `${topic} ${key} ${subject}`)]
      .filter(([, [first]]) => first?.type !== 'FeedWatermark')
      .filter(([, all]) => all.some(({ sequence }, index) => sequence < (all[index - 1]?.sequence ?? 0)))
      .map(([subject, all]) => [subject, all.map(({ sequence }) => sequence)]),
  );
}

/**
 * @param {readonly import('./topics.mjs').Event[]} events in the order of the log
 * @param {(event: import('./topics.mjs').Event) => string} idOf
 * @param {(event: import('./topics.mjs').Event) => string} keyOf
 * @param {ReadonlyMap<string, number>} places where each id stands with the consumer
 */
function outOfOrder(events, idOf, keyOf, places) {
  /** @type {Map<string, number>} */
  const last = new Map();
  const known = new Set();
  return events.flatMap((event) => {
    const [id, key] = [idOf(event), keyOf(event)];
    if (known.has(id)) return [];
    known.add(id);
    const place = places.get(id);
    if (place === undefined) return [`${key}: ${id} was never seen`];
    const before = last.get(key) ?? -1;
    last.set(key, Math.max(before, place));
    return place > before ? [] : [`${key}: ${id} was seen too early`];
  });
}

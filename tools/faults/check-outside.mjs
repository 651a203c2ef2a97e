/** What agencies are told: each event addressed to one has its place in that one's feed, and the subscriber got it. */
import { v5 as uuidv5 } from 'uuid';
import { PARTIES } from './suspensions.mjs';
import { distinct } from './topics.mjs';

/** By type the field that names the agency; requests of departments outside there are none in a run. */
const ADDRESSEE = new Map([
  ['FactDisputed', 'receiver'],
  ['FactCorrected', 'receiver'],
  ...['AgencyFeedLate', 'AgencyFeedRecovered', 'FileLoaded', 'FileRejected'].map(byAgency),
  ...['AgreementActivated', 'AgreementSuspended'].map(byAgency),
]);
const ANNOUNCED = { suspend: 'AgreementSuspended', resume: 'AgreementActivated' };

/** @param {import('./findings.mjs').Findings & { subscriber: import('./subscriber.mjs').Subscriber }} findings */
export async function checkOutside({ checks, databases, events, work, subscriber }) {
  checks.chapter('Whoever is outside was told each event once, in one order without gaps');
  const told = distinct(events).flatMap((event) => {
    const field = ADDRESSEE.get(event.type);
    return field === undefined ? [] : [{ party: String(event.message[field]), event }];
  });
  const moved = await databases.query(
    'verification',
    `select l.command, a.agency from lifecycle_log l join data_agreement a on a.id = l.aggregate_id
      where l.aggregate = 'data-agreement' and l.command in ('suspend', 'resume')`,
  );
  const wanted = [...work.suspensions.acknowledged].flatMap(([name, count]) => Array(count).fill(name));
  checks.same(
    'agreements were moved as often as it was acknowledged',
    moved.map(({ agency, command }) => `${agency} ${command}`),
    wanted,
  );
  for (const [act, type] of Object.entries(ANNOUNCED)) {
    checks.same(
      `${type}: once for each`,
      told
        .filter(({ party, event }) => event.type === type && PARTIES.includes(party) && event.sequence > 1)
        .map(({ party }) => party),
      wanted.filter((name) => name.endsWith(act)).map((name) => name.split(' ')[0]),
    );
  }

  const kept = await databases.query(
    'verification',
    `select party, position::int, id, type, subject, sequence::int from outward_event order by party, position`,
  );
  checks.same(
    'each event has one place in the feed of the agency that it is addressed to, and nothing else has',
    kept.map(({ party, id }) => `${party} ${id}`),
    told.map(({ party, event }) => `${party} ${uuidv5(party, event.id)}`),
  );
  const heads = await databases.query(
    'verification',
    'select party, first_position::int as first, last_position::int as last from event_feed',
  );
  const byParty = Map.groupBy(kept, ({ party }) => party);
  checks.none(
    `the places of each agency go from the first to the last without a gap (${byParty.size} agencies)`,
    heads.filter(({ party, first, last }) => {
      const places = (byParty.get(party) ?? []).map(({ position }) => position);
      return places.length !== last - first + 1 || places.some((place, index) => place !== first + index);
    }),
  );
  checks.none(
    'the events of each subject stand in the order of its versions',
    [...Map.groupBy(kept, ({ party, subject }) => `${party} ${subject}`)].filter(([, all]) =>
      all.some(({ sequence }, index) => sequence < (all[index - 1]?.sequence ?? 0)),
    ),
  );
  checkDelivered(checks, subscriber, byParty.get(subscriber.party) ?? []);
}

/**
 * The place moves on only behind what was taken: an event comes again at most before the next has come.
 * @param {import('./checks.mjs').Checks} checks
 * @param {import('./subscriber.mjs').Subscriber} subscriber
 * @param {readonly { id: string, type: string, position: number }[]} kept of its party, in order
 */
function checkDelivered(checks, { received, strange, types }, kept) {
  const wanted = kept.filter(({ type }) => types.includes(type));
  const known = new Set();
  const firsts = received.filter(({ id }) => !known.has(id) && known.add(id));
  checks.none('the subscriber got nothing but events', strange);
  checks.same(
    `the subscriber got each event, some again (${received.length - firsts.length})`,
    firsts.map(({ id, position }) => `${position} ${id}`),
    wanted.map(({ id, position }) => `${position} ${id}`),
  );
  checks.none(
    'in their order: none before one that comes earlier in the feed, none again behind a later one',
    received.filter(({ position }, index) => position < (received[index - 1]?.position ?? 0)),
  );
}

/** @param {string} type @returns {[string, string]} */
function byAgency(type) {
  return [type, 'agency'];
}

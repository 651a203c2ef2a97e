/** Clues: whoever has to be looked at is, once, and the department has a task for it, once. */
import { countsOf } from './checks.mjs';
import { standing, statusesToday } from './expected-profile.mjs';
import { membersOf } from './population.mjs';
import { distinct } from './topics.mjs';

/** Grades that carry the care subsidy, which nobody is paid in a run: F2 hits each member of a household with such a card. */
const SEVERE = ['1', '2'];

/** @param {import('./findings.mjs').Findings} findings */
export async function checkClues({ checks, databases, events, work, plan }) {
  checks.chapter('Each clue was raised once and is open once');
  const hits = await databases.query(
    'verification',
    `select h.person_key, h.episode_key, c.state from indicator_hit h join clue c on c.id = h.clue_id
      where h.indicator = 'F2' and not h.lapsed and c.state <> 'CLOSED'`,
  );
  const byPerson = Map.groupBy(work.facts.values(), ({ person }) => person.personKey);
  const cards = new Map(
    plan.population.households
      .flatMap(membersOf)
      .map(({ personKey }) => [personKey, severeCards(byPerson.get(personKey) ?? [])]),
  );
  checks.same(
    'who has a card and no subsidy is hit once by the first of the cards (F2)',
    hits
      .filter(({ person_key: person, episode_key: episode }) => cards.get(person)?.[0] === episode)
      .map(({ person_key: person }) => person),
    [...cards].flatMap(([person, days]) => (days.length > 0 ? [person] : [])),
  );
  // a card that has ended since, or was told before an earlier one, was right: the office answers it
  checks.none(
    'and by none that was never told',
    hits.filter(
      ({ person_key: person, episode_key: episode }) =>
        !severe(byPerson.get(person) ?? []).some(({ body }) => body.from === episode),
    ),
  );
  checks.none('none of them twice', twice(hits.map((hit) => `${hit.person_key} ${hit.episode_key}`)));
  const clues = await databases.query('verification', 'select id, department, state from clue');
  const originals = distinct(events);
  checks.same(
    'each clue was announced once, and no other',
    originals.filter(({ type }) => type === 'ClueRaised').map(({ message }) => message.clueId),
    clues.map(({ id }) => id),
  );
  checks.same(
    'the department has one task for each of its clues',
    await databases.column('assistance', 'select clue_id from clue_task'),
    clues.filter(({ department }) => department === 'assistance').map(({ id }) => id),
  );
}

/** Days from which cards hold that carry the subsidy, the first one first. @param {readonly import('./agency-data.mjs').Fact[]} facts */
function severeCards(facts) {
  return statusesToday(standing(facts))
    .filter(({ kind, attributes }) => kind === 'disabled' && SEVERE.includes(attributes.grade))
    .map(({ from }) => from)
    .sort();
}

/** @param {readonly import('./agency-data.mjs').Fact[]} facts */
function severe(facts) {
  return facts.filter(
    ({ body }) =>
      body.type === 'status' && body.kind === 'disabled' && SEVERE.includes(body.attributes?.grade ?? ''),
  );
}

/** @param {readonly string[]} items */
function twice(items) {
  return [...countsOf(items)].flatMap(([item, count]) => (count > 1 ? [item] : []));
}

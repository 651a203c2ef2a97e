/** Facts and profiles: what was accepted, and what it adds up to. */
import { isDeepStrictEqual } from 'node:util';
import { comparable, expectedProfile, standing } from './expected-profile.mjs';

/** @param {import('./findings.mjs').Findings} findings */
export async function checkProfiles({ checks, databases, work }) {
  checks.chapter('Profiles are what a plain loop makes of the accepted facts');
  const byPerson = Map.groupBy(work.facts.values(), ({ person }) => person.personKey);
  const stored = await databases.query(
    'verification',
    `select person_key, array_agg(fact_id::text) as ids,
            coalesce(array_agg(fact_id::text) filter (where superseded_at is null and flags & 1 = 0), '{}') as visible
       from fact group by person_key`,
  );
  const facts = new Map(stored.map((row) => [row.person_key, row]));
  const forsaken = [...work.forsakenFiles].filter(([person]) => facts.has(person));
  checks.none(
    `forsaken files came whole or not at all (${forsaken.length} of ${work.forsakenFiles.size} came)`,
    forsaken.filter(([person, file]) => facts.get(person).ids.length !== file.length),
  );
  checks.same(
    'each accepted fact is stored once, and no other',
    stored.filter(({ person_key: person }) => !work.forsakenFiles.has(person)).flatMap(({ ids }) => ids),
    work.facts.keys(),
  );
  checks.same(
    'the visible facts are those that stand',
    stored.filter(({ person_key: person }) => byPerson.has(person)).flatMap(({ visible }) => visible),
    [...byPerson.values()].flatMap((accepted) => standing(accepted).map(({ factId }) => factId ?? '')),
  );
  const persons = await databases.query(
    'verification',
    `select s.person_key, s.fact_seq::int as facts, p.fact_seq::int as evaluated, p.summary, p.gated_summary
       from person s left join profile p using (person_key)`,
  );
  checks.none(
    'the number of facts of each person is that of distinct facts',
    persons.filter(({ person_key: person, facts: count }) => count !== (facts.get(person)?.ids.length ?? 0)),
  );
  const withFacts = persons.filter(({ facts: count }) => count > 0);
  checks.none(
    `each profile is up to date (${withFacts.length})`,
    withFacts
      .filter(({ facts: count, evaluated }) => count !== evaluated)
      .map(({ person_key: person, facts: count, evaluated }) => [person, count, evaluated]),
  );
  const expected = new Map([
    ...[...byPerson].map(([person, accepted]) => /** @type {const} */ ([person, expectedProfile(accepted)])),
    ...forsaken.map(([person, file]) => /** @type {const} */ ([person, expectedProfile(file)])),
  ]);
  const differing = (/** @type {'open' | 'gated'} */ gate, /** @type {string} */ column) =>
    withFacts.flatMap((row) => {
      const wanted = expected.get(row.person_key)?.[gate];
      const found = row[column] && comparable(row[column]);
      return isDeepStrictEqual(found, wanted) ? [] : [{ person: row.person_key, found, wanted }];
    });
  checks.none(`each open profile is the expected one (${expected.size})`, differing('open', 'summary'));
  checks.none(
    `each gated profile is the expected one (${expected.size})`,
    differing('gated', 'gated_summary'),
  );
}

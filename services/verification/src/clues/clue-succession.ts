import type { Tx } from '@minzheng/platform/persistence';
import { lockSubjects } from '../evaluation/evaluation-locks.js';

/** The same family is on record under another id from now on. */
export interface Succession {
  readonly former: string;
  readonly successor: string;
}

/** The hits that are about a person of a household which has an open successor. */
const HITS = `
  unnest($1::uuid[], $2::uuid[]) as s(former, successor)
  join household n on n.id = s.successor and not n.closed
  join household_person p on p.household_id = s.former
  join indicator_hit h on h.person_key = p.person_key`;

/**
 * Clues and episodes go over to the household by which the same family is on record now: what was raised is raised once, and
 * what is muted stays so. A clue stays as it is where the successor has an open one of its department and direction. The former
 * households are still on record.
 */
export async function carryOverClues(tx: Tx, successions: readonly Succession[]): Promise<void> {
  if (successions.length === 0) return;
  const ids = [successions.map(({ former }) => former), successions.map(({ successor }) => successor)];
  await lockSubjects(tx, [...new Set(ids.flat())]);
  await tx.execute(
    `update indicator_hit set subject = given.successor
       from (select distinct on (s.successor, h.indicator, h.episode_key) h.id, s.successor
               from ${HITS} and h.subject = s.former and not h.lapsed
              where not exists (select from indicator_hit o
                                 where o.indicator = h.indicator and o.subject = s.successor
                                   and o.episode_key = h.episode_key and not o.lapsed)
              order by s.successor, h.indicator, h.episode_key, h.id) as given
      where indicator_hit.id = given.id`,
    ids,
  );
  await tx.execute(
    `update clue set subject = given.id, household_id = given.id, household_service = given.service,
                     household_region = given.region, version = version + 1
       from (select distinct on (n.id, c.department, c.direction, case when c.state = 'CLOSED' then c.id end)
                    c.id as clue_id, n.id, n.service, n.region
               from ${HITS}
               join clue c on c.id = h.clue_id and c.subject = s.former
              where c.state = 'CLOSED'
                 or not exists (select from clue o where o.subject = n.id and o.department = c.department
                                                     and o.direction = c.direction and o.state <> 'CLOSED')
              order by n.id, c.department, c.direction, case when c.state = 'CLOSED' then c.id end, c.id) as given
      where clue.id = given.clue_id`,
    ids,
  );
}

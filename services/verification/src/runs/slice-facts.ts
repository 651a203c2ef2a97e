import type { EconomicFact, PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { factsOfRow, IS_READABLE, SUMMARY_COLUMNS, type SummaryRow } from '../facts/fact-summary.store.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import type { Breather } from './breather.js';

/** Packed facts of a person, or none where they have to be read one by one. */
export interface PackedFacts extends SummaryRow {
  readonly person_key: PersonKey;
  readonly fact_seq: string;
  /** Something was recorded after the run's instant. */
  readonly is_later: boolean;
}

/** Consents that hold: of the person, and, of a minor, of other members of a household on record, who may be its guardians. */
const HOLDING = `
  select true from consent c
   where c.person_key = p.person_key and c.state = 'ACTIVE' and c.valid_to >= $3::date
  union all
  select true
    from household_person o
    join household h on h.id = o.household_id and not h.closed
   cross join jsonb_array_elements(h.members) minor
   cross join jsonb_array_elements(h.members) member
    join consent c on c.person_key = (member ->> 'personKey')::uuid and c.state = 'ACTIVE' and c.valid_to >= $3::date
   where o.person_key = p.person_key and (minor ->> 'personKey')::uuid = p.person_key
     and (minor ->> 'birthDate')::date > $3::date - interval '18 years'`;

/** One packed row a person; what only a consent opens is read of no others than those of whom one holds. */
export function readPackedFacts(
  queries: Queries,
  persons: readonly PersonKey[],
  day: CivilDate,
  knownAt: Date,
): Promise<PackedFacts[]> {
  return queries.query<PackedFacts>(
    `select p.person_key, p.fact_seq, p.last_recorded_at > $2 as is_later, s.format, s.pack, s.facts,
            case when o.is_opened then s.gated_pack else '' end as gated_pack,
            case when o.is_opened then s.gated_facts else '' end as gated_facts
       from person p
       left join lateral (
         select ${SUMMARY_COLUMNS} from fact_summary
          where person_key = p.person_key and fact_seq = p.fact_seq and ${IS_READABLE} offset 0
       ) s on true
      cross join lateral (
        -- no "exists": PostgreSQL would read all consents there are for each statement
        select (s.gated_pack <> '' or s.gated_facts <> '')
               and coalesce((select true from (${HOLDING}) c limit 1), false) as is_opened
        offset 0
      ) o
      where p.person_key = any($1::uuid[])`,
    [persons, knownAt, day],
  );
}

/**
 * The facts that were known at the run's instant, by person. Whoever has no summary, or of whom something was recorded
 * since, is read fact by fact.
 */
export async function unpackFacts(
  queries: Queries,
  packed: readonly PackedFacts[],
  knownAt: Date,
  breather: Breather,
): Promise<Map<PersonKey, readonly EconomicFact[]>> {
  const facts = new Map<PersonKey, readonly EconomicFact[]>();
  const unread: PersonKey[] = [];
  for (const row of packed) {
    const { person_key, is_later } = row;
    const ofPerson = is_later ? undefined : factsOfRow(person_key, row);
    if (ofPerson === undefined) {
      unread.push(person_key);
      continue;
    }
    facts.set(person_key, ofPerson);
    await breather.breathe();
  }
  if (unread.length > 0) {
    const read = await readVisibleFacts(queries, unread, BigInt(knownAt.getTime()) * 1_000n);
    for (const [person, ofPerson] of Map.groupBy(read, ({ personKey }) => personKey)) {
      facts.set(person, ofPerson);
    }
  }
  return facts;
}

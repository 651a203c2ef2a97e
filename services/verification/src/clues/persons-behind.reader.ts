import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';

/** Whom a hit is about, and the household of its clue. */
export interface HitPlace {
  readonly personKey: string;
  readonly householdId: string | null;
}

/**
 * Whose facts may be evidence of hits (线索证据所涉人员): who belongs to a household of the persons, or to that of the clue, or is
 * guardian of one.
 */
export async function readPersonsBehind(tx: Tx, hits: readonly HitPlace[]): Promise<PersonKey[]> {
  const rows = await tx.query<{ key: PersonKey }>(
    `select unnest($1::uuid[]) as key
     union select other.person_key
       from household_person own join household_person other using (household_id) where own.person_key = any($1::uuid[])
     union select person_key from household_person where household_id = any($2::uuid[])
     union select guardian_key from ward where ward_key = any($1::uuid[])`,
    [hits.map(({ personKey }) => personKey), hits.flatMap(({ householdId }) => householdId ?? [])],
  );
  return rows.map(({ key }) => key);
}

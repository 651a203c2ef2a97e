import { StatusKind } from '@minzheng/contracts/facts';
import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_TYPE, type FactRow } from './fact-row.js';
import type { Queries } from './fact.reader.js';

const GUARDIAN_OF = FACT_TYPE.STATUS + StatusKind.GUARDIAN_OF;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Notes whose guardian (监护人) somebody is told to be, and marks the wards of everybody of whom a status was stored: what
 * becomes of a guardian concerns a ward whose household he or she is none of.
 */
export async function noteWards(tx: Tx, stored: readonly FactRow[]): Promise<void> {
  const statuses = stored.filter(({ kind }) => kind >= FACT_TYPE.STATUS);
  if (statuses.length === 0) return;
  const told = statuses.flatMap(({ kind, personKey, attributes }) => {
    const wardKey = attributes?.['wardKey'] ?? '';
    return kind === GUARDIAN_OF && UUID.test(wardKey) ? [{ personKey, wardKey }] : [];
  });
  if (told.length > 0) {
    await tx.execute(
      `insert into ward (ward_key, guardian_key)
       select distinct * from unnest($1::uuid[], $2::uuid[]) as n(ward_key, guardian_key) order by 1, 2
       on conflict do nothing`,
      [told.map(({ wardKey }) => wardKey), told.map(({ personKey }) => personKey)],
    );
  }
  await tx.execute(
    `insert into dirty (person_key)
     select distinct ward_key from ward where guardian_key = any($1::uuid[]) order by ward_key`,
    [[...new Set(statuses.map(({ personKey }) => personKey))]],
  );
}

/** Who was ever told to be guardian of these persons, by ward; whether it holds their facts say. */
export async function readGuardians(
  queries: Queries,
  wards: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, readonly PersonKey[]>> {
  if (wards.length === 0) return new Map();
  const rows = await queries.query<{ ward_key: PersonKey; guardian_key: PersonKey }>(
    'select ward_key, guardian_key from ward where ward_key = any($1::uuid[]) order by ward_key, guardian_key',
    [wards],
  );
  const byWard = Map.groupBy(rows, ({ ward_key }) => ward_key);
  return new Map([...byWard].map(([ward, of]) => [ward, of.map(({ guardian_key }) => guardian_key)]));
}

/** Nothing is told any more of these guardians' wards: who has lost the last fact of it is forgotten. */
export async function forgetWards(tx: Tx, guardians: readonly PersonKey[]): Promise<void> {
  await tx.execute(
    `delete from ward w
      where w.guardian_key = any($1::uuid[])
        and not exists (select from fact f where f.person_key = w.guardian_key and f.kind = ${GUARDIAN_OF}
                           and f.attributes->>'wardKey' = w.ward_key::text)`,
    [guardians],
  );
}

/** The person `p` is guardian of none whose request is kept: its report replays by what a court has told. */
export const IS_NO_GUARDIAN_IN_REQUEST = `
  not exists (select from ward w join verification_request c on c.person_keys @> array[w.ward_key]
               where w.guardian_key = p.person_key and c.state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED'))`;

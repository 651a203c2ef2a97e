import { enumValue } from '@minzheng/contracts/catalogue';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import type { StatusKind } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { FACT_TYPE, FLAG } from './fact-row.js';
import type { Queries } from './fact.reader.js';

/** What tells that somebody is dead (死亡、火化、宣告死亡). */
export const DEATHS = ['deceased', 'cremated', 'declaredDead'] as const satisfies readonly StatusKind[];

const KINDS = DEATHS.map((kind) => FACT_TYPE.STATUS + enumValue(StatusKindSchema, kind));

/** Those of these persons who are dead on a day, as far as is known now. Of each only the facts of the key are looked through. */
export async function readDead(
  queries: Queries,
  personKeys: readonly string[],
  on: CivilDate,
): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ key: string }>(
    `select distinct p.key from unnest($1::uuid[]) as p(key)
      cross join lateral (
        select from fact
         where fact.person_key = p.key and kind = any($2::smallint[]) and superseded_at is null and flags & $3 = 0
           and valid_from <= $4::date and (valid_to is null or valid_to > $4::date)
        offset 0) f`,
    [personKeys, KINDS, FLAG.RETRACTED, on],
  );
  return new Set(rows.map(({ key }) => key));
}

import { enumName } from '@minzheng/contracts/catalogue';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import type { PersonKey, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import { FACT_TYPE, FLAG } from './fact-row.js';
import type { Queries } from './fact.reader.js';

/** A fact that its source has superseded or retracted (已更正或撤回的事实). */
export interface TakenBackFact {
  readonly factId: string;
  readonly personKey: PersonKey;
  /** Of a status what it said. */
  readonly status?: Pick<StatusFact, 'kind' | 'days' | 'attributes'>;
}

/** Which of these facts of these persons were taken back: one descent of the primary key for each person. */
export async function readTakenBack(
  queries: Queries,
  personKeys: readonly PersonKey[],
  factIds: readonly string[],
): Promise<TakenBackFact[]> {
  const rows = await queries.query<{
    person_key: string;
    fact_id: string;
    kind: number;
    valid_from: string;
    attributes: Record<string, string> | null;
  }>(
    `select f.person_key, f.fact_id, f.kind, f.valid_from::text, f.attributes
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select * from fact
         where fact.person_key = p.key and fact_id = any($2::uuid[])
           and (superseded_at is not null or flags & $3 <> 0) offset 0) f`,
    [personKeys, factIds, FLAG.RETRACTED],
  );
  return rows.map(({ person_key, fact_id, kind, valid_from, attributes }) => ({
    factId: fact_id,
    personKey: person_key,
    ...(kind >= FACT_TYPE.STATUS && {
      status: {
        kind: enumName(StatusKindSchema, kind - FACT_TYPE.STATUS) as StatusKind,
        days: { from: valid_from },
        attributes: attributes ?? {},
      },
    }),
  }));
}

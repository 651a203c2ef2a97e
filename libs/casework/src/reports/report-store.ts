import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { HukouRow, Leaf } from './report-definition.js';

/** Where the figures of a county and month come from. */
export type TakeKind = 'DAILY' | 'FROZEN';

/** The figures of one report, county and month as they were stored. */
export interface Take {
  readonly id: string;
  readonly county: string;
  readonly month: Month;
  readonly kind: TakeKind;
  readonly version: number;
  readonly definitionVersion: number;
  readonly takenOn: CivilDate;
}

/** What is to be stored of a county and month. */
export interface TakeForm {
  readonly code: string;
  readonly county: string;
  readonly month: Month;
  readonly kind: TakeKind;
  readonly takenOn: CivilDate;
  readonly definitionVersion: number;
  readonly reason?: string;
}

/** Which of several takes is asked for. */
export interface TakeChoice {
  /** As it stood on that day. */
  readonly asOf?: CivilDate;
  /** Frozen, of this version or the last before it. */
  readonly version?: number;
}

/** Something that runs SQL: a transaction, or a connection of its own. */
export interface Queries {
  query<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
}

/** Stores the figures of a county and month: a daily take in the place of the one of its day, a frozen one as the next version. */
export async function storeTake(tx: Tx, form: TakeForm, leaves: readonly Leaf[], at: Date): Promise<void> {
  const { code, county, month, kind, takenOn, definitionVersion, reason } = form;
  if (kind === 'DAILY') {
    await tx.execute(
      `delete from report_take where code = $1 and month = $2 and county = $3 and taken_on = $4 and kind = 'DAILY'`,
      [code, month, county, takenOn],
    );
  }
  const id = uuidv7();
  await tx.execute(
    `insert into report_take
       (id, code, county, month, kind, taken_on, version, definition_version, reason, taken_at, taken_by)
     select $1, $2, $3, $4, $5, $6,
            case when $5 = 'DAILY' then 0 else 1 + coalesce(max(version), 0) end, $7, $8, $9, $10
       from report_take where code = $2 and month = $4 and county = $3 and kind = 'FROZEN'`,
    [id, code, county, month, kind, takenOn, definitionVersion, reason ?? null, at, tx.actor],
  );
  await tx.execute(
    `insert into report_value (take_id, region, hukou_type, item, measure, bucket, value)
     select $1, v.region, v.hukou_type, v.item, v.measure, v.bucket, sum(v.value)
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::numeric[])
              as v(region, hukou_type, item, measure, bucket, value)
      group by v.region, v.hukou_type, v.item, v.measure, v.bucket`,
    [
      id,
      leaves.map(({ region }) => region),
      leaves.map(({ hukouType }) => hukouType),
      leaves.map(({ item }) => item),
      leaves.map(({ measure }) => measure),
      leaves.map(({ bucket }) => bucket),
      leaves.map(({ value }) => value.toString()),
    ],
  );
}

/** Daily takes that are older than so many days go, but for the last of each month. */
export async function dropOldTakes(tx: Tx, code: string, county: string, before: CivilDate): Promise<number> {
  return tx.execute(
    `delete from report_take t
      where t.code = $3 and t.county = $1 and t.kind = 'DAILY' and t.taken_on < $2
        and exists (select from report_take n where n.kind = 'DAILY' and n.code = t.code and n.month = t.month
                       and n.county = t.county and n.taken_on > t.taken_on)`,
    [county, before, code],
  );
}

/** Of each county and month one take: the last frozen one, else the last daily one, unless another is asked for. */
export function chooseTakes(
  queries: Queries,
  code: string,
  root: string,
  months: readonly Month[],
  { asOf, version }: TakeChoice,
): Promise<Take[]> {
  const order =
    asOf === undefined ? `kind desc, version desc, taken_on desc` : `taken_on desc, taken_at desc`;
  return queries.query<Take>(
    `select distinct on (county, month) id, county, month, kind, version, definition_version as "definitionVersion",
            taken_on::text as "takenOn"
       from report_take
      where code = $1 and starts_with(county, $2) and month = any($3)
        and ($4::date is null or taken_on <= $4) and ($5::int is null or (kind = 'FROZEN' and version <= $5))
      order by county, month, ${order}`,
    [code, root, months, asOf ?? null, version ?? null],
  );
}

/** What takes say of a region, added up to codes of a length. */
export async function readTakes(
  queries: Queries,
  takes: readonly Take[],
  region: string,
  length: number,
): Promise<Leaf[]> {
  const within = takes.filter(({ county }) => county.startsWith(region) || region.startsWith(county));
  const rows = await queries.query<{
    region: string;
    hukou_type: HukouRow;
    month: Month;
    item: string;
    measure: string;
    bucket: number;
    value: string;
  }>(
    `select left(v.region, $3) as region, v.hukou_type, t.month, v.item, v.measure, v.bucket, sum(v.value)::text as value
       from report_take t join report_value v on v.take_id = t.id
      where t.id = any($1::uuid[]) and starts_with(v.region, $2)
      group by 1, 2, 3, 4, 5, 6`,
    [within.map(({ id }) => id), region, length],
  );
  return rows.map(({ hukou_type: hukouType, value, ...leaf }) => ({
    ...leaf,
    hukouType,
    value: BigInt(value),
  }));
}

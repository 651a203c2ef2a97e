import { enumValue } from '@minzheng/contracts/catalogue';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FACT_TYPE } from '../facts/fact-row.js';
import { provinceOwn } from './province-own.js';

/** Before the reports of the day are taken, at five. */
const HOURS = 3;
const FACT_PARTITIONS = 32;
const AUDIT = 'audit_entry';
const PARTS = [...Array.from({ length: FACT_PARTITIONS }, (_, number) => `fact_${number}`), AUDIT];
/** What began earlier than that has committed. */
const SETTLED = `clock_timestamp() - interval '10 minutes'`;
/** Longest and shortest time that one chunk counts. */
const STEP = `interval '30 days'`;
const LEAST = `interval '1 minute'`;

/** Status kind as it is stored of a registered poor person (建档立卡). */
export const REGISTERED_POOR = FACT_TYPE.STATUS + enumValue(StatusKindSchema, 'registeredPoor');

/** The part that was counted last. */
interface Place {
  readonly part: string;
}

/**
 * Counts what has come since it counted last (日常计数): facts by source and day, who is registered poor, reads of personal data by
 * region, day and purpose. Each part goes on where it has ended, whenever that was; a chunk is a month of one
 * part at most.
 */
@Injectable()
export class TallyJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'tally';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly regions: Regions,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOURS));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    if (checkpoint === undefined) await this.#keepOwnPlace(tx);
    let done = 0;
    for (const part of PARTS.slice(Math.max(0, PARTS.indexOf(checkpoint?.part ?? '')))) {
      const window = await nextWindow(tx, part);
      if (!window) {
        done += 1;
        continue;
      }
      if (part === AUDIT) await countReads(tx, window);
      else await countFacts(tx, part, window);
      return { checkpoint: { part }, done, ...(checkpoint ? {} : { total: PARTS.length }), finished: false };
    }
    return { checkpoint: { part: AUDIT }, done, finished: true };
  }

  async #keepOwnPlace(tx: Tx): Promise<void> {
    await tx.execute(
      `with own as (insert into statistic_place values ($1) on conflict do nothing)
       delete from statistic_place where region <> $1`,
      [provinceOwn(this.regions.province)],
    );
  }
}

/** Instants: the first is counted already, the last one not yet. */
interface Window {
  readonly after: string;
  readonly through: string;
}

/** What of a part is counted next; undefined where nothing has come. */
async function nextWindow(tx: Tx, part: string): Promise<Window | undefined> {
  const first =
    part === AUDIT
      ? 'select at from audit_entry order by id limit 1'
      : `select min(recorded_at) from ${part}`;
  const [window] = await tx.query<Window>(
    `with counted as (
       select coalesce((select through from tally_progress where part = $1),
                       (${first}) - interval '1 microsecond') as after),
     next as (
       select after, least(after + ${STEP}, ${SETTLED}) as through from counted)
     select after::text as after, through::text as through from next where through - after > ${LEAST}`,
    [part],
  );
  if (!window) return undefined;
  await tx.execute(
    `insert into tally_progress (part, through) values ($1, $2)
     on conflict (part) do update set through = excluded.through`,
    [part, window.through],
  );
  return window;
}

/** `recorded_at` grows with the table, whose index by block ranges finds a day of it. */
async function countFacts(tx: Tx, partition: string, { after, through }: Window): Promise<void> {
  await tx.execute(
    `with come as materialized (
       select f.source_id, (f.recorded_at at time zone 'Asia/Shanghai')::date as on_day, f.person_key, f.kind, f.region,
              f.recorded_at,
              f.supersedes_fact_id is not null
                or exists (select from ${partition} o
                            where o.person_key = f.person_key and o.record_key = f.record_key
                              and o.recorded_at < f.recorded_at) as corrects
         from ${partition} f where f.recorded_at > $1::timestamptz and f.recorded_at <= $2::timestamptz),
     counted as (
       insert into fact_tally as t (on_day, source_id, facts, corrections)
       select on_day, source_id, count(*), count(*) filter (where corrects) from come group by 1, 2 order by 1, 2
       on conflict (on_day, source_id) do update
         set facts = t.facts + excluded.facts, corrections = t.corrections + excluded.corrections)
     insert into registered_poor_person as p (person_key, region)
     select distinct on (c.person_key) c.person_key, told.region
       from come c
      cross join lateral (
        select coalesce(
          c.region,
          (select s.region from monitored_subject s where s.person_key = c.person_key),
          (select h.region from household_person n join household h on h.id = n.household_id
            where n.person_key = c.person_key and not h.closed limit 1)) as region) told
      where c.kind = $3 and told.region is not null
      order by c.person_key, c.recorded_at desc
     on conflict (person_key) do update set region = excluded.region where p.region <> excluded.region`,
    [after, through, REGISTERED_POOR],
  );
}

/** Ids of entries begin with their milliseconds: the primary key finds a day. Own reads of citizens are not counted. */
async function countReads(tx: Tx, { after, through }: Window): Promise<void> {
  await tx.execute(
    `insert into access_tally as t (region, on_day, purpose, lookups, without_case, refused, unmasked, checked)
     select case when length(coalesce(region, '')) < 6 then rpad(coalesce(region, ''), 6, '0') else left(region, 9) end,
            (at at time zone 'Asia/Shanghai')::date, coalesce(purpose, ''),
            count(*) filter (where is_lookup), count(*) filter (where is_lookup and case_ref is null),
            count(*) filter (where action like '% refused'),
            count(*) filter (where is_lookup and fields @> '{idNumber}'),
            count(*) filter (where action in ('POST /v1/status-checks', 'POST /v1/household-checks') and subject is not null)
       from (select e.*,
                    subject is not null and action not like '% refused'
                      and (action like 'GET %' or action in ('POST /v1/status-checks', 'POST /v1/household-checks')) as is_lookup
               from audit_entry e
              where e.id >= ${idAt('$1', -60)} and e.id < ${idAt('$2', 60)}
                and e.at > $1::timestamptz and e.at <= $2::timestamptz
                and e.role is distinct from 'PERSON' and coalesce(e.region, '') <> '') e
      group by 1, 2, 3
     having count(*) filter (where is_lookup or action like '% refused') > 0
      order by 1, 2, 3
     on conflict (region, on_day, purpose) do update
       set lookups = t.lookups + excluded.lookups, without_case = t.without_case + excluded.without_case,
           refused = t.refused + excluded.refused, unmasked = t.unmasked + excluded.unmasked,
           checked = t.checked + excluded.checked`,
    [after, through],
  );
}

/** The least UUIDv7 of so many seconds after an instant: an id is made a moment before or after its entry's own instant. */
const idAt = (instant: string, seconds: number): string =>
  `(lpad(to_hex(((extract(epoch from ${instant}::timestamptz) + ${seconds}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

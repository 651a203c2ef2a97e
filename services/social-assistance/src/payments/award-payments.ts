import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  PaymentSources,
  type OwedClaim,
  type PaymentSource,
  type PayrollPlace,
  type PayrollScope,
  type SqlPart,
  type SubjectRange,
} from '@minzheng/casework/payments';
import { IncomeKind } from '@minzheng/contracts/facts';
import { addMonths, firstDay, type Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { owedByAwards } from '../recoveries/recovery-offsets.js';

/**
 * What awards pay (R21): the base and each member's extra of the segments that stand, for the month of the run and back
 * to the first that may not be paid yet: `settle_from` of the award, or the month after the county's main run before this
 * one, so that a month whose run was never built is in arrears. An award that is held has nothing until it is resolved; one that
 * has ended only what is still due. Of several persons who are guaranteed alone in one award, each has a base of the own: that of
 * one who has died ends with the month of the death (catalogue 6.2).
 */
@Injectable()
export class AwardPayments implements PaymentSource, OnModuleInit {
  readonly programme = 'DIBAO';
  readonly subjectType = 'award';
  readonly incomeKind = IncomeKind.DIBAO_BENEFIT;

  constructor(private readonly payments: PaymentSources) {}

  onModuleInit(): void {
    this.payments.register(this);
  }

  subjects(place: PayrollPlace): SqlPart {
    const running = placeOf(place, 1);
    const ended = placeOf(place, 1 + running.parameters.length);
    return {
      parameters: [...running.parameters, ...ended.parameters],
      // one condition each, so that each has its index
      sql: `select a.id from award a where ${running.sql} and a.state in ('ACTIVE', 'GRADUAL_EXIT')
            union all
            select a.id from award a where ${ended.sql} and a.state = 'CEASED' and a.settle_from is not null`,
    };
  }

  due(scope: PayrollScope, { ids }: SubjectRange): SqlPart {
    const { programme, countyCode, month, lookBackTo = month } = scope;
    const place = placeOf(scope, 7);
    return {
      parameters: [
        firstDay(month),
        ids,
        countyCode,
        programme,
        month,
        firstDay(lookBackTo),
        ...place.parameters,
      ],
      // looked up award by award: the tables are large, and a chunk is a small part of them
      sql: `
        with unbuilt as materialized (
          -- months since the main run before this one never had one; null: there is none, and all is looked at
          select (max(r.month) || '-01')::date + interval '1 month' as from_day from payroll_run r
           where r.region = $3 and r.programme = $4 and r.seq = 0 and r.state <> 'CANCELLED' and r.month < $5),
        award_month as materialized (
          select a.id, a.region, p.id as payee_id, p.holder_key, s.id as segment_id, s.person_keys, s.base_shares_fen,
                 s.extras_fen, s.base_fen, s.extra_fen, month.day::date as month,
                 cardinality(s.person_keys) > 1 and a.subtype is distinct from 'SINGLE_PERSON' as is_shared,
                 cardinality(s.person_keys) > 1 and a.subtype is not distinct from 'SINGLE_PERSON' as is_each_alone,
                 -- by limit 1, not exists: that would be a hash of all members
                 case p.holder_kind
                   when 'MEMBER' then (select true from household_member m
                                        where m.household_id = a.household_id and m.person_key = p.holder_key limit 1)
                   when 'CUSTODIAN' then (select true from custody_agreement c
                                           where c.subject_id = a.id and c.payee_id = p.id
                                             and c.superseded_at is null limit 1)
                   else true end is not null as is_holder_allowed
            from award a
            left join lateral (
              select id, holder_key, holder_kind from payee
               where subject_id in (a.id, a.household_id) and until is null
               -- that of the award goes first
               order by subject_type limit 1) p on true
           cross join lateral (
              select * from award_segment where award_id = a.id and superseded_at is null offset 0) s
           cross join lateral (
              select day from generate_series(
                greatest(lower(s.months),
                         least((a.settle_from || '-01')::date, $1::date, $6::date,
                               coalesce((select from_day from unbuilt), lower(s.months))))::timestamp,
                least(upper(s.months) - 1, $1::date)::timestamp, interval '1 month') as day) month
           where a.id = any($2::uuid[]) and ${place.sql}
             and a.state in ('ACTIVE', 'GRADUAL_EXIT', 'CEASED')),
        named as (
          select unnest(person_keys) as person_key from award_month union select holder_key from award_month),
        -- nothing is due for a month after that of the death
        dead as materialized (
          select c.person_key, min(date_trunc('month', c.valid_from) + interval '1 month')::date as from_month
            from status_copy c join named on named.person_key = c.person_key
           where c.kind in ('deceased', 'declaredDead') and c.quality in ('REGISTERED', 'VERIFIED')
             and c.valid_to is null and not c.retracted
             and not exists (select from status_copy later
                              where later.person_key = c.person_key and later.supersedes_fact_id = c.fact_id)
           group by c.person_key),
        part as (
          select id, region, month, 'BASE' as part, null::uuid as person_key, segment_id, base_fen as fen,
                 person_keys as beneficiaries, base_shares_fen as parts_fen, payee_id, holder_key, is_holder_allowed, is_shared
            from award_month where base_fen > 0 and not (is_each_alone and exists (select from dead))
          union all
          -- of several who are guaranteed alone, the share of one who has died is no longer due
          select id, region, month, 'BASE', null, segment_id, alive.fen, alive.keys, alive.shares, payee_id, holder_key,
                 is_holder_allowed, is_shared
            from award_month
           cross join lateral (
             select sum(own.fen) filter (where is_alive or not any_alive)::bigint as fen,
                    array_agg(own.key order by own.place) filter (where is_alive or not any_alive) as keys,
                    array_agg(own.fen order by own.place) filter (where is_alive or not any_alive) as shares
               from (
                 select each.*, bool_or(each.is_alive) over () as any_alive from (
                   select share.*, not exists (select from dead where dead.person_key = share.key
                                                                  and dead.from_month <= award_month.month) as is_alive
                     from unnest(person_keys, base_shares_fen) with ordinality as share(key, fen, place)) as each) as own) as alive
           where is_each_alone and exists (select from dead) and alive.fen > 0
          union all
          select id, region, month, 'EXTRA', extra.person_key, segment_id, extra.fen, array[extra.person_key],
                 array[extra.fen], payee_id, holder_key, is_holder_allowed, is_shared
            from award_month, unnest(person_keys, extras_fen) as extra(person_key, fen)
           where extra_fen > 0 and extra.fen > 0)
        select id as subject_id, region, to_char(month, 'YYYY-MM') as month, part, person_key, segment_id as source_ref,
               fen as amount_fen, beneficiaries, parts_fen, is_shared as household_share, payee_id,
               case when not is_holder_allowed then 'HOLDER_NOT_ALLOWED'
                    when not exists (select from dead) then null
                    when not exists (select from unnest(beneficiaries) as living
                                      where not exists (select from dead where dead.person_key = living
                                                                          and dead.from_month <= month)) then 'DECEASED'
                    when exists (select from dead where dead.person_key = holder_key and dead.from_month <= $1::date)
                    then 'HOLDER_DECEASED' end as blocked
          from part`,
    };
  }

  /** What households have agreed to pay back from their award (R22). */
  owed(tx: Tx, of: { readonly ids: readonly string[]; readonly month: Month }): Promise<OwedClaim[]> {
    return owedByAwards(tx, of);
  }

  /**
   * What was blocked is looked for again in the next run, and of an award that has ended the months after this one that are
   * due to its end; nothing else is.
   */
  async settled(tx: Tx, { runId, month }: PayrollScope, { ids }: SubjectRange): Promise<void> {
    const blocked = await tx.query<{ subject_id: string; month: string }>(
      `select subject_id, min(month) as month from payment_blocked
        where run_id = $1 and subject_id = any($2::uuid[]) group by subject_id`,
      [runId, ids],
    );
    const open = new Set(blocked.map(({ subject_id }) => subject_id));
    await tx.execute(
      `update award
          set settle_from = case when state = 'CEASED' and end_month > $2 then $3 end
        where id = any($1::uuid[]) and settle_from <= $2`,
      [ids.filter((id) => !open.has(id)), month, addMonths(month, 1)],
    );
    if (blocked.length === 0) return;
    await tx.execute(
      `update award a set settle_from = left_open.month
         from unnest($1::uuid[], $2::text[]) as left_open(id, month)
        where a.id = left_open.id and a.settle_from is distinct from left_open.month
          and coalesce(a.settle_from, '') <= $3`,
      [[...open], blocked.map(({ month: first }) => first), month],
    );
  }

  async released(tx: Tx, runId: string): Promise<void> {
    await tx.execute(
      `with line as (
         select subject_id, min(month) as month from payment_line
          where run_id = $1 and not void group by subject_id),
       held as (select id from award where id in (select subject_id from line) order by id for no key update)
       update award a set settle_from = least(a.settle_from, line.month)
         from line, held where a.id = line.subject_id and held.id = a.id`,
      [runId],
    );
  }
}

/** Awards of the programme in the county. */
function placeOf(scope: PayrollPlace, first: number): SqlPart {
  const within = scope.within('a.region', first + 1);
  return {
    sql: `a.programme = $${first} and (${within.sql})`,
    parameters: [scope.programme, ...within.parameters],
  };
}

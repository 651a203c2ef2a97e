import type { PayrollScope, SqlPart } from './payment-source.js';

/** No person: stands in comparisons for the part that belongs to no single member. */
const NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid";
/** Of the lines that are not void: what stands, not taken over by another attempt. */
const STANDS = `l.state in ('PLANNED', 'SENT', 'PAID', 'RETURNED', 'WRITTEN_BACK')`;

/** What a plan could not pay, and why. */
export interface BlockedSubject {
  readonly subject_id: string;
  readonly reason: string;
}

/** Of whom, and by which limits, lines are planned. */
export interface Planning {
  readonly scope: PayrollScope;
  readonly subjectType: string;
  readonly maxHouseholds: number;
  readonly actor: string;
  /** The subjects. */
  readonly ids: readonly string[];
}

/**
 * One statement that plans the lines of some subjects (R21): of all that is due, what has no line yet. The month of the
 * run has the component of its part; an earlier month, or what is missing to a line that stands, is ARREARS, and is
 * whose part of it is missing. Where that is not what is missing in all (others had more than is due to them now), it is
 * split among those who have a part, in whole fen, larger parts first. What must not be paid is written down with its
 * reason. Planned again, nothing is left.
 *
 * @param due - as a source says it
 */
export function planStatement(
  due: SqlPart,
  { scope, subjectType, maxHouseholds, actor, ids }: Planning,
): SqlPart {
  const next = due.parameters.length;
  const [run, type, month, households, by, subjects] = [1, 2, 3, 4, 5, 6].map((place) => `$${next + place}`);
  return {
    parameters: [...due.parameters, scope.runId, subjectType, scope.month, maxHouseholds, actor, ids],
    sql: `
      with due as materialized (
        select * from (${due.sql}) as of_source where subject_id = any(${subjects}::uuid[])),
      account as materialized (
        select p.id, p.holder_key,
               (select count(distinct other.household_id) from payee other
                 where other.account_hash = p.account_hash and other.until is null) > ${households}::int as is_shared
          from (select distinct payee_id from due) as of_due
         cross join lateral (select * from payee where id = of_due.payee_id offset 0) p),
      lined as materialized (
        select l.subject_id, l.month, l.part,
               case l.part when 'BASE' then ${NOBODY} else l.person_key end as person_key,
               -- null: whatever there was is given up
               (sum(l.amount_fen + l.offset_fen) filter (where ${STANDS}))::bigint as fen
          from unnest(${subjects}::uuid[]) as subject(id)
         -- looked up subject by subject: nobody has counted the lines of this month yet
         cross join lateral (
           select * from payment_line where subject_id = subject.id and subject_type = ${type} and not void offset 0) l
         group by 1, 2, 3, 4),
      missing as materialized (
        select d.*, coalesce(d.person_key, a.holder_key) as of_person, lined.fen as lined_fen,
               lined.subject_id is not null as is_lined,
               case when d.month = ${month} and lined.fen is null then d.part else 'ARREARS' end as component,
               d.amount_fen - coalesce(lined.fen, 0) as missing_fen,
               coalesce(d.blocked, case when a.id is null then 'ACCOUNT_MISSING'
                                        when a.is_shared then 'ACCOUNT_SHARED' end) as reason
          from due d
          left join account a on a.id = d.payee_id
          left join lined on lined.subject_id = d.subject_id and lined.month = d.month and lined.part = d.part
                         and lined.person_key = coalesce(d.person_key, ${NOBODY})
         where d.amount_fen > coalesce(lined.fen, 0)),
      blocked as (
        insert into payment_blocked (run_id, subject_type, subject_id, month, part, person_key, source_ref, region,
                                     amount_fen, reason, payee_id)
        select ${run}::uuid, ${type}, subject_id, month, part, coalesce(of_person, ${NOBODY}), source_ref, region,
               missing_fen, reason, payee_id
          from missing where reason is not null
        on conflict do nothing returning subject_id, reason),
      planned as (
        insert into payment_line (id, region, version, created_by, run_id, subject_type, subject_id, month, component,
                                  part, person_key, source_ref, attempt, amount_fen, beneficiaries, parts_fen,
                                  household_share, payee_id, state)
        select uuidv7(), region, 1, ${by}, ${run}::uuid, ${type}, subject_id, month,
               component, part, of_person, source_ref,
               case when is_lined then (
                 select coalesce(max(l.attempt), 0) + 1 from payment_line l
                  where l.subject_id = missing.subject_id and l.month = missing.month and l.part = missing.part
                    and l.person_key = missing.of_person and l.source_ref = missing.source_ref
                    and l.component = missing.component and not l.void) else 1 end,
               missing_fen, beneficiaries,
               case when lined_fen is null then parts_fen else (
                 select array_agg(case when is_told then own_fen when fen = 0 then 0
                                       else missing_fen / sharers + (nth <= missing_fen % sharers)::int end order by place)
                   from (select each.*, bool_and(own_fen >= 0) over () and sum(own_fen) over () = missing_fen as is_told,
                                count(*) filter (where fen > 0) over () as sharers,
                                count(*) filter (where fen > 0) over (order by place) as nth
                           from (select fen, place, fen - coalesce((
                                          select sum(had.fen)
                                            from payment_line l
                                           cross join lateral unnest(l.beneficiaries, l.parts_fen) as had(key, fen)
                                           where l.subject_id = missing.subject_id and l.subject_type = ${type}
                                             and l.month = missing.month and l.part = missing.part and not l.void
                                             and (l.part = 'BASE' or l.person_key = missing.of_person) and ${STANDS}
                                             and had.key = part.key), 0)::bigint as own_fen
                                   from unnest(beneficiaries, parts_fen) with ordinality as part(key, fen, place)) as each
                        ) as of_each) end,
               household_share, payee_id, 'PLANNED'
          from missing where reason is null
        on conflict (source_ref, person_key, part, month, component, attempt) where not void do nothing
        returning 1)
      select distinct subject_id, reason from blocked`,
  };
}

/** The part of an earlier line that is to be paid again. */
export interface PaidPart {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly month: string;
  readonly part: string;
  readonly personKey: string;
}

/**
 * Why the part must not be paid again, by what a plan asks (`reason`, null: it may); no row when it is not due.
 *
 * @param due - as a source says it, of the subject
 */
export function againStatement(due: SqlPart, part: PaidPart, maxHouseholds: number): SqlPart {
  const next = due.parameters.length;
  const [type, subject, month, name, person, households] = [1, 2, 3, 4, 5, 6].map(
    (place) => `$${next + place}`,
  );
  return {
    parameters: [
      ...due.parameters,
      ...[part.subjectType, part.subjectId, part.month, part.part, part.personKey, maxHouseholds],
    ],
    sql: `
      select coalesce(
               d.blocked,
               case when p.id is null then 'ACCOUNT_MISSING'
                    when (select count(distinct other.household_id) from payee other
                           where other.account_hash = p.account_hash and other.until is null) > ${households}::int
                    then 'ACCOUNT_SHARED' end) as reason
        from (${due.sql}) as d
        left join payee p on p.id = d.payee_id
       where d.subject_id = ${subject}::uuid and d.month = ${month} and d.part = ${name}
         and coalesce(d.person_key, ${person}::uuid) = ${person}::uuid
         and d.amount_fen >= (
           select sum(l.amount_fen + l.offset_fen) from payment_line l
            where l.subject_id = d.subject_id and l.subject_type = ${type} and l.month = d.month and l.part = d.part
              and (d.person_key is null or l.person_key = d.person_key) and not l.void and ${STANDS})`,
  };
}

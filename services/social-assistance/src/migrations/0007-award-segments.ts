import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an award pays in which months, by person, and who is covered when. Awards of before get one segment without an
 * end: their extras by kind are taken from the assessment of their case.
 */
export class AwardSegments1710000000207 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;
      alter index if exists award_person rename to award_person_keys;

      -- months are ranges of their first days: [2025-07-01, 2026-01-01) is July to December
      create table award_segment (
        id uuid primary key,
        award_id uuid not null references award,
        months daterange not null check (not isempty(months) and not lower_inf(months)),
        person_keys uuid[] not null check (cardinality(person_keys) > 0),
        base_shares_fen bigint[] not null check (cardinality(base_shares_fen) = cardinality(person_keys)),
        extras_fen bigint[] not null check (cardinality(extras_fen) = cardinality(person_keys)),
        extra_kinds text[] not null check (cardinality(extra_kinds) = cardinality(person_keys)),
        base_fen bigint not null check (base_fen >= 0),
        extra_fen bigint not null check (extra_fen >= 0),
        standard_fen bigint not null,
        cause text not null,
        cause_id uuid,
        policy_version_ids uuid[] not null default '{}',
        superseded_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create unique index award_segment_begins on award_segment (award_id, lower(months)) where superseded_at is null;
      -- no two that stand share a month: an exclusion constraint would say the same at twenty times the cost
      create function award_segments_stand_apart() returns trigger language plpgsql as $$
      begin
        -- looked up one by one, whatever the planner thinks of a table that was small when it planned
        perform from (select distinct award_id from changed order by award_id) c
          cross join lateral (select from award where id = c.award_id for no key update) a;
        if exists (
          select from changed c cross join lateral (
            select from award_segment s
             where s.award_id = c.award_id and s.superseded_at is null and s.id <> c.id and s.months && c.months limit 1) s
           where c.superseded_at is null) then
          raise exclusion_violation using
            message = 'two segments of an award share a month', table = 'award_segment', constraint = 'award_segment_apart';
        end if;
        return null;
      end $$;
      create trigger award_segment_inserted after insert on award_segment referencing new table as changed
        for each statement execute function award_segments_stand_apart();
      create trigger award_segment_updated after update on award_segment referencing new table as changed
        for each statement execute function award_segments_stand_apart();
      create unique index award_segment_cause on award_segment (award_id, cause_id, months) where cause_id is not null;

      create table award_person (
        award_id uuid not null references award,
        person_key uuid not null,
        programme text not null,
        months daterange not null,
        -- how often the status of the person was told: the next telling replaces this one
        told int not null default 1,
        primary key (award_id, person_key),
        -- a person has at most one of the two in a month
        exclude using gist (person_key with =, months with &&) where (programme in ('DIBAO', 'TEKUN') and not isempty(months))
      );
      create index award_person_person on award_person (person_key);

      alter table award
        add column hukou_type text,
        -- what the amount was found on: members and exact income, so that a new standard needs no new count
        add column assessed jsonb,
        add column policy_version_ids uuid[] not null default '{}',
        add column approved_on date,
        -- first day on which a recognised group is none any more
        add column valid_to date,
        add column end_month text,
        add column cease_cause text,
        add column held_from text,
        add column held_before text,
        add column hold_cause text,
        add column hold_ends_on date,
        add column review_category text check (review_category in ('A', 'B')),
        add column next_review_due date,
        -- first month that may be due and not paid yet: the next payment run looks back to it
        add column settle_from text,
        drop constraint if exists award_case_id_key;
      create unique index award_case on award (case_id, programme) where state <> 'CEASED';
      create index award_state_region on award (programme, region text_pattern_ops, id) where state <> 'CEASED';
      create index award_review_due on award (next_review_due) where state in ('ACTIVE', 'GRADUAL_EXIT', 'HELD');
    `);
    await runner.query(`
      update award a
         set hukou_type = h.hukou_type,
             approved_on = coalesce((c.decision ->> 'decidedOn')::date, (a.effective_month || '-01')::date),
             valid_to = case a.programme
                          when 'RIGID' then ((c.decision ->> 'decidedOn')::date + interval '12 months')::date end,
             policy_version_ids = c.policy_version_ids
        from household h, aid_case c where h.id = a.household_id and c.id = a.case_id;

      insert into award_person (award_id, person_key, programme, months)
      select a.id, p, a.programme, daterange((a.effective_month || '-01')::date, null)
        from award a, unnest(a.person_keys) p where a.state <> 'CEASED'
      on conflict do nothing;

      create temporary table share_of_before on commit drop as
      select a.id as award_id, s.person_key, s.amount_fen - coalesce(e.fen, 0) as base_fen, coalesce(e.fen, 0) as extra_fen,
             coalesce(e.kinds, '') as kinds, coalesce(std.fen, 0) as standard_fen
        from award a
        join aid_case c on c.id = a.case_id
        cross join lateral (select (x ->> 'personKey')::uuid as person_key, (x ->> 'amountFen')::bigint as amount_fen
                              from jsonb_array_elements(a.shares) x) s
        left join lateral (select (x ->> 'amountFen')::bigint as fen,
                                  (select string_agg(k, '+' order by n)
                                     from jsonb_array_elements_text(x -> 'kinds') with ordinality as kind(k, n)) as kinds
                             from jsonb_array_elements(c.assessment -> 'proposed' -> 'extras') x
                            where (x ->> 'personKey')::uuid = s.person_key) e on true
        left join lateral (select (p.value ->> a.hukou_type)::bigint as fen from policy_row p
                            where p.key = 'assistance.dibao.standardMonthlyFen' and p.id = any(c.policy_version_ids)
                            limit 1) std on true
       where a.programme = 'DIBAO';

      insert into award_segment
        (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen, standard_fen,
         cause, policy_version_ids, created_by)
      select gen_random_uuid(), a.id, daterange((a.effective_month || '-01')::date, null),
             array_agg(b.person_key order by b.person_key), array_agg(b.base_fen order by b.person_key),
             array_agg(b.extra_fen order by b.person_key), array_agg(b.kinds order by b.person_key),
             sum(b.base_fen), sum(b.extra_fen), max(b.standard_fen), 'DECISION', a.policy_version_ids, a.created_by
        from award a join share_of_before b on b.award_id = a.id where a.state <> 'CEASED' group by a.id;

      -- own incomes were not kept: of who is guaranteed alone they follow from the base
      update award a
         set assessed = jsonb_build_object(
               'subtype', a.subtype,
               'memberCount', coalesce((c.assessment ->> 'memberCount')::int, cardinality(a.person_keys)),
               'perCapita', coalesce(case a.subtype when 'RIGID_DEDUCTION' then c.assessment -> 'perCapitaAfterRigid'
                                                    else c.assessment -> 'perCapitaMonthly' end,
                                     '{"numerator": "0", "denominator": "1"}'),
               'members', (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                                      'personKey', b.person_key, 'birthDate', m.birth_date,
                                      'disability', case when m.disability_kind is not null then jsonb_strip_nulls(
                                         jsonb_build_object('kind', m.disability_kind, 'grade', m.disability_grade,
                                                            'validTo', m.card_valid_to)) end,
                                      'isSeriouslyIll', m.major_illness_code is not null,
                                      'ownMonthly', jsonb_build_object(
                                         'numerator', (case a.subtype when 'SINGLE_PERSON'
                                                         then greatest(b.standard_fen - b.base_fen, 0) else 0 end)::text,
                                         'denominator', '1'))) order by b.person_key)
                             from share_of_before b
                             join household_member m on m.household_id = a.household_id and m.person_key = b.person_key
                            where b.award_id = a.id))
        from aid_case c where c.id = a.case_id and a.programme = 'DIBAO';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

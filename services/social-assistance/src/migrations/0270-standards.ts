import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Standards and price indices; and on segments what they were found on, once the award rests on something newer. */
export class Standards1710000000270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table standard_set (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        hukou_type text not null check (hukou_type in ('URBAN', 'RURAL')),
        monthly_fen bigint not null check (monthly_fen > 0 and monthly_fen % 100 = 0),
        effective_month text not null check (effective_month ~ '^[0-9]{4}-[0-9]{2}$'),
        consumption_annual_fen bigint check (consumption_annual_fen > 0),
        approval_doc_no text not null check (approval_doc_no <> ''),
        proposal jsonb,
        policy_row_ids uuid[] not null default '{}',
        job_id uuid,
        published_by text check (published_by <> created_by),
        published_at timestamptz,
        state text not null check (state in ('DRAFT', 'CHECKED', 'PUBLISHED', 'IN_FORCE', 'SUPERSEDED')),
        check ((published_at is null) = (state in ('DRAFT', 'CHECKED'))),
        check (published_at is null or (published_by is not null and cardinality(policy_row_ids) > 0 and proposal is not null))
      );
      create unique index standard_set_row on standard_set ((policy_row_ids[1])) where published_at is not null;
      create index standard_set_region on standard_set (region text_pattern_ops, id);
      create index standard_set_waiting on standard_set (effective_month) where state = 'PUBLISHED';

      create table price_index (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        cpi_bp int not null,
        food_bp int not null,
        published_on date not null,
        due_on date not null,
        amounts jsonb not null,
        reasons jsonb not null,
        groups text[] not null,
        policy_version_ids uuid[] not null,
        job_id uuid,
        supersedes_id uuid references price_index,
        state text not null check (state in ('OPEN', 'SUPERSEDED'))
      );
      create unique index price_index_once on price_index (region, month) where state = 'OPEN';
      create unique index price_index_superseded_once on price_index (supersedes_id) where supersedes_id is not null;
      create index price_index_region on price_index (region text_pattern_ops, id);

      -- a new standard changes every award: its row finds room beside the old one, and no index has to know
      alter table award set (fillfactor = 70);
      -- null: what the award rests on now
      alter table award_segment add column assessed jsonb;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

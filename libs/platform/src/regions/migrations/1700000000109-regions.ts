import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Regions with their dated changes, and the changes that were drafted and published since the data were made. */
export class Regions1700000000109 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table region (
        code text not null,
        valid_from date not null,
        name text not null,
        valid_to date check (valid_to > valid_from),
        successor text,
        -- version of the data file, or 'change:' and the id of what changed the row last
        source text not null,
        primary key (code, valid_from),
        check ((valid_to is null) = (successor is null))
      );
      create table region_change (
        id uuid primary key,
        kind text not null check (kind in ('MERGE', 'RENAME', 'SPLIT', 'MOVE')),
        from_codes text[] not null,
        to_regions jsonb not null,
        effective_on date not null,
        legal_basis text not null,
        doc_no text not null,
        state text not null check (state in ('DRAFT', 'PUBLISHED')),
        version int not null,
        drafted_by text not null,
        drafted_at timestamptz not null default clock_timestamp(),
        published_by text check (published_by <> drafted_by),
        published_at timestamptz,
        check ((state = 'PUBLISHED') = (published_by is not null and published_at is not null))
      );
      create table region_state (
        id int primary key check (id = 1),
        data_version text not null,
        -- rises with everything that changes the table
        revision bigint not null
      );
      insert into region_state values (1, '', 0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Filed relatives, and what one of two has approved. */
export class Approvals1705000000123 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table official_relative (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        official text not null,
        role text not null check (role in ('HANDLER', 'VILLAGE_COMMITTEE')),
        relative_key uuid not null,
        relation text not null
          check (relation in ('SPOUSE', 'PARENT', 'CHILD', 'SIBLING', 'GRANDPARENT', 'GRANDCHILD')),
        valid_from date not null,
        valid_to date,
        state text not null check (state = 'FILED'),
        check (valid_to is null or valid_from < valid_to)
      );
      create index official_relative_relative on official_relative (relative_key);
      create index official_relative_region on official_relative (region text_pattern_ops, id);

      create table pending_approval (
        subject_type text not null,
        subject_id uuid not null,
        act text not null,
        content_sha256 text not null,
        approver text not null,
        business_at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (subject_type, subject_id, act)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Matters that were brought to the service. */
export class Matters1710000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table matter (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('OPEN', 'SETTLED')),
        kind text not null check (kind in ('ENQUIRY', 'REQUEST')),
        opened_on date not null,
        due_on date not null check (due_on >= opened_on),
        policy_row_id uuid not null,
        outcome text check (outcome in ('ANSWERED', 'GRANTED', 'DECLINED')),
        settled_on date check (settled_on >= opened_on),
        check ((state = 'SETTLED') = (outcome is not null)),
        check ((outcome is null) = (settled_on is null))
      );

      -- a region and all that lies in it, the newest first
      create index matter_region on matter (region text_pattern_ops, id desc);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

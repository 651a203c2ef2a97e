import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policy rows: a service's own, and copies of those that it reads of others. */
export class Policies1700000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy_row (
        id uuid primary key,
        owner text not null,
        key text not null check (starts_with(key, owner || '.')),
        region_prefix text not null,
        effective_from date not null,
        effective_to date check (effective_to >= effective_from),
        value jsonb not null,
        legal_basis text not null check (legal_basis <> ''),
        sequence bigint not null check (sequence > 0),
        published_at timestamptz,
        supersedes_row_id uuid,
        recorded_at timestamptz not null default clock_timestamp(),
        constraint policy_row_begins_once unique (key, region_prefix, effective_from)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

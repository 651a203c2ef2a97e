import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What others say of the persons whom the department knows. */
export class StatusCopies1705000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- never changed: what replaces a row is a row
      create table status_copy (
        fact_id uuid primary key,
        person_key uuid not null references person,
        kind text not null,
        valid_from date not null,
        valid_to date,
        attributes jsonb not null,
        quality text not null,
        agency text not null,
        dataset text not null,
        record_id text not null,
        observed_at timestamptz not null,
        supersedes_fact_id uuid,
        retracted boolean not null,
        received_order bigint generated always as identity,
        received_at timestamptz not null default clock_timestamp()
      );
      create index status_copy_person on status_copy (person_key, kind);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

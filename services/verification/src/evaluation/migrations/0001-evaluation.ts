import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles: what the facts of a person add up to now. Derived, never the truth; gated figures stand apart. */
export class Evaluation1710000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table profile (
        person_key uuid primary key,
        fact_seq bigint not null,
        evaluated_at timestamptz not null default clock_timestamp(),
        summary text not null,
        gated_summary text not null
      ) with (fillfactor = 80);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A source that tells the same of a record again confirms the fact that it has told (确认): nothing new is known, only until
 * when it was still so. How often that happens is counted by source and day.
 */
export class FactConfirmations1710000000370 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- fact_id: the fact that is confirmed; told_by: ids under which it was told again, the last first
      create table fact_confirmation (
        person_key uuid not null,
        record_key bigint not null,
        fact_id uuid not null,
        observed_at timestamptz not null,
        told_by uuid[] not null,
        primary key (person_key, record_key)
      ) with (fillfactor = 70);

      -- stripe: batches that are stored side by side do not wait for each other
      create table repeated_facts (
        agency text not null,
        dataset text not null,
        on_day date not null,
        stripe smallint not null,
        facts bigint not null,
        primary key (agency, dataset, on_day, stripe)
      ) with (fillfactor = 70);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

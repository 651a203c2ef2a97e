import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents are given and end here too: what ended is looked for by day, and what was erased after it is on record. */
export class ConsentErasures1710000000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index consent_last_day on consent (valid_to) where state = 'ACTIVE';

      -- of a consent that has ended: when the facts that it had opened were erased, and how many
      create table consent_erasure (
        consent_id uuid primary key references consent,
        erased_on date not null,
        facts int not null check (facts >= 0),
        erased_at timestamptz not null default clock_timestamp()
      );
      -- a row of each consent that has ended and was not looked at yet, with its last day
      create table consent_ending (
        consent_id uuid primary key references consent,
        ended_on date not null
      );
      create index consent_ending_day on consent_ending (ended_on);
      insert into consent_ending (consent_id, ended_on)
      select id, (withdrawn_at at time zone 'Asia/Shanghai')::date from consent where state = 'WITHDRAWN';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How cases of assistance ended, and whom each concerned. */
export class CaseDecisions1710000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table case_decision (
        case_id uuid primary key,
        sequence bigint not null,
        outcome text not null check (outcome in ('APPROVED', 'REJECTED', 'TERMINATED', 'WITHDRAWN')),
        programme text not null,
        household_id uuid,
        region text not null,
        decided_at timestamptz not null,
        received_at timestamptz not null default clock_timestamp()
      );
      create index case_decision_decided on case_decision (decided_at);

      create table case_decision_person (
        person_key uuid not null,
        case_id uuid not null references case_decision,
        primary key (person_key, case_id)
      );
      create index case_decision_person_case on case_decision_person (case_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

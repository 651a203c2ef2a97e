import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each assessment and decision was computed of and came to, so that it can be computed again. */
export class CaseComputations1710000000204 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- never changed; one for each version of a case that a computation made
      create table case_computation (
        case_id uuid not null references aid_case,
        case_version int not null,
        act text not null check (act in ('ASSESSMENT', 'DECISION')),
        request_id uuid not null,
        sequence int not null,
        basis jsonb not null,
        policies jsonb not null,
        body text not null,
        computed_at timestamptz not null default clock_timestamp(),
        primary key (case_id, case_version),
        foreign key (request_id, sequence) references verification_report
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

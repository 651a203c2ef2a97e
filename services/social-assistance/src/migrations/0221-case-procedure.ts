import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a case needs between acceptance and the end: flags, refusals, evaluations, bills; and its two new ends. */
export class CaseProcedure1710000000221 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table aid_case
        add column special_reasons text[] not null default '{}',
        -- a relative of somebody who handles cases, or somebody has complained: the county visits, and two decide
        add column relative_flag boolean not null default false,
        add column complaint_flag boolean not null default false,
        -- last day for the papers that were asked for
        add column correction_due_on date,
        add column refusals jsonb not null default '[]',
        add column dispute jsonb,
        add column asset_decisions jsonb not null default '[]',
        add column revocation jsonb;
      create index aid_case_reinvestigating on aid_case (id) where state = 'REINVESTIGATING';
      create index aid_case_correction on aid_case (correction_due_on) where state = 'CORRECTION';
      drop index aid_case_open;
      create unique index aid_case_open on aid_case (household_id, programme)
        where state not in ('APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'REVOKED');
      create index aid_case_household on aid_case (household_id);

      -- an evaluation is never changed; a later one counts
      create table village_evaluation (
        id uuid primary key,
        case_id uuid not null references aid_case,
        held_on date not null,
        attendants jsonb not null,
        agree int not null check (agree >= 0),
        against int not null check (against >= 0),
        void int not null check (void >= 0),
        representatives int not null check (representatives >= 0),
        minutes_sha256 text not null,
        recorded_by text not null,
        recorded_at timestamptz not null default clock_timestamp()
      );
      create index village_evaluation_case on village_evaluation (case_id, held_on, id);

      -- a bill is accepted once
      create table bill (
        id uuid primary key,
        case_id uuid not null references aid_case,
        person_key uuid not null,
        kind text not null,
        amount_fen bigint not null check (amount_fen > 0),
        from_month text not null,
        to_month text not null check (from_month <= to_month),
        payee_key text,
        sheet_sha256 text not null unique,
        fact_id uuid not null,
        accepted_by text not null,
        accepted_at timestamptz not null default clock_timestamp()
      );
      create index bill_case on bill (case_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

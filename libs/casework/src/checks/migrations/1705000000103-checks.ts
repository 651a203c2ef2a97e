import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Requests for a check and the reports that answer them, by the subject that is checked. Where social assistance had
 * them before, they were those of its cases: the column changes its name, no row is written.
 */
export class Checks1705000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table if not exists verification_request (
        id uuid primary key,
        subject_type text not null,
        subject_id uuid not null,
        purposes text[] not null,
        requested_at timestamptz not null,
        due_at timestamptz not null,
        state text not null check (state in ('OPEN', 'ANSWERED', 'REFUSED', 'REOPENED'))
      );

      -- what verification reported, as it came; never changed
      create table if not exists verification_report (
        request_id uuid not null references verification_request,
        sequence int not null,
        report_id uuid,
        subject_type text not null,
        subject_id uuid not null,
        result text not null check (result in ('COMPLETE', 'PARTIAL', 'REFUSED')),
        valid_to date,
        message bytea not null,
        received_at timestamptz not null default clock_timestamp(),
        primary key (request_id, sequence)
      );

      do $before$
      begin
        if exists (select from information_schema.columns
                    where table_schema = current_schema() and table_name = 'verification_request'
                      and column_name = 'case_id') then
          alter table verification_request drop constraint if exists verification_request_case_id_fkey;
          alter table verification_request rename column case_id to subject_id;
          alter table verification_request add column subject_type text not null default 'case';
          alter table verification_request alter column subject_type drop default;
          alter table verification_report drop constraint if exists verification_report_case_id_fkey;
          alter table verification_report rename column case_id to subject_id;
          alter table verification_report add column subject_type text not null default 'case';
          alter table verification_report alter column subject_type drop default;
          alter index verification_report_case rename to verification_report_subject;
        end if;
      end
      $before$;

      -- ids are unique whatever they are of: one open request of a subject
      create unique index if not exists verification_request_open on verification_request (subject_id)
        where state = 'OPEN';
      create index if not exists verification_report_subject on verification_report (subject_id, received_at);
      alter table verification_report
        add column if not exists superseded_at timestamptz,
        add column if not exists revoked_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

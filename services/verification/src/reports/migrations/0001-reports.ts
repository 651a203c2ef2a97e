import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports never change once they are issued; who read them is kept. */
export class Reports1710000000107 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table verification_report (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        number text not null unique,
        request_id uuid not null references verification_request,
        sequence int not null check (sequence > 0),
        requester text not null,
        case_ref text not null,
        result text not null check (result in ('COMPLETE', 'PARTIAL')),
        valid_at timestamptz not null,
        known_at_micros bigint not null,
        issued_at timestamptz not null,
        valid_to date not null,
        body text not null,
        body_sha256 text not null,
        signature text not null,
        public_key jsonb not null,
        frozen_input jsonb not null,
        supersedes uuid unique references verification_report,
        unique (request_id, sequence)
      );
      create index verification_report_case on verification_report (case_ref, id);

      create function verification_report_is_immutable() returns trigger language plpgsql as $$
        begin
          raise exception 'a report is never changed' using errcode = 'restrict_violation';
        end
      $$;
      create trigger verification_report_is_immutable before update or delete on verification_report
        for each row execute function verification_report_is_immutable();
      create trigger verification_report_is_not_truncated before truncate on verification_report
        for each statement execute function verification_report_is_immutable();

      create table report_number (
        province text not null,
        issued_on date not null,
        last int not null,
        primary key (province, issued_on)
      );

      create table access_entry (
        id uuid primary key,
        actor text not null,
        purpose text not null,
        case_ref text not null,
        report_id uuid,
        subjects uuid[] not null,
        fields text[] not null,
        at timestamptz not null default clock_timestamp()
      );
      create index access_entry_subject on access_entry using gin (subjects);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

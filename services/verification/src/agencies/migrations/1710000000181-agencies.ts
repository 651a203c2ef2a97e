import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agencies: what they are asked, how their feeds stand, what became of their files. */
export class Agencies1710000000181 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agency (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('CLOSED', 'OPEN')),
        code text not null unique,
        open_until timestamptz,
        failures int not null default 0
      );

      create table source_query (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('PENDING', 'SENT', 'ANSWERED', 'NO_RECORD', 'TIMEOUT', 'REFUSED', 'SKIPPED_FRESH')),
        request_id uuid not null,
        agency text not null,
        dataset text not null,
        person_keys uuid[] not null,
        holder text not null,
        case_ref text not null,
        purposes text[] not null,
        due_at timestamptz not null,
        attempts int not null default 0,
        asked_at timestamptz not null,
        asked_recorded_at timestamptz not null default clock_timestamp(),
        sent_at timestamptz,
        ended_at timestamptz,
        watermark timestamptz,
        problem text,
        unique (request_id, agency)
      );
      create index source_query_person on source_query using gin (person_keys) where state in ('PENDING', 'SENT', 'REFUSED');
      create index source_query_open on source_query (agency) where state in ('PENDING', 'SENT');

      create table agency_failure (
        agency text not null,
        on_day date not null,
        failures int not null,
        primary key (agency, on_day)
      );

      create table feed_state (
        agency text not null,
        dataset text not null,
        is_late boolean not null,
        since timestamptz not null,
        version int not null,
        primary key (agency, dataset)
      );

      create table agency_file (
        file_id uuid primary key,
        agency text not null,
        dataset text not null,
        sequence int not null,
        outcome text not null check (outcome in ('LOADED', 'QUARANTINED', 'REJECTED')),
        rows int not null,
        rejected_rows int not null,
        reason_code text,
        version bigint not null,
        told_at timestamptz not null default clock_timestamp()
      );
      create index agency_file_agency on agency_file (agency, told_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Queries that agencies are asked, or pick up, and whether an agency is asked at all just now. */
export class Queries1710000000184 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agency_query (
        id uuid primary key,
        sequence bigint not null,
        state text not null check (state in ('PENDING', 'SENT', 'ENDED')),
        agency text not null,
        dataset text not null,
        region text not null,
        person_keys uuid[] not null,
        request_id uuid not null,
        case_ref text not null,
        purposes text[] not null,
        holder text not null,
        due_at timestamptz not null,
        retry_seconds int[] not null,
        circuit_failures int not null,
        circuit_seconds int not null,
        attempts int not null default 0,
        next_at timestamptz not null
      ) with (autovacuum_vacuum_scale_factor = 0.05);
      comment on column agency_query.next_at is 'business clock';
      create index agency_query_due on agency_query (agency, next_at) where state = 'PENDING';
      create index agency_query_agency on agency_query (agency, id) where state <> 'ENDED';

      create table agency_circuit (
        agency text primary key,
        failures int not null default 0,
        is_open boolean not null default false,
        open_until timestamptz,
        sequence bigint not null default 0
      );
      comment on column agency_circuit.open_until is 'business clock; null while it is open: until an operator closes it';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

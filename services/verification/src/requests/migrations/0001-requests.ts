import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests, what they wait for, and what is to be looked at again. */
export class Requests1710000000106 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table verification_request (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null,
        requester text not null,
        case_ref text not null,
        occasion text not null,
        priority text not null,
        purposes text[] not null,
        household jsonb not null,
        declared_items jsonb not null,
        person_keys uuid[] not null,
        as_of timestamptz not null,
        accepted_at timestamptz,
        due_at timestamptz,
        blocked_on date,
        blocked_problem text,
        refusals jsonb not null default '[]',
        sequence int not null default 0,
        late_answers_until timestamptz
      );
      create index verification_request_person on verification_request using gin (person_keys)
        where state in ('COLLECTING', 'BLOCKED', 'ISSUED');
      create index verification_request_due on verification_request (due_at) where state = 'COLLECTING';
      create index verification_request_blocked on verification_request (blocked_on) where state = 'BLOCKED';
      create index verification_request_case on verification_request (case_ref);

      -- one open request for each case and purpose; a blocked one is not counted
      create table open_request_purpose (
        requester text not null,
        case_ref text not null,
        purpose text not null,
        request_id uuid not null references verification_request,
        primary key (requester, case_ref, purpose)
      );
      create index open_request_purpose_request on open_request_purpose (request_id);

      -- a request that is to be evaluated; two rows of one request are one evaluation
      create table request_evaluation (
        id bigint generated always as identity primary key,
        request_id uuid not null references verification_request,
        attempts int not null default 0,
        not_before timestamptz not null default clock_timestamp()
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
      create index request_evaluation_request on request_evaluation (request_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

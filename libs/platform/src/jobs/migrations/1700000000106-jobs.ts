import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Long work: once for each name, scope and period, in chunks, by one process at a time. */
export class Jobs1700000000106 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table job (
        id uuid primary key,
        name text not null,
        scope text not null,
        period text not null,
        parameters jsonb not null,
        state text not null check (state in ('PENDING', 'RUNNING', 'DONE', 'FAILED')),
        checkpoint jsonb,
        done bigint not null default 0 check (done >= 0),
        total bigint check (total >= 0),
        attempts int not null default 0,
        last_error text,
        not_before timestamptz not null default clock_timestamp(),
        lease_owner uuid,
        lease_until timestamptz,
        requested_by text not null,
        requested_at timestamptz not null default clock_timestamp(),
        started_at timestamptz,
        ended_at timestamptz,
        constraint job_once unique (name, scope, period),
        check ((lease_owner is null) = (lease_until is null)),
        check ((state in ('DONE', 'FAILED')) = (ended_at is not null))
      );
      create index job_due on job (not_before) where state in ('PENDING', 'RUNNING');
      comment on column job.last_error is 'class of the error; never a part of the data';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

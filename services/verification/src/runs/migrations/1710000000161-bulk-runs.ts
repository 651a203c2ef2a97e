import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bulk runs, what is left of them to do, and what was evaluated last of each household. */
export class BulkRuns1710000000161 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bulk_run (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('PLANNED', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
        mode text not null check (mode in ('FULL', 'DELTA', 'MONTHLY')),
        period text,
        valid_at date not null,
        known_at timestamptz,
        in_scope bigint,
        started_at timestamptz,
        ended_at timestamptz,
        constraint bulk_run_period unique (region, mode, period),
        check ((state in ('COMPLETED', 'CANCELLED')) = (ended_at is not null)),
        check ((known_at is null) = (in_scope is null))
      );
      create unique index bulk_run_active on bulk_run (region) where state in ('PLANNED', 'RUNNING', 'PAUSED');

      -- a household, or with alone a person of whom none is, is in one chunk of a run: so it is evaluated once. done counts
      -- the first of subjects that were evaluated or wait for a policy row; who waits is tried again when all are done
      create table bulk_run_chunk (
        run_id uuid not null references bulk_run,
        number int not null,
        alone boolean not null,
        subjects uuid[] not null,
        done int not null default 0,
        waiting uuid[] not null default '{}',
        waits_in text[] not null default '{}',
        retries int not null default 0,
        is_open boolean not null default true,
        not_before timestamptz not null default clock_timestamp(),
        evaluated bigint not null default 0,
        persons bigint not null default 0,
        consent_lapsed bigint not null default 0,
        hits bigint not null default 0,
        raised bigint not null default 0,
        withdrawn bigint not null default 0,
        primary key (run_id, number),
        check (done <= cardinality(subjects))
      ) with (fillfactor = 50);
      create index bulk_run_chunk_open on bulk_run_chunk (run_id, number) where is_open;

      -- of the members' facts, the household and the policy rows of its region, as they were last evaluated by a run
      create table subject_fingerprint (
        subject uuid primary key,
        fingerprint bigint not null
      ) with (fillfactor = 90);

      create index household_region on household (region text_pattern_ops, id) where not closed;

      -- when the next check of a bulk run may begin, and through which day it was looked for runs that are due
      create table bulk_run_pace (
        is_only boolean primary key default true check (is_only),
        next_at timestamptz not null default clock_timestamp(),
        looked_on date
      );
      insert into bulk_run_pace default values;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

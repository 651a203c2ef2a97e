import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The low-income population that is monitored, and on which day somebody's categories change though no fact comes. */
export class MonitoredSubjects1710000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table monitored_subject (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('MONITORED', 'LEFT')),
        person_key uuid not null,
        household_id uuid,
        periods jsonb not null,
        categories text[] not null,
        entered_on date not null,
        left_on date,
        empty_since date,
        last_checked_at timestamptz,
        next_review_on date,
        review_months int,
        constraint monitored_subject_person unique (person_key),
        check ((state = 'LEFT') = (left_on is not null))
      ) with (fillfactor = 80);
      create index monitored_subject_region on monitored_subject (region text_pattern_ops, id);

      create table monitored_due (
        person_key uuid primary key,
        due_on date not null
      );
      create index monitored_due_on on monitored_due (due_on);

      -- whoever is known already is looked at once
      insert into dirty (person_key) select person_key from person order by person_key;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

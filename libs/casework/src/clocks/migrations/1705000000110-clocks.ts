import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Time limits that run. */
export class Clocks1705000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clock (
        id uuid primary key,
        name text not null,
        subject_type text not null,
        subject_id uuid not null,
        region text not null,
        unit text not null check (unit in ('WORKING_DAYS', 'DAYS', 'INSTANT')),
        started_on date not null,
        -- the first instant that is late
        due_at timestamptz not null,
        paused_on date,
        stood_still_wd int not null default 0,
        state text not null check (state in ('RUNNING', 'PAUSED', 'STOPPED')),
        -- the limit for which it has fired: it fires for another one only
        fired_for timestamptz,
        failures int not null default 0,
        retry_at timestamptz,
        check ((state = 'PAUSED') = (paused_on is not null)),
        unique (subject_id, name, subject_type)
      );
      create index clock_due on clock (name, due_at, id)
        where state = 'RUNNING' and fired_for is distinct from due_at;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

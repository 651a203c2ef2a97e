import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks from clues, what they make, who was where, and what was answered. */
export class ClueTasks1705000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- social assistance had it before there was a shared one
      create table if not exists clue_task (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        clue_id uuid not null unique,
        indicators text[] not null,
        direction text not null,
        severity text not null,
        programme text,
        person_keys uuid[] not null,
        household_id uuid,
        award_id uuid,
        months text[] not null,
        due_at timestamptz not null,
        attempt int not null,
        revision int not null,
        document_check boolean not null,
        assignees text[] not null,
        state text not null check (state in ('OPEN', 'VISITED', 'ANSWERED', 'CLOSED'))
      );
      create index if not exists clue_task_region on clue_task (region text_pattern_ops, id);
      create index if not exists clue_task_household on clue_task (household_id) where state in ('OPEN', 'VISITED');
      alter table clue_task
        drop constraint if exists clue_task_award_id_fkey,
        -- a task of before takes whatever visit it is answered with
        add column if not exists dispatched_at timestamptz not null default '1970-01-01T00:00:00Z',
        add column if not exists work jsonb not null default '[]',
        add column if not exists visits jsonb not null default '[]',
        add column if not exists answer jsonb;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

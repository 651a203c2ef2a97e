import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an office has to do, and by when. */
export class WorkItems1705000000111 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table work_item (
        id uuid primary key,
        -- of the office that has to do it
        region text not null,
        version int not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        kind text not null,
        subject_type text not null,
        subject_id uuid not null,
        -- by the business clock
        opened_at timestamptz not null,
        amber_at timestamptz not null,
        due_at timestamptz not null,
        assignee text,
        -- the office above, which it has climbed to when it was overdue
        climbed_to text,
        state text not null check (state in ('OPEN', 'SETTLED')),
        settled_at timestamptz,
        settled_by text,
        check ((state = 'SETTLED') = (settled_at is not null and settled_by is not null))
      );
      create unique index work_item_once on work_item (subject_id, kind) where state = 'OPEN';
      create index work_item_region on work_item (region text_pattern_ops, due_at, id) where state = 'OPEN';
      create index work_item_climbed on work_item (climbed_to text_pattern_ops, due_at, id)
        where state = 'OPEN' and climbed_to is not null;
      create index work_item_due on work_item (due_at, id) where state = 'OPEN';
      create index work_item_overdue on work_item (due_at, id) where state = 'OPEN' and climbed_to is null;
      create index work_item_settled on work_item (region text_pattern_ops, due_at, id) where state = 'SETTLED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

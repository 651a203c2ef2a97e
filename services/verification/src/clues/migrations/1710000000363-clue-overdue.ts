import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to which office the lateness of a clue has gone, each once for each attempt. */
export class ClueOverdue1710000000363 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clue_overdue (
        clue_id uuid not null references clue,
        attempt int not null,
        level text not null check (level in ('COUNTY', 'CITY', 'PROVINCE')),
        since timestamptz not null,
        primary key (clue_id, attempt, level)
      );
      comment on column clue_overdue.since is 'business clock';
      create index clue_dispatched_due on clue (due_on, id) where state = 'DISPATCHED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

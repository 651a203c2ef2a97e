import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which day the answer to each attempt of a clue was due: a clue itself tells it of the last one only. */
export class ClueDue1710000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the day for the answer to each attempt; that of the last one may still come nearer
      create table clue_due (
        clue_id uuid not null references clue,
        attempt int not null,
        department text not null,
        due_on date not null,
        primary key (clue_id, attempt)
      );
      insert into clue_due (clue_id, attempt, department, due_on) select id, attempt, department, due_on from clue;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When indicators that follow the calendar have to look at a household or person again. */
export class WatchDue1710000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- subject: the household on record, or the person of whom none is; person_key: whom to mark dirty on the day
      create table watch_due (
        subject uuid primary key,
        person_key uuid not null,
        due_on date not null
      ) with (fillfactor = 90);
      create index watch_due_on on watch_due (due_on);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

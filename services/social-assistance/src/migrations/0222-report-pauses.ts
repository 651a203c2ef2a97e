import type { MigrationInterface, QueryRunner } from 'typeorm';

/** While a report is reopened the clock of its case stands still: from when to when. */
export class ReportPauses1710000000222 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table aid_case add column report_pauses jsonb not null default '[]'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

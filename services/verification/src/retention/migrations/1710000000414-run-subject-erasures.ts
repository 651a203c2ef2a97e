import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When it was erased whom a bulk run went through. */
export class RunSubjectErasures1710000000414 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table bulk_run add column subjects_erased_on date');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

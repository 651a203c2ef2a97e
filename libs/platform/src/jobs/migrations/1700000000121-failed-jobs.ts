import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs that were given up are counted each time that the figures are read. */
export class FailedJobs1700000000121 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index job_failed on job (name) where state = 'FAILED'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

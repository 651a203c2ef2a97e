import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mark may say that the monthly indicators are asked too, of which hits were held back. */
export class DirtyMonthly1710000000501 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table dirty add column asks_monthly boolean not null default false');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

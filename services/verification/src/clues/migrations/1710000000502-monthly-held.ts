import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which month hits of monthly indicators were held back, as the clue waited for the coordinator. */
export class MonthlyHeld1710000000502 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table clue add column monthly_held_in text');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was found to be a child's: whose consents cover the child, and up to which birthday. Earlier findings name nobody. */
export class CoveredDeposits1710000000499 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deposit_holding add column covering_keys uuid[], add column of_age_on date;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

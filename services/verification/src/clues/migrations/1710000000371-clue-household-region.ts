import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the household of a clue lives is told with it, and is not always where the clue is looked into. */
export class ClueHouseholdRegion1710000000371 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table clue add column household_region text');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

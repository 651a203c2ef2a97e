import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work about one record that is done by a command to another: a review, and the visit of its award. */
export class WorkItemTargets1705000000113 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table work_item add column target_id uuid');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

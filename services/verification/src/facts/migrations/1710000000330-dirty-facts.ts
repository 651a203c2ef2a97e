import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a mark stands for, so that who settles it need not read all facts of the person again. A mark without it (of a process
 * of the release before, or for another reason than new facts) says only that the person has to be looked at.
 */
export class DirtyFacts1710000000330 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- fact_seq: the person's, with these facts; record_keys: of each of them the record
      alter table dirty add column fact_seq bigint, add column record_keys bigint[];
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

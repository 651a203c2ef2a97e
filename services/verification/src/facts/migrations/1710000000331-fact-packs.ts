import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Packed facts are bytes, a quarter of what they were as text. Summaries of text stay readable and are replaced one by one;
 * a process of the release before does not use those that are bytes, and reads the facts.
 */
export class FactPacks1710000000331 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fact_summary add column pack bytea, add column gated_pack bytea,
        alter column pack set storage external, alter column gated_pack set storage external;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

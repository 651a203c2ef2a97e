import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a hit rests on beside facts; nothing of hits from before. */
export class HitGrounds1710000000350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicator_hit add column grounds text[] not null default '{}';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

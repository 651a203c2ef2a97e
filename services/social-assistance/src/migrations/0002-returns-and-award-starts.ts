import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a case was sent back for, and the awards that wait for their first month. */
export class ReturnsAndAwardStarts1710000000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table aid_case add column defects text[] not null default '{}';
      create index award_pending on award (effective_month) where state = 'PENDING_START';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

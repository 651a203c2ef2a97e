import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What facts may tell by each agreement; none named: all that their kinds have, as before. */
export class AgreementFields1710000000342 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table agreement_copy add column fields text[] not null default '{}'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

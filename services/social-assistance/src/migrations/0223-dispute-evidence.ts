import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an applicant brings against a discrepancy is kept with the case. */
export class DisputeEvidence1710000000223 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table aid_case add column dispute_evidence text[] not null default '{}'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

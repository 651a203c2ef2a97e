import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ticket that a case was opened for, and the referral or clue that the ticket answers. */
export class CaseOrigins1710000000242 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table aid_case
        add column ticket_id uuid,
        add column referral_id uuid,
        add column clue_id uuid;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

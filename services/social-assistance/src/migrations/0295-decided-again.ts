import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An appeal that is upheld lets the county decide a case again; what was decided before stays with it. */
export class DecidedAgain1710000000295 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table aid_case
        add column earlier_decisions jsonb not null default '[]',
        add column reopened_on date;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a subscription last had its turn: who has waited longest is served first. */
export class ServedAt1710000000490 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table subscription_progress add column served_at timestamptz;
      comment on column subscription_progress.served_at is 'begin of its last turn, in real time; null: it had none';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

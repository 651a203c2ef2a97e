import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a source states again while it is under appeal is disputed too (同源重述). */
export class DisputedStatements1710000000413 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table disputed_fact add column restates uuid;
      comment on column disputed_fact.restates is 'the fact under appeal that this one states again; null of the fact itself';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a sandbox keeps its moved clock; empty elsewhere. */
export class BusinessClock1700000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table business_clock (
        id int primary key check (id = 1),
        anchor_business timestamptz not null,
        anchor_real timestamptz not null
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Households that are known from a request alone name it. */
export class RequestHouseholds1710000000172 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table household add column request_id uuid;
      create index household_of_request on household (as_of) where request_id is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

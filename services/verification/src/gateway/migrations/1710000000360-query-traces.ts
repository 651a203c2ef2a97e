import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace that a query belongs to: the agency is asked long after the event that ordered it. */
export class QueryTraces1710000000360 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agency_query add column traceparent text');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

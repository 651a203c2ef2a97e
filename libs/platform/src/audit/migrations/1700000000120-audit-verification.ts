import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the last look at the whole audit chain has found. */
export class AuditVerification1700000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_verification (
        is_only boolean primary key default true check (is_only),
        at timestamptz not null,
        checked bigint not null,
        broken_shards text[] not null
      );
      -- an empty chain is whole; of one that is not empty, the next look tells
      insert into audit_verification (at, checked, broken_shards) values (clock_timestamp(), 0, '{}');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

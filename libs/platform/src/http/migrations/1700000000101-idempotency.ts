import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers of commands by their Idempotency-Key. */
export class Idempotency1700000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_record (
        id bytea primary key,
        fingerprint text not null,
        answer bytea not null,
        recorded_at timestamptz not null default clock_timestamp()
      );
      create index idempotency_record_age on idempotency_record (recorded_at);
      comment on column idempotency_record.id is 'SHA-256 of caller and key';
      comment on column idempotency_record.fingerprint is 'HMAC-SHA-256 of caller, method, path and body';
      comment on column idempotency_record.answer is 'status, headers and body, encrypted';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

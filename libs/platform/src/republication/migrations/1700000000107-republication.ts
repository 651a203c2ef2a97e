import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest event of each subject, of the messages that say how something stands. */
export class Republication1700000000107 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table current_event (
        ce_type text not null,
        ce_subject text not null,
        ce_id uuid not null,
        ce_sequence bigint not null,
        ce_source text not null,
        ce_time timestamptz not null,
        topic text not null,
        key text not null,
        region text not null,
        payload bytea not null,
        primary key (ce_type, ce_subject)
      ) with (fillfactor = 85);
      comment on table current_event is 'events announced before this table existed are not in it';

      alter table outbox add column ce_time timestamptz;
      comment on column outbox.ce_time is 'when it was announced first; null: recorded_at';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Batch files of agencies. Of whom a file speaks is counted by hashes that only this file has, and forgotten. */
export class Files1710000000183 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table file_exchange (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('ANNOUNCED', 'RECEIVED', 'VALIDATED', 'QUARANTINED', 'LOADED', 'REJECTED')),
        agency text not null,
        dataset text not null,
        agreement_id uuid not null,
        sequence int not null check (sequence > 0),
        digest text not null,
        period_from date not null,
        period_to date not null,
        generated_at timestamptz not null,
        parts jsonb not null,
        rows int not null check (rows > 0),
        distinct_persons int not null,
        sum_amount_fen bigint not null,
        rejected_rows int,
        reason_code text,
        gap_skipped boolean not null default false,
        erase_on date,
        loaded_at timestamptz
      );
      create unique index file_exchange_number on file_exchange (agency, dataset, sequence) where state <> 'REJECTED';
      create index file_exchange_erase on file_exchange (erase_on) where erase_on is not null;

      create table file_part (
        file_id uuid not null references file_exchange,
        number int not null,
        stored_file_id uuid not null references stored_file,
        primary key (file_id, number)
      );

      create table file_person (
        file_id uuid not null references file_exchange,
        digest uuid not null,
        primary key (file_id, digest)
      );
      comment on table file_person is 'while a file is checked: whom it names, by a hash under its id';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

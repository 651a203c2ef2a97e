import type { MigrationInterface, QueryRunner } from 'typeorm';

const HASH_PARTITIONS = 32;

/** Facts about persons, append-only, and what sources have answered. */
export class Facts1710000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fact_source (
        id int generated always as identity primary key,
        agency text not null,
        dataset text not null,
        unique (agency, dataset)
      );

      -- last_recorded_at: no two facts of a person are recorded at one instant, and none at or before a report's knownAt;
      -- has_naming: one of the person's facts names another that it supersedes
      create table person (
        person_key uuid primary key,
        last_recorded_at timestamptz not null,
        fact_seq bigint not null default 0,
        has_naming boolean not null default false
      ) with (fillfactor = 70);

      -- source_id is made in the transaction that uses it and never removed: no foreign key, which would be a
      -- quarter of the cost of storing a fact
      create table fact (
        person_key uuid not null,
        record_key bigint not null,
        fact_id uuid not null,
        recorded_at timestamptz not null,
        superseded_at timestamptz,
        observed_at timestamptz not null,
        amount_fen bigint,
        supersedes_fact_id uuid,
        valid_from date not null,
        valid_to date,
        count int,
        source_id int not null,
        kind smallint not null,
        quality smallint not null,
        flags smallint not null,
        share_bp smallint,
        programme smallint,
        purpose smallint,
        region text,
        payer_key text,
        item_key text,
        case_ref text,
        attributes jsonb,
        primary key (person_key, record_key, fact_id)
      ) partition by hash (person_key);
    `);
    for (let partition = 0; partition < HASH_PARTITIONS; partition++) {
      await runner.query(`
        create table fact_${partition} partition of fact
          for values with (modulus ${HASH_PARTITIONS}, remainder ${partition})
          with (autovacuum_vacuum_insert_scale_factor = 0.1, fillfactor = 95)`);
    }
    await runner.query(`
      create index fact_recorded_at on fact using brin (recorded_at);
      create index fact_supersedes on fact (person_key, supersedes_fact_id) where supersedes_fact_id is not null;

      create table dirty (
        id bigint generated always as identity primary key,
        person_key uuid not null,
        marked_at timestamptz not null default clock_timestamp(),
        not_before timestamptz
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

      create index dirty_put_off on dirty (person_key) where not_before is not null;

      create table rejected_fact (
        id uuid primary key,
        fact_id text not null,
        agency text not null,
        dataset text not null,
        message_type text not null,
        reason text not null,
        sealed bytea not null,
        rejected_at timestamptz not null default clock_timestamp()
      );
      create unique index rejected_fact_once on rejected_fact (fact_id, reason) where fact_id <> '';
      create index rejected_fact_source on rejected_fact (agency, dataset, rejected_at);

      create table source_answer (
        person_key uuid not null,
        agency text not null,
        dataset text not null,
        answer_id uuid not null,
        state text not null check (state in ('ANSWERED', 'NO_RECORD', 'REFUSED')),
        observed_at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (person_key, agency, dataset)
      ) with (fillfactor = 70);

      -- answers that came before the StatusFacts of theirs that travel on another topic
      create table waiting_answer (
        answer_id uuid primary key,
        person_key uuid not null,
        agency text not null,
        dataset text not null,
        state text not null,
        observed_at timestamptz not null,
        awaited_fact_ids uuid[] not null
      );
      create index waiting_answer_person on waiting_answer (person_key);

      create table feed_marker (
        marker_id uuid primary key,
        agency text not null,
        dataset text not null,
        up_to timestamptz not null,
        passed int[] not null
      );
      create table feed_watermark (
        agency text not null,
        dataset text not null,
        up_to timestamptz not null,
        passed_at timestamptz not null default clock_timestamp(),
        primary key (agency, dataset)
      );

      -- something that an open request may wait for has come; without a person it concerns all of them
      create table request_check (
        id bigint generated always as identity primary key,
        person_key uuid
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that carry events out of and into a service's database. */
export class Messaging1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id bigint generated always as identity primary key,
        topic text not null,
        key text,
        partition int,
        ce_id uuid not null,
        ce_type text not null,
        ce_source text not null,
        ce_subject text not null,
        ce_sequence bigint not null,
        payload bytea not null,
        traceparent text,
        recorded_at timestamptz not null default clock_timestamp()
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

      create table relay_lease (
        name text primary key,
        holder uuid not null,
        expires_at timestamptz not null
      );

      create table topic_partitions (
        topic text primary key,
        partitions int not null check (partitions > 0)
      );

      create table consumer_position (
        consumer text not null,
        topic text not null,
        partition int not null,
        next_offset bigint not null check (next_offset >= 0),
        cluster_id text not null,
        record_time timestamptz,
        primary key (consumer, topic, partition)
      ) with (fillfactor = 50);

      create table inbox (
        consumer text not null,
        ce_id uuid not null,
        primary key (consumer, ce_id)
      ) partition by range (ce_id);
      create table inbox_default partition of inbox default;

      create table parked_key (
        consumer text not null,
        topic text not null,
        key text not null,
        state text not null check (state in ('RETRYING', 'WAITING', 'NEEDS_OPERATOR')),
        waits_for text,
        attempts int not null default 0,
        next_attempt_at timestamptz not null default clock_timestamp(),
        parked_at timestamptz not null default clock_timestamp(),
        primary key (consumer, topic, key),
        check ((state = 'WAITING') = (waits_for is not null))
      );
      create index parked_key_due on parked_key (consumer, next_attempt_at) where state <> 'NEEDS_OPERATOR';

      create table parked_event (
        id uuid primary key,
        consumer text not null,
        topic text not null,
        key text not null,
        partition int not null,
        record_offset bigint not null,
        ce_id text,
        ce_type text,
        sealed bytea not null,
        reason text not null,
        parked_at timestamptz not null default clock_timestamp(),
        unique (consumer, topic, partition, record_offset),
        foreign key (consumer, topic, key) references parked_key
      );
      create index parked_event_queue on parked_event (consumer, topic, key, record_offset);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

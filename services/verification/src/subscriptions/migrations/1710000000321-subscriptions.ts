import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subscriptions, how far each has come, and what was attempted. */
export class Subscriptions1710000000321 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table subscription (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('ACTIVE', 'PAUSED', 'WITHDRAWN', 'ENDED')),
        agreement_id uuid not null references data_agreement,
        party text not null,
        event_types text[] not null check (cardinality(event_types) > 0),
        purpose text,
        url text not null,
        pause_reason text check (pause_reason in ('DELIVERIES_FAILED', 'EVENTS_EXPIRED', 'BY_OWNER')),
        secret_enc text not null,
        previous_secret_enc text,
        previous_secret_until timestamptz,
        check ((previous_secret_enc is null) = (previous_secret_until is null)),
        check ((state = 'PAUSED') <= (pause_reason is not null))
      );
      create unique index subscription_open on subscription (agreement_id, url) where state in ('ACTIVE', 'PAUSED');
      create index subscription_party on subscription (party, id);

      create table subscription_progress (
        subscription_id uuid primary key references subscription,
        cursor bigint not null check (cursor >= 0),
        failures int not null default 0 check (failures >= 0),
        next_at timestamptz,
        test_id uuid,
        claimed_by uuid,
        claimed_until timestamptz,
        check ((claimed_by is null) = (claimed_until is null))
      ) with (fillfactor = 50);
      comment on column subscription_progress.next_at is 'not before, by the business clock; null: at once. A claim is in real time';

      create table webhook_delivery (
        id uuid primary key,
        subscription_id uuid not null references subscription,
        event_id uuid not null,
        event_type text not null,
        position bigint,
        attempt int not null check (attempt > 0),
        outcome text not null,
        status int,
        latency_ms int not null,
        attempted_at timestamptz not null default clock_timestamp()
      );
      create index webhook_delivery_subscription on webhook_delivery (subscription_id, id);
      create index webhook_delivery_age on webhook_delivery (attempted_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Simulations, what is left of them to compute, and what they have come to so far. */
export class Simulations1710000000351 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table simulation (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('ASKED', 'RUNNING', 'COMPLETED', 'FAILED')),
        purpose text not null,
        overrides jsonb not null,
        valid_at date not null,
        known_at timestamptz,
        households bigint,
        malformed_key text,
        ended_at timestamptz,
        check ((known_at is null) = (households is null)),
        check ((state in ('COMPLETED', 'FAILED')) = (ended_at is not null)),
        check ((state = 'FAILED') = (malformed_key is not null))
      );

      -- what is left to compute: a part is gone when it is done
      create table simulation_part (
        simulation_id uuid not null references simulation,
        number int not null,
        households uuid[] not null,
        primary key (simulation_id, number)
      );

      -- null of conclusion: could not be computed, since a policy row is missing for the region
      create table simulation_count (
        simulation_id uuid not null references simulation,
        county text not null,
        conclusion text,
        is_now bigint not null default 0,
        would_be bigint not null default 0,
        unique nulls not distinct (simulation_id, county, conclusion)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

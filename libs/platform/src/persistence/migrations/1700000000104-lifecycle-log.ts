import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to every aggregate: who moved it, when, from where to where. */
export class LifecycleLog1700000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lifecycle_log (
        id bigint generated always as identity primary key,
        aggregate text not null,
        aggregate_id uuid not null,
        actor text not null,
        command text not null,
        -- null: the aggregate began
        from_state text,
        to_state text not null,
        version int not null,
        business_at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp(),
        reason text,
        -- one version is one command: a lost update would be a second row
        unique (aggregate_id, version, aggregate)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

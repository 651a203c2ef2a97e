import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts of the department that somebody disputes at verification. */
export class FactDisputes1705000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fact_dispute (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        fact_id uuid not null,
        person_key uuid not null,
        appeal_id uuid not null,
        due_at timestamptz not null,
        fact jsonb,
        evidence_sha256 text,
        new_fact_id uuid,
        state text not null check (state in ('OPEN', 'CONFIRMED', 'RETRACTED', 'UPHELD', 'SETTLED')),
        unique (appeal_id, fact_id)
      );
      create index fact_dispute_region on fact_dispute (region text_pattern_ops, id);
      create index fact_dispute_person on fact_dispute (person_key);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts that this service decides itself, entered by one person and approved by another. */
export class ManualFacts1710000000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table manual_fact (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('PROPOSED', 'APPROVED', 'EXPIRED')),
        person_key uuid not null,
        fact jsonb not null,
        evidence_sha256 text[] not null check (cardinality(evidence_sha256) > 0),
        evidence_valid_to date not null,
        reason_enc text not null,
        approved_by text,
        fact_id uuid,
        check ((approved_by is null) = (fact_id is null)),
        check (approved_by is null or approved_by <> created_by),
        check (state <> 'APPROVED' or fact_id is not null)
      );
      create index manual_fact_person on manual_fact (person_key, id);
      create index manual_fact_evidence on manual_fact (evidence_valid_to) where state <> 'EXPIRED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

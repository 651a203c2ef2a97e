import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of consents, and withdrawals that came before their consent. */
export class Consents1710000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consent (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('ACTIVE', 'WITHDRAWN', 'EXPIRED')),
        person_key uuid not null,
        signer_key uuid not null,
        signer_role text not null,
        purposes text[] not null,
        datasets text[] not null,
        method text not null,
        document_sha256 text not null,
        power_sha256 text,
        case_ref text,
        taken_by text not null,
        signed_at timestamptz not null,
        valid_to date not null,
        withdrawn_at timestamptz,
        check ((state = 'WITHDRAWN') = (withdrawn_at is not null))
      );
      create index consent_person on consent (person_key);

      create table consent_withdrawal (
        consent_id uuid primary key,
        person_key uuid not null,
        withdrawn_at timestamptz not null
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

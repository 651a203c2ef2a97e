import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents to verify, and who reads them by what. */
export class Consents1705000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- social assistance had it before there was a shared one
      create table if not exists consent (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        person_key uuid not null references person,
        signer_key uuid not null references person,
        signer_role text not null check (signer_role in ('SELF', 'GUARDIAN', 'AGENT', 'HEIR')),
        purposes text[] not null check (cardinality(purposes) > 0),
        datasets text[] not null check (cardinality(datasets) > 0),
        method text not null check (method in ('PAPER_SCAN', 'E_SIGN', 'FACE_VERIFIED')),
        document_sha256 text not null,
        power_sha256 text,
        signed_at timestamptz not null,
        valid_to date not null,
        state text not null check (state in ('VALID', 'EXPIRED', 'WITHDRAWN')),
        registered boolean not null default false
      );
      create index if not exists consent_person on consent (person_key);
      create index if not exists consent_signer on consent (signer_key);
      create index if not exists consent_region on consent (region text_pattern_ops, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

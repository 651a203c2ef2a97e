import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appeals against facts, and what the sources of these facts answer. */
export class Appeals1710000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table appeal (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK', 'DECIDED', 'WITHDRAWN')),
        person_key uuid not null,
        report_id uuid references verification_report,
        clue_id uuid references clue,
        appellant text not null check (appellant in ('SELF', 'GUARDIAN', 'OFFICER', 'DEPARTMENT')),
        appellant_key uuid,
        learned_on date not null,
        claim_enc text not null,
        evidence_sha256 text[] not null,
        accept_due_on date not null,
        due_on date not null,
        accepted_by text,
        accepted_on date,
        source_due_on date,
        outcome text check (outcome in ('UPHELD', 'REJECTED')),
        reasons_enc text,
        decided_by text,
        decided_on date,
        check ((state = 'DECIDED') = (outcome is not null)),
        check (decided_by is null or decided_by <> accepted_by)
      );
      create index appeal_open on appeal (region, id) where state in ('SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK');
      create index appeal_person on appeal (person_key, id);
      create index appeal_source_due on appeal (source_due_on) where state = 'ACCEPTED';

      -- is_open: the appeal is neither decided nor withdrawn; a fact is under one open appeal
      create table appealed_fact (
        id uuid primary key,
        appeal_id uuid not null references appeal,
        person_key uuid not null,
        fact_id uuid not null,
        record_key bigint not null,
        agency text not null,
        dataset text not null,
        type text not null,
        kind text not null,
        is_open boolean not null default true,
        reply text check (reply in ('STANDS', 'WRONG', 'SUPERSEDED')),
        replied_at timestamptz,
        reply_enc text,
        reply_evidence_sha256 text,
        new_fact_id uuid
      );
      create unique index appealed_fact_once on appealed_fact (person_key, fact_id) where is_open;
      create index appealed_fact_appeal on appealed_fact (appeal_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

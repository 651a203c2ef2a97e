import type { MigrationInterface, QueryRunner } from 'typeorm';

/** House visits of whatever a department visits for. A database of before has the table with clear observations. */
export class Visits1705000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table if not exists house_visit (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        visited_on date not null,
        mode text not null,
        investigators jsonb not null,
        observations jsonb not null,
        photo_hashes text[] not null,
        signatures jsonb not null,
        content_sha256 text not null,
        state text not null check (state in ('DRAFT', 'SIGNED'))
      );
      -- the department fills these in for what it has stored before
      alter table house_visit
        add column subject_type text,
        add column subject_id uuid,
        add column case_ref text,
        add column household_id uuid,
        add column person_keys uuid[] not null default '{}',
        add column present uuid[] not null default '{}',
        add column content_enc text,
        add column flags text[] not null default '{}',
        add column upload_id uuid,
        alter column observations drop not null,
        add constraint house_visit_has_content check (content_enc is not null or observations is not null) not valid;
      comment on column house_visit.observations is 'in clear, of before: the service encrypts it at its next start';
      create index house_visit_subject on house_visit (subject_type, subject_id);
      create index house_visit_household on house_visit (household_id) where household_id is not null;
      create index house_visit_photos on house_visit using gin (photo_hashes);
      create unique index house_visit_upload on house_visit (upload_id) where upload_id is not null;
      create index house_visit_clear on house_visit (id) where content_enc is null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

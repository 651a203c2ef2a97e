import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is said against acts and persons, and apart from it who said so. */
export class Objections1705000000122 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table objection (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        kind text not null check (kind in ('OBJECTION', 'COMPLAINT', 'PETITION', 'APPEAL')),
        subject_type text,
        subject_id uuid,
        notice_id uuid references public_notice,
        stage int not null check (stage > 0),
        previous_id uuid unique references objection,
        named boolean not null,
        received_on date not null,
        due_on date not null,
        text_enc text not null,
        outcome text check (outcome in ('UPHELD', 'PARTLY_UPHELD', 'DISMISSED', 'NOT_ADMITTED')),
        answer_enc text,
        answered_on date,
        answered_by text,
        state text not null check (state in ('RECEIVED', 'ANSWERED', 'ADVANCED')),
        check ((subject_type is null) = (subject_id is null)),
        check ((state = 'RECEIVED') = (outcome is null))
      );
      create index objection_subject on objection (subject_type, subject_id, kind);
      create index objection_region on objection (region text_pattern_ops, id);
      create index objection_due on objection (due_on) where state = 'RECEIVED';

      create table objection_reporter (
        objection_id uuid primary key references objection,
        contact_enc text,
        sender_hash text not null,
        person_key uuid
      );
      create index objection_reporter_sender on objection_reporter (sender_hash);
      comment on table objection_reporter is 'who it was: read with the scope supervision:read only';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

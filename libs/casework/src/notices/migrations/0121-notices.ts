import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices of whatever a department posts, and numbered letters. */
export class Notices1705000000121 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table if not exists public_notice (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        kind text not null check (kind in ('PRELIMINARY', 'RESULT', 'TERMINATION')),
        posted_on date not null,
        ends_on date not null,
        place text not null,
        photo_sha256 text,
        state text not null
      );
      create index if not exists public_notice_open on public_notice (ends_on) where state = 'POSTED';
      -- the department fills these in for what it has stored before
      alter table public_notice
        add column subject_type text,
        add column subject_id uuid,
        drop constraint if exists public_notice_state_check,
        add constraint public_notice_state_check check (state in ('POSTED', 'CLEAN', 'OBJECTED', 'TAKEN_DOWN')) not valid;
      alter table public_notice validate constraint public_notice_state_check;
      create index public_notice_subject on public_notice (subject_type, subject_id);

      create sequence letter_number;
      create table letter (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        subject_type text not null,
        subject_id uuid not null,
        kind text not null,
        letter_no text not null unique,
        addressee_key uuid,
        addressee_agency text,
        dataset text,
        person_keys uuid[] not null,
        content_enc text not null,
        written_on date not null,
        due_on date,
        served_on date,
        served_how text,
        proof_sha256 text,
        answered_on date,
        answer_enc text,
        state text not null check (state in ('WRITTEN', 'SERVED', 'SENT', 'ANSWERED')),
        check ((addressee_key is null) <> (addressee_agency is null)),
        check ((state = 'SERVED') = (served_on is not null and served_how is not null)),
        check ((state = 'ANSWERED') = (answered_on is not null))
      );
      create index letter_subject on letter (subject_type, subject_id, kind);
      create index letter_region on letter (region text_pattern_ops, id);
      create index letter_due on letter (due_on) where state in ('WRITTEN', 'SENT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

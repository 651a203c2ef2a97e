import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is looked into, complaints, and conferences of several departments about single cases. */
export class Supervision1710000000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table supervision_item (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        kind text not null
          check (kind in ('RELATIVE', 'SAMPLE', 'REENTRY', 'CHURN', 'COMPLAINT', 'LATE', 'SIGNATURE')),
        subject_type text not null,
        subject_id uuid not null,
        reason text not null,
        flagged_on date not null,
        finding text check (finding in ('CONFIRMED', 'NOT_CONFIRMED')),
        finding_text_enc text,
        checked_by text,
        checked_on date,
        -- of the office that checked
        checked_region text,
        state text not null check (state in ('OPEN', 'CHECKED', 'CLOSED')),
        check ((state = 'OPEN') = (finding is null)),
        -- a reason is looked into once
        unique (subject_id, kind, reason, subject_type)
      );
      create index supervision_item_region on supervision_item (region text_pattern_ops, id);
      create index supervision_item_flagged on supervision_item (flagged_on, kind);

      create table complaint (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        named boolean not null,
        target text not null check (target in ('CASE', 'OFFICIAL', 'PAYMENT', 'OTHER')),
        -- the case that was named, if there is such a one
        case_id uuid,
        text_enc text not null,
        received_on date not null,
        item_id uuid not null references supervision_item,
        answer_enc text,
        answered_by text,
        answered_on date,
        state text not null check (state in ('RECEIVED', 'CHECKED', 'ANSWERED')),
        check ((state = 'ANSWERED') = (answered_on is not null))
      );
      create index complaint_region on complaint (region text_pattern_ops, id);
      create index complaint_item on complaint (item_id);

      -- who has complained: apart from what was said, for supervisors alone
      create table complaint_reporter (
        id uuid primary key references complaint,
        name_enc text,
        contact_enc text,
        -- HMAC of the contact: how often it has complained in a day
        contact_hash text,
        received_on date not null
      );
      create index complaint_reporter_contact on complaint_reporter (contact_hash, received_on)
        where contact_hash is not null;

      create table case_conference (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        held_on date not null,
        departments text[] not null check (cardinality(departments) >= 3),
        minutes_sha256 text not null,
        resolution_enc text not null,
        target_ids uuid[] not null check (cardinality(target_ids) > 0),
        superseded_by uuid,
        state text not null check (state in ('HELD', 'SUPERSEDED')),
        check ((state = 'SUPERSEDED') = (superseded_by is not null))
      );
      create index case_conference_region on case_conference (region text_pattern_ops, id);
      create index case_conference_target on case_conference using gin (target_ids);

      -- what was drawn of a month: once, so that a later look draws nothing else
      create table supervision_sample (
        county text not null,
        month text not null,
        population text not null check (population in ('TEKUN', 'DELEGATED')),
        cases int not null,
        drawn int not null,
        drawn_at timestamptz not null default clock_timestamp(),
        primary key (county, month, population)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

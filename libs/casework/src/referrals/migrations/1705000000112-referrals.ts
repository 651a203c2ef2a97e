import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was handed over to others, and what others have handed over. */
export class Referrals1705000000112 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table referral (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        direction text not null check (direction in ('IN', 'OUT')),
        sender text not null,
        receiver text not null,
        -- the department's record that it comes from, or that was opened for it
        origin_type text,
        origin_id uuid,
        person_keys uuid[] not null,
        household_id uuid,
        household_service text,
        subject_ref text,
        case_ref text not null,
        reason_code text not null,
        urgency text not null check (urgency in ('URGENT', 'NORMAL')),
        -- in words for those who work on it; it is never sent
        need_text_enc text,
        consent_id uuid,
        answer_due_at timestamptz not null,
        overdue boolean not null default false,
        state text not null check (state in ('SENT', 'ACCEPTED', 'DONE', 'DECLINED', 'WITHDRAWN')),
        check ((origin_type is null) = (origin_id is null)),
        check ((household_id is null) = (household_service is null))
      );
      create index referral_region on referral (region text_pattern_ops, id);
      create index referral_receiver on referral (receiver, id);
      create index referral_origin on referral (origin_id) where origin_id is not null;
      create index referral_consent on referral (consent_id) where consent_id is not null;
      create index referral_household on referral (household_id) where household_id is not null;

      create table referral_need (
        referral_id uuid not null references referral,
        need text not null,
        state text not null check (state in ('SENT', 'ACCEPTED', 'DONE', 'DECLINED', 'WITHDRAWN')),
        -- of the receiver
        case_ref text,
        handle_by_on date,
        amount_fen bigint check (amount_fen >= 0),
        reason_code text,
        answered_at timestamptz,
        primary key (referral_id, need),
        check (state not in ('DECLINED', 'WITHDRAWN') or reason_code is not null)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

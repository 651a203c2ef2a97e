import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one door: what people ask for, and what has become of each need. */
export class Tickets1710000000241 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake_ticket (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        channel text not null
          check (channel in ('COUNTER', 'ONLINE', 'HOTLINE', 'PROACTIVE', 'REFERRAL', 'CLUE')),
        -- as whoever told of it names it: it may not be on record here
        household_id uuid,
        person_keys uuid[] not null,
        -- answers for it until it is closed; nobody yet where it did not come to an official
        first_asked_user_id text,
        assigned_user_id text,
        caller_name_enc text,
        phone_enc text,
        text_enc text,
        clue_ids uuid[] not null default '{}',
        referral_id uuid,
        -- the rejected case of which it is an offer
        offered_case_id uuid references aid_case,
        forward_due_at timestamptz,
        due_at timestamptz not null,
        state text not null check (state in ('OPEN', 'ASSIGNED', 'FORWARDED', 'ANSWERED', 'CLOSED'))
      );
      create index intake_ticket_region on intake_ticket (region text_pattern_ops, id);
      create index intake_ticket_household on intake_ticket (household_id) where household_id is not null;
      create index intake_ticket_person on intake_ticket using gin (person_keys);
      create unique index intake_ticket_referral on intake_ticket (referral_id) where referral_id is not null;
      create index intake_ticket_clue on intake_ticket using gin (clue_ids) where clue_ids <> '{}';

      create table ticket_need (
        ticket_id uuid not null references intake_ticket,
        need text not null,
        state text not null check (state in ('OPEN', 'CASE', 'REFERRED', 'TAKEN_OVER', 'DECLINED', 'WITHDRAWN')),
        case_id uuid references aid_case,
        referral_id uuid,
        reason_code text,
        settled_at timestamptz,
        settled_by text,
        primary key (ticket_id, need),
        check ((state = 'CASE') = (case_id is not null)),
        check (state not in ('REFERRED', 'TAKEN_OVER') or referral_id is not null),
        check (state not in ('DECLINED', 'WITHDRAWN') or reason_code is not null)
      );
      create index ticket_need_case on ticket_need (case_id) where case_id is not null;
      create index ticket_need_referral on ticket_need (referral_id) where referral_id is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

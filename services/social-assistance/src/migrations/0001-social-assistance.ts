import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Persons, households, consents, cases and what comes of them. */
export class SocialAssistance1710000000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity_reveal (
        id uuid primary key,
        actor text not null,
        reason text not null,
        person_keys uuid[] not null,
        at timestamptz not null default clock_timestamp()
      );

      create table household (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        household_no text not null unique,
        hukou_type text not null check (hukou_type in ('URBAN', 'RURAL')),
        address_enc text not null,
        payee_enc text,
        state text not null check (state in ('OPEN', 'CLOSED'))
      );
      create index household_region on household (region text_pattern_ops, id);

      create table household_member (
        id uuid primary key,
        household_id uuid not null references household,
        person_key uuid not null references person,
        place int not null,
        relation text not null,
        birth_date date not null,
        lives_together_since date,
        hukou_region text not null,
        capacity text not null check (capacity in ('FULL', 'LIMITED', 'NONE')),
        guardian_key uuid,
        labour text not null check (labour in ('FULL', 'PARTIAL', 'NONE')),
        study text not null,
        disability_kind int check (disability_kind between 1 and 7),
        disability_grade int check (disability_grade between 1 and 4),
        card_valid_to date,
        major_illness_code text,
        fiscal_paid boolean not null,
        counted boolean not null,
        reason_code text not null,
        open boolean not null,
        unique (household_id, person_key),
        check ((disability_kind is null) = (disability_grade is null))
      );
      -- a person is counted in at most one open household of the province
      create unique index household_member_counted_once on household_member (person_key) where counted and open;
      create index household_member_person on household_member (person_key);

      create table household_obligor (
        household_id uuid not null references household,
        person_key uuid not null references person,
        obligor_of_key uuid not null,
        relation text not null,
        primary key (household_id, person_key, obligor_of_key)
      );

      create table aid_case (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        case_no text not null unique,
        household_id uuid not null references household,
        programme text not null check (programme in ('DIBAO', 'EDGE', 'RIGID')),
        channel text not null,
        state text not null,
        delegated boolean not null default false,
        accepted_on date,
        due_on date,
        declared_items jsonb not null,
        missing_papers text[] not null default '{}',
        evidence_due_on date,
        assessment jsonb,
        opinion jsonb,
        decision jsonb,
        policy_version_ids uuid[] not null default '{}'
      );
      create index aid_case_region on aid_case (region text_pattern_ops, id);
      -- one open case of a household and programme
      create unique index aid_case_open on aid_case (household_id, programme)
        where state not in ('APPROVED', 'REJECTED', 'WITHDRAWN');
      create index aid_case_disputed on aid_case (evidence_due_on) where state = 'DISPUTED';
      create sequence case_number;

      create table case_log (
        id bigint generated always as identity primary key,
        case_id uuid not null references aid_case,
        actor text not null,
        command text not null,
        from_state text not null,
        to_state text not null,
        version int not null,
        business_at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp()
      );
      create index case_log_case on case_log (case_id, id);

      create table award (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        case_id uuid not null unique references aid_case,
        household_id uuid not null references household,
        programme text not null,
        subtype text,
        person_keys uuid[] not null,
        effective_month text not null,
        base_fen bigint not null check (base_fen >= 0),
        extras_fen bigint not null check (extras_fen >= 0),
        shares jsonb not null,
        state text not null check (state in ('PENDING_START', 'ACTIVE', 'HELD', 'GRADUAL_EXIT', 'CEASED'))
      );
      create index award_household on award (household_id);
      create index award_person on award using gin (person_keys);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

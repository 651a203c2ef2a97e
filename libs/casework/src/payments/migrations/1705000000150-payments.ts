import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payees, payroll runs and their lines, what banks answered, and what verification was told of it. */
export class Payments1705000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- who is paid for a household, or for one award of it; a change is a new row
      create table payee (
        id uuid primary key,
        subject_type text not null check (subject_type in ('household', 'award')),
        subject_id uuid not null,
        -- the household that the money is for: one account serves a limited number of them
        household_id uuid not null,
        holder_key uuid not null,
        holder_kind text not null check (holder_kind in ('MEMBER', 'CUSTODIAN')),
        bank_code text not null,
        account_enc text not null,
        account_hash bytea not null,
        since timestamptz not null,
        until timestamptz,
        created_by text not null
      );
      create unique index payee_current on payee (subject_id) where until is null;
      create index payee_account on payee (account_hash) where until is null;

      create table custody_agreement (
        id uuid primary key,
        subject_type text not null,
        subject_id uuid not null,
        payee_id uuid not null references payee,
        custodian_key uuid not null,
        agreement_sha256 text not null,
        filed_at timestamptz not null,
        filed_by text not null,
        superseded_at timestamptz
      );
      create unique index custody_agreement_current on custody_agreement (subject_id) where superseded_at is null;

      create table payroll_run (
        id uuid primary key,
        -- the county
        region text not null check (region ~ '^[0-9]{6}$'),
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        programme text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- 0 is the main run, 1… are supplementary
        seq int not null check (seq >= 0),
        state text not null check (state in
          ('BUILDING', 'BUILT', 'LOCKED', 'APPROVED', 'SENT', 'RECONCILING', 'CLOSED', 'CANCELLED')),
        line_count int not null default 0 check (line_count >= 0),
        total_fen bigint not null default 0 check (total_fen >= 0),
        pay_on date not null,
        -- of the policies of its month
        max_households int not null,
        return_limit int not null,
        job_id uuid,
        locked_by text,
        approved_by text,
        payer_uscc text,
        file_sha256 text,
        sent_at timestamptz,
        policy_version_ids uuid[] not null default '{}'
      );
      create unique index payroll_run_once on payroll_run (region, programme, month, seq) where state <> 'CANCELLED';
      create index payroll_run_region on payroll_run (region text_pattern_ops, id);

      create table payment_line (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        -- of the run that is locked while its lines are made; a check of each line would lock it once more for each
        run_id uuid not null,
        subject_type text not null,
        subject_id uuid not null,
        month text not null,
        component text not null check (component in ('BASE', 'EXTRA', 'PRICE', 'ARREARS')),
        -- what it pays a part of; the component of what is not in arrears
        part text not null check (part in ('BASE', 'EXTRA', 'PRICE')),
        person_key uuid not null,
        source_ref uuid not null,
        attempt int not null default 1 check (attempt > 0),
        amount_fen bigint not null check (amount_fen > 0),
        beneficiaries uuid[] not null,
        parts_fen bigint[] not null,
        household_share boolean not null,
        -- one statement takes it from payee: a check of each line would lock and write every payee once a month
        payee_id uuid not null,
        result_code text,
        -- a column of its own: a state that an index names could not be changed in place
        void boolean not null default false,
        state text not null check (state in
          ('PLANNED', 'SENT', 'PAID', 'RETURNED', 'REISSUED', 'WRITTEN_BACK', 'CANCELLED')),
        check (cardinality(beneficiaries) = cardinality(parts_fen) and cardinality(beneficiaries) > 0)
      ) with (fillfactor = 60);
      create unique index payment_line_once on payment_line (source_ref, person_key, part, month, component, attempt)
        where not void;
      create index payment_line_subject on payment_line (subject_id, month);
      create index payment_line_run on payment_line (run_id, subject_id, id);

      -- what could not be paid in a run, and why: it is due in the next
      create table payment_blocked (
        run_id uuid not null references payroll_run,
        subject_type text not null,
        subject_id uuid not null,
        month text not null,
        part text not null,
        person_key uuid not null,
        source_ref uuid not null,
        region text not null,
        amount_fen bigint not null,
        reason text not null,
        payee_id uuid references payee,
        primary key (run_id, subject_id, month, part, person_key)
      );

      create table bank_result (
        id uuid primary key,
        run_id uuid not null references payroll_run,
        file_sha256 text not null,
        line_count int not null,
        total_fen bigint not null,
        settled_on date not null,
        loaded_at timestamptz not null,
        loaded_by text not null,
        applied_at timestamptz,
        unique (run_id, file_sha256)
      );
      create table bank_result_line (
        result_id uuid not null,
        subject_id uuid not null,
        line_id uuid not null,
        outcome text not null check (outcome in ('PAID', 'RETURNED')),
        code text,
        -- messages and facts that come of it, at most
        events int not null,
        primary key (result_id, subject_id, line_id)
      );

      -- what verification was told of each person, month and run: the newest version
      create table payment_fact (
        subject_id uuid not null,
        month text not null,
        person_key uuid not null,
        run_id uuid not null,
        subject_type text not null,
        region text not null,
        household_share boolean not null,
        -- as told; paid less what was not due
        amount_fen bigint not null check (amount_fen >= 0),
        not_due_fen bigint not null default 0 check (not_due_fen >= 0),
        version int not null default 1,
        primary key (subject_id, month, person_key, run_id)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

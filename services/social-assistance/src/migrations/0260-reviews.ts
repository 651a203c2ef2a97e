import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reviews of awards, what was paid and not due, and how it is paid back. */
export class Reviews1710000000260 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table review (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        award_id uuid not null references award,
        household_id uuid not null references household,
        cause text not null check (cause in ('PERIODIC', 'REPORTED_CHANGE', 'CLUE', 'DEATH', 'STANDARD', 'SUPERVISION')),
        -- each ground opens or joins one review, once
        grounds text[] not null check (cardinality(grounds) > 0),
        reported jsonb,
        opened_on date not null,
        due_on date not null,
        overdue boolean not null default false,
        outcome text check (outcome in ('UNCHANGED', 'INCREASE', 'DECREASE', 'GRADUAL_EXIT', 'CEASE')),
        finding jsonb,
        visit_id uuid,
        request_id uuid,
        sequence int,
        concluded_on date,
        concluded_by text,
        policy_version_ids uuid[] not null default '{}',
        state text not null check (state in ('OPEN', 'VISITED', 'CONCLUDED')),
        check ((state = 'CONCLUDED') = (outcome is not null))
      );
      create unique index review_open on review (award_id, cause) where state <> 'CONCLUDED';
      create index review_award on review (award_id);
      create index review_household on review (household_id);
      create index review_region on review (region text_pattern_ops, id);
      create index review_due on review (due_on) where state <> 'CONCLUDED' and not overdue;

      create table overpayment (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        award_id uuid not null references award,
        person_key uuid not null references person,
        programme text not null,
        cause text not null check (cause in ('DEATH', 'IMPRISONED', 'INELIGIBLE', 'DUPLICATE', 'FRAUD', 'ERROR')),
        clue_id uuid,
        -- month and fen, what was paid and not due
        parts jsonb not null,
        amount_fen bigint not null check (amount_fen > 0),
        recovered_fen bigint not null default 0 check (recovered_fen between 0 and amount_fen),
        detected_on date not null,
        state text not null check (state in ('OPEN', 'RECOVERED', 'VOID'))
      );
      create index overpayment_award on overpayment (award_id, person_key);
      create index overpayment_region on overpayment (region text_pattern_ops, id);

      create table recovery_order (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        award_id uuid not null references award,
        months text[] not null check (cardinality(months) > 0),
        basis text not null check (basis in ('FRAUD', 'ERROR')),
        refund_fen bigint not null check (refund_fen > 0),
        fine_fen bigint not null check (fine_fen >= 0),
        paid_fen bigint not null default 0 check (paid_fen between 0 and refund_fen + fine_fen),
        route text not null check (route in ('OFFSET', 'INSTALMENTS', 'COURT')),
        consent_sha256 text,
        plan jsonb not null,
        overpayment_ids uuid[] not null,
        ordered_on date not null,
        reason text not null,
        policy_version_ids uuid[] not null,
        state text not null check (state in ('ISSUED', 'PAYING', 'SETTLED', 'WAIVED')),
        check ((route = 'OFFSET') = (consent_sha256 is not null)),
        check (basis = 'FRAUD' or fine_fen = 0)
      );
      create index recovery_order_award on recovery_order (award_id);
      create index recovery_order_region on recovery_order (region text_pattern_ops, id);

      -- never changed
      create table recovery_payment (
        id uuid primary key,
        order_id uuid not null references recovery_order,
        amount_fen bigint not null check (amount_fen > 0),
        way text not null check (way in ('OFFSET', 'BANK_RETURN', 'REPAYMENT', 'ESTATE', 'WRITTEN_OFF')),
        received_on date not null,
        reference text,
        recorded_by text not null,
        recorded_at timestamptz not null default clock_timestamp()
      );
      create unique index recovery_payment_once on recovery_payment (order_id, way, reference) where reference is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

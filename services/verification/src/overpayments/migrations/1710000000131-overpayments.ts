import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Over-payments that payers have found, and what came back of them. */
export class Overpayments1710000000131 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overpayment (
        id uuid primary key,
        person_key uuid not null,
        department text not null,
        region text not null,
        programme text not null,
        months text[] not null,
        amount_fen bigint not null check (amount_fen >= 0),
        cause text not null,
        clue_id uuid,
        detected_at timestamptz not null,
        received_at timestamptz not null default clock_timestamp()
      );
      create index overpayment_person on overpayment (person_key);
      create index overpayment_detected on overpayment (detected_at);

      -- a recovery may come before its over-payment: no foreign key
      create table overpayment_recovery (
        id uuid primary key,
        overpayment_id uuid not null,
        person_key uuid not null,
        department text not null,
        region text not null,
        programme text not null,
        amount_fen bigint not null check (amount_fen >= 0),
        way text not null,
        balance_fen bigint not null,
        recovered_at timestamptz not null,
        received_at timestamptz not null default clock_timestamp()
      );
      create index overpayment_recovery_overpayment on overpayment_recovery (overpayment_id);
      create index overpayment_recovery_recovered on overpayment_recovery (recovered_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

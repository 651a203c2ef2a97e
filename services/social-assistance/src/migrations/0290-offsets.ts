import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept back from awards for over-payments, and what of it is open again. */
export class Offsets1710000000290 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index recovery_order_offset on recovery_order (award_id)
        where route = 'OFFSET' and state in ('ISSUED', 'PAYING');

      -- what was kept back is taken back as a row of its own when its line is returned
      alter table recovery_payment drop constraint recovery_payment_amount_fen_check;
      alter table recovery_payment add constraint recovery_payment_amount_fen_check
        check (amount_fen > 0 or (way = 'OFFSET' and amount_fen < 0)) not valid;
      alter table recovery_payment validate constraint recovery_payment_amount_fen_check;

      -- what was told as recovered: what is open again and recovered once more is not told twice
      alter table overpayment add column told_fen bigint not null default 0;
      update overpayment set told_fen = recovered_fen where recovered_fen > 0;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept back from lines (抵扣): the line pays so much less, and what it was kept back for is named beside it. */
export class LineOffsets1705000000171 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what is due is what the line pays and what is kept back of it: the sum of its parts
      alter table payment_line add column offset_fen bigint not null default 0;
      -- never validated: what stands has the default, and to look at it would stop the payments
      alter table payment_line add constraint payment_line_offset check (offset_fen >= 0) not valid;

      -- beside the lines, of which few have one: no index of theirs has to know
      create table payment_offset (
        line_id uuid primary key,
        claim_id uuid not null,
        fen bigint not null check (fen > 0)
      );
      create index payment_offset_claim on payment_offset (claim_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was refused item by item of what agencies sent: why and how often, never of whom. */
export class InboundRefusals1710000000395 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table inbound_refusal (
        id uuid primary key,
        agency text not null,
        dataset text not null,
        item text not null check (item in ('FACT', 'ANSWER', 'WATERMARK')),
        problem text not null,
        field text not null,
        code text not null,
        items int not null check (items > 0),
        first_index int not null check (first_index >= 0),
        refused_at timestamptz not null,
        erase_on date not null
      );
      create index inbound_refusal_agency on inbound_refusal (agency, id);
      create index inbound_refusal_erase on inbound_refusal (erase_on);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

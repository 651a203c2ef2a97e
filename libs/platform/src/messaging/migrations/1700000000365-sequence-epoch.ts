import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often the database was put back to an earlier moment: what it sends since counts above all that it had sent. */
export class SequenceEpoch1700000000365 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sequence_epoch (
        epoch int primary key check (epoch between 1 and 32767),
        raised_at timestamptz not null default clock_timestamp()
      );
      comment on table sequence_epoch is 'the highest stands in the bits of ce_sequence from the 48th on; none: 0';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

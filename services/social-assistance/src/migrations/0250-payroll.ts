import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a payroll build looks for: an award's segments, awards with something left to pay, deaths. */
export class Payroll1710000000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index award_segment_standing on award_segment (award_id) where superseded_at is null;
      create index award_settle on award (programme, region text_pattern_ops, id) where settle_from is not null;
      create index status_copy_death on status_copy (person_key) where kind in ('deceased', 'declaredDead');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  household_closed: `household (as_of) where closed`,
  manual_fact_ended: `manual_fact (evidence_valid_to) where state = 'EXPIRED'`,
  monitored_subject_left: `monitored_subject (left_on) where state = 'LEFT'`,
  source_query_asked: `source_query (asked_at)`,
  clue_household: `clue (household_id) where household_id is not null`,
};

/** What has been kept for its time is found by its day. */
export class RetentionDays1710000000415 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, over] of Object.entries(INDEXES)) {
      await runner.query(`drop index concurrently if exists ${name}`);
      await runner.query(`create index concurrently ${name} on ${over}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

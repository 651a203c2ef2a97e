import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log of cases moves to the log of everything that happened; lists by region and of a citizen's own have indexes. */
export class LifecycleLog1710000000203 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into lifecycle_log
        (aggregate, aggregate_id, actor, command, from_state, to_state, version, business_at, recorded_at)
      select 'case', case_id, actor, command, from_state, to_state, version, business_at, recorded_at
        from case_log order by id;
      drop table case_log;

      create index award_region on award (region text_pattern_ops, id);
      create index household_member_guardian on household_member (guardian_key) where guardian_key is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

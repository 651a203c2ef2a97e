import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where persons without a household on record are watched, monitored or not: a run of a region finds them by it. */
export class WatchedAlone1710000000383 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table watched_alone (
        person_key uuid primary key,
        region text not null
      );
      create index watched_alone_region on watched_alone (region text_pattern_ops);
      insert into watched_alone (person_key, region)
      select m.person_key, m.region from monitored_subject m
       where m.state = 'MONITORED' and m.household_id is null
         and not exists (select from household_person hp where hp.person_key = m.person_key);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

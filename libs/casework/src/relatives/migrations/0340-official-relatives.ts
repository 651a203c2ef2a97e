import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Filed relatives, where there are none yet; and the official in person is one of the relations. */
export class OfficialRelatives1705000000340 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table if not exists official_relative (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        official text not null,
        role text not null check (role in ('HANDLER', 'VILLAGE_COMMITTEE')),
        relative_key uuid not null,
        relation text not null,
        valid_from date not null,
        valid_to date,
        state text not null check (state = 'FILED'),
        check (valid_to is null or valid_from < valid_to)
      );
      create index if not exists official_relative_relative on official_relative (relative_key);
      create index if not exists official_relative_region on official_relative (region text_pattern_ops, id);
      alter table official_relative drop constraint if exists official_relative_relation_check;
      alter table official_relative add constraint official_relative_relation_check
        check (relation in ('SELF', 'SPOUSE', 'PARENT', 'CHILD', 'SIBLING', 'GRANDPARENT', 'GRANDCHILD')) not valid;
      alter table official_relative validate constraint official_relative_relation_check;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

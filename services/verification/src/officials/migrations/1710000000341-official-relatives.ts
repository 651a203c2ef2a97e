import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Relations of officials stand where all services keep them. What was the table is a view of it, by which instances of the
 * release before read and file until they are gone.
 */
export class OfficialRelatives1710000000341 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table official_relative alter column role set default 'HANDLER';
      lock table official_relation in access exclusive mode;
      insert into official_relative (id, region, version, created_at, created_by, state, official, role, relative_key, relation,
                                     valid_from, valid_to)
      select id, region, version, created_at, created_by, state, official, 'HANDLER', person_key, relation, valid_from, valid_to
        from official_relation;
      drop table official_relation;
      create view official_relation as
        select id, region, version, created_at, created_by, state, official, relative_key as person_key, relation, valid_from,
               valid_to
          from official_relative;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

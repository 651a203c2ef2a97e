import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a check reads of a person in one row. Derived: the evaluator writes it, and without it the facts themselves are
 * read. Persons who were there before get theirs with the next fact about them, or all of them at once by
 * `insert into dirty (person_key) select person_key from person`.
 */
export class FactSummary1710000000121 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- it answers for the person while its fact_seq is the person's; what only a consent opens stands apart.
      -- Ids hardly compress: up to a page stays in the row as it is
      create table fact_summary (
        person_key uuid primary key,
        fact_seq bigint not null,
        format smallint not null,
        facts text storage external not null,
        gated_facts text storage external not null
      ) with (toast_tuple_target = 8160);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

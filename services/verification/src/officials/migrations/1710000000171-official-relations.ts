import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Relations of officials, as they were declared. */
export class OfficialRelations1710000000171 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table official_relation (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state = 'FILED'),
        official text not null,
        person_key uuid not null,
        relation text not null,
        valid_from date not null,
        valid_to date check (valid_to > valid_from)
      );
      create index official_relation_official on official_relation (official, person_key);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

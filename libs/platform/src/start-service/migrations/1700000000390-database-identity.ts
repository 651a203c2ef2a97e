import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which server, timeline and database the tables were last known to be in. */
export class DatabaseIdentity1700000000390 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table database_identity (
        is_only boolean primary key default true check (is_only),
        server bigint not null,
        timeline int not null,
        database oid not null,
        known_at timestamptz not null default clock_timestamp()
      );
      comment on table database_identity is 'another one is here: the database was put back, copied, or a replica has taken over';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

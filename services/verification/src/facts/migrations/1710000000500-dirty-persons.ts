import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All marks of a person are found at once, however far one lies behind the other: in a first load there are millions. */
export class DirtyPersons1710000000500 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists dirty_person');
    await runner.query('create index concurrently dirty_person on dirty (person_key)');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

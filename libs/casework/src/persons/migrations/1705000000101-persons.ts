import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who the persons are: number and name, encrypted. */
export class Persons1705000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- social assistance had it before there was a shared one
      create table if not exists person (
        person_key uuid primary key,
        id_number_enc text not null,
        name_enc text not null
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

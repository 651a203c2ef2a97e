import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people say in their own words, encrypted, apart from the records that it is about. */
export class Statements1705000000176 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table statement (
        id uuid primary key,
        subject_type text not null,
        subject_id uuid not null,
        kind text not null check (kind ~ '^[a-z][A-Za-z]{1,40}$'),
        about text,
        text_enc text not null,
        said_by text not null,
        said_at timestamptz not null
      );
      create index statement_subject on statement (subject_id, subject_type, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

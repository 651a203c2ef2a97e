import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that were handed in: what each is, its parts while they are needed, and the lines that were not taken. */
export class Files1700000000112 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stored_file (
        id uuid primary key,
        kind text not null,
        scope text not null,
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        media_type text not null,
        byte_length bigint not null check (byte_length > 0),
        part_count int not null check (part_count > 0),
        stored_at timestamptz not null default clock_timestamp(),
        stored_by text not null,
        constraint stored_file_once unique (kind, scope, sha256)
      );
      comment on column stored_file.scope is 'whose file it is: the same bytes of somebody else are another file';

      create table stored_file_part (
        id uuid primary key,
        file_id uuid not null references stored_file,
        number int not null check (number >= 0),
        sha256 text not null,
        sealed bytea not null,
        unique (file_id, number)
      );
      comment on table stored_file_part is 'encrypted, and only while the file is worked on';

      create table file_reject (
        use_id uuid not null,
        line int not null check (line > 0),
        column_name text not null,
        problem text not null,
        primary key (use_id, line, column_name, problem)
      );
      comment on table file_reject is 'where a file is wrong, and how; never what stands there';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

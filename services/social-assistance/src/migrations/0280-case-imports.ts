import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files with which counties load their earlier cases, and how often departments ask for categories in a day. */
export class CaseImports1710000000280 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table case_import (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        file_id uuid not null references stored_file,
        sha256 text not null,
        dry_run boolean not null,
        job_id uuid not null,
        rows int not null check (rows > 0),
        accepted int not null default 0,
        rejected int not null default 0,
        skipped int not null default 0,
        state text not null check (state in ('RUNNING', 'DONE')),
        check (accepted + rejected + skipped <= rows)
      );
      create index case_import_region on case_import (region text_pattern_ops, id);
      -- a file is loaded once, however often it is tried before
      create unique index case_import_loaded_once on case_import (file_id) where not dry_run;
      create unique index case_import_tried on case_import (file_id) where dry_run and state = 'RUNNING';

      create table case_import_household (
        import_id uuid not null references case_import,
        household_ref text not null,
        county text not null,
        case_no text,
        household_id uuid references household,
        is_split boolean not null default false,
        primary key (import_id, household_ref)
      );
      -- a household of the county is loaded once, whatever file it stands in
      create unique index case_import_household_once on case_import_household (county, household_ref)
        where household_id is not null;

      create table case_import_person (
        import_id uuid not null references case_import,
        person_key uuid not null,
        primary key (import_id, person_key)
      );
      comment on table case_import_person is 'who stands in the file, while it is worked on';

      create table category_quota (
        client text not null,
        day date not null,
        keys int not null check (keys >= 0),
        primary key (client, day)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

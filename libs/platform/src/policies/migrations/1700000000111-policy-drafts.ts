import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * States of a row, with who drafted and who published it; one row of a beginning that still holds, so that a correction
 * may have the first day of what it corrects; and a mark that every change of the table replaces.
 */
export class PolicyDrafts1700000000111 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table policy_row rename column published_at to announced_at;
      alter table policy_row
        add column state text not null default 'PUBLISHED'
          check (state in ('DRAFT', 'PUBLISHED', 'SUPERSEDED', 'WITHDRAWN')),
        add column drafted_by text,
        add column drafted_at timestamptz,
        add column published_by text,
        add column published_at timestamptz,
        drop constraint policy_row_begins_once;
      update policy_row set published_at = recorded_at;
      create unique index policy_row_begins_once on policy_row (key, region_prefix, effective_from)
        where state in ('PUBLISHED', 'SUPERSEDED') and (effective_to is null or effective_to > effective_from);
      create unique index policy_row_drafted_once on policy_row (key, region_prefix, effective_from)
        where state = 'DRAFT';
      create index policy_row_key on policy_row (key text_pattern_ops, id);

      -- a value that no other change has had, also one that was rolled back
      create table policy_change (
        only_row boolean primary key default true check (only_row),
        mark uuid not null
      );
      insert into policy_change (mark) values (gen_random_uuid());
      create function mark_policy_change() returns trigger language plpgsql as $$
      begin
        update policy_change set mark = gen_random_uuid();
        return null;
      end $$;
      create trigger policy_row_changed after insert or update or delete or truncate on policy_row
        for each statement execute function mark_policy_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

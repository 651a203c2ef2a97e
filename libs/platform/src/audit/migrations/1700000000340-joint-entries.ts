import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom entries are about that stand for very many persons at once: a run over a population would else be a row for each. */
export class JointEntries1700000000340 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the entry's fields name the SHA-256 of the persons: as durable as the chain is what stands here
      create table audit_entry_persons (
        entry_id uuid primary key,
        persons uuid[] not null check (cardinality(persons) > 0)
      );
      create index audit_entry_persons_person on audit_entry_persons using gin (persons);
      create trigger audit_entry_persons_is_append_only before update or delete on audit_entry_persons for each row
        execute function audit_is_append_only();
      create trigger audit_entry_persons_is_not_truncated before truncate on audit_entry_persons for each statement
        execute function audit_is_append_only();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

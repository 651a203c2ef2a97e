import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reads that verification logged by itself stay where they are, and are never changed: copied into the audit they would
 * be entries without a digest of the service, which is what a forged one looks like.
 */
export class AccessEntries1710000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create trigger access_entry_is_append_only before insert or update or delete on access_entry for each row
        execute function audit_is_append_only();
      comment on table access_entry is 'reads before the audit; nothing is written here any more';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

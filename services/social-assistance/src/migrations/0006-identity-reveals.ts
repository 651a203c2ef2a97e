import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reveals of identities that this service logged by itself stay where they are, and are never changed: copied into the
 * audit they would be entries without a digest of the service, which is what a forged one looks like.
 */
export class IdentityReveals1710000000206 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create trigger identity_reveal_is_append_only before insert or update or delete on identity_reveal for each row
        execute function audit_is_append_only();
      comment on table identity_reveal is 'reveals before the audit; nothing is written here any more';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

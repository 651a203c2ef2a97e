import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reveals of identities that this service logged by itself become entries of the audit, one for each person. They were
 * written before there was a key for their digests: their action says so.
 */
export class IdentityReveals1710000000206 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into audit_entry (id, actor, action, reason, subject, fields, at)
      select case when coalesce(s.place, 1) = 1 then r.id else uuidv7(r.at - clock_timestamp()) end,
             r.actor, 'READ BEFORE AUDIT', r.reason, s.subject, array['idNumber', 'name'],
             date_trunc('milliseconds', r.at)
        from identity_reveal r left join lateral unnest(r.person_keys) with ordinality as s (subject, place) on true;
      drop table identity_reveal;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

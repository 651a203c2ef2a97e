import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The reads that verification logged by itself become entries of the audit, one for each person. They were written before
 * there was a key for their digests: their action says so.
 */
export class AccessEntries1710000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into audit_entry (id, actor, action, purpose, case_ref, report_id, subject, fields, at)
      select case when coalesce(s.place, 1) = 1 then e.id else uuidv7(e.at - clock_timestamp()) end,
             e.actor, 'READ BEFORE AUDIT', e.purpose, e.case_ref, e.report_id::text, s.subject, e.fields,
             date_trunc('milliseconds', e.at)
        from access_entry e left join lateral unnest(e.subjects) with ordinality as s (subject, place) on true;
      drop table access_entry;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

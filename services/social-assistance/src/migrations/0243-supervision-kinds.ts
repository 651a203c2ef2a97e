import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two more reasons to look into something: an appeal that was upheld, and a report that changed after the decision. */
export class SupervisionKinds1710000000243 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table supervision_item drop constraint supervision_item_kind_check;
      alter table supervision_item add constraint supervision_item_kind_check
        check (kind in ('RELATIVE', 'SAMPLE', 'REENTRY', 'CHURN', 'COMPLAINT', 'APPEAL', 'REPORT', 'LATE', 'SIGNATURE'))
        not valid;
      alter table supervision_item validate constraint supervision_item_kind_check;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

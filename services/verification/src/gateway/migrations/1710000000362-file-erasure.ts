import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parts of files that were never committed, or were replaced before, are erased too; their days begin now. */
export class FileErasure1710000000362 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update file_exchange f set erase_on = (clock_timestamp() at time zone 'Asia/Shanghai')::date + 180
       where erase_on is null and exists (select from file_part p where p.file_id = f.id)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

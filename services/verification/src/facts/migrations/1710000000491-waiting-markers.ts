import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Markers of feeds whose copies are all passed, while statuses that were sent before them are still to be read. */
export class WaitingMarkers1710000000491 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table waiting_marker (
        marker_id uuid primary key,
        agency text not null,
        dataset text not null,
        up_to timestamptz not null,
        -- behind the last record of each partition of the statuses' topic, from 0 on; null until it was asked for
        awaited_offsets bigint[]
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

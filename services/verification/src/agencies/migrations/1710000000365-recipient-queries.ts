import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the banks have been asked about the recipients of a quarter. */
export class RecipientQueries1710000000365 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- asked_up_to: persons up to this key have been looked at; sequence: number of the last query of the quarter
      create table recipient_query_round (
        quarter text primary key,
        asked_up_to uuid not null default '00000000-0000-0000-0000-000000000000',
        sequence int not null default 0,
        persons int not null default 0,
        begun_on date not null,
        ended_on date
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

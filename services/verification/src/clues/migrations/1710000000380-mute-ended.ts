import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hit whose mute has ended is looked at once more, also where no fact comes. */
export class MuteEnded1710000000380 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicator_hit add column mute_ended boolean not null default false;
      create index indicator_hit_mute on indicator_hit (muted_until_on)
        where muted_until_on is not null and not mute_ended and not lapsed;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

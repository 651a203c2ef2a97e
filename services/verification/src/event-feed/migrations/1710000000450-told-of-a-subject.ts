import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a party was told of a subject is looked up before it is told more. */
export class ToldOfASubject1710000000450 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists outward_event_subject');
    await runner.query('create index concurrently outward_event_subject on outward_event (party, subject)');
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

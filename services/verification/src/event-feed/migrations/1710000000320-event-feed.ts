import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What parties outside are told, each in an order of its own that has no gaps. */
export class EventFeed1710000000320 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event_feed (
        party text primary key,
        last_position bigint not null check (last_position >= 0),
        first_position bigint not null default 1 check (first_position >= 1)
      ) with (fillfactor = 50);
      comment on column event_feed.first_position is 'the oldest that is kept, or the next where none is';

      create table outward_event (
        party text not null,
        position bigint not null check (position > 0),
        id uuid not null,
        type text not null,
        subject text not null,
        sequence bigint not null,
        occurred_at timestamptz not null,
        region text not null,
        persons uuid[] not null,
        data json not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (party, position)
      );
      create index outward_event_age on outward_event (party, recorded_at);
      comment on column outward_event.id is 'of this party alone: two parties cannot join what they are told';
      comment on column outward_event.data is 'what of the message may leave, with personKeys';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which keys stored values still need; what persons would be called under a newer secret, and are called outside. */
export class Keys1700000000108 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table field_key (
        key_id text primary key,
        in_use_since timestamptz not null default clock_timestamp(),
        only_fingerprints boolean not null default false,
        retired_at timestamptz
      );
      comment on column field_key.only_fingerprints is 'nothing is encrypted with it; what it has marked is verified with what is derived from it';
      comment on column field_key.retired_at is 'when no value was found under it any more';

      create table person_key_alias (
        alias uuid primary key,
        person_key uuid not null,
        check (alias <> person_key)
      );

      create table pairwise_key (
        party text not null,
        pairwise_key uuid not null,
        person_key uuid not null,
        primary key (party, pairwise_key)
      );
      comment on table pairwise_key is 'keys that were given to parties outside the platform';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

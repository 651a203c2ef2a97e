import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Households on record: the sender's reference, members and obligors as last told. */
export class Households1710000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table household (
        id uuid primary key,
        service text not null,
        region text not null,
        hukou_type text not null check (hukou_type in ('URBAN', 'RURAL')),
        as_of timestamptz not null,
        sequence bigint not null,
        closed boolean not null default false,
        members jsonb not null,
        obligors jsonb not null
      );
      create table household_person (
        household_id uuid not null references household on delete cascade,
        person_key uuid not null,
        primary key (person_key, household_id)
      );
      create index household_person_household on household_person (household_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was ever told to be whose guardian: a ward's guardians are found without looking through facts. */
export class Wards1710000000382 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- whether a guardianship holds is told by the guardian's facts
      create table ward (
        ward_key uuid not null,
        guardian_key uuid not null,
        primary key (ward_key, guardian_key)
      );
      create index ward_guardian on ward (guardian_key);
      insert into ward (ward_key, guardian_key)
      select distinct (attributes->>'wardKey')::uuid, person_key
        from fact
       where kind = 4009 and attributes->>'wardKey' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
      -- what guardians outside a household mean for it was not known before
      insert into dirty (person_key) select distinct ward_key from ward order by ward_key;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

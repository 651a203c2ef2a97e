import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements of departments that ask, and whom they have named by number for a case. */
export class Parties1710000000361 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table agreement_copy
        add column direction text not null default 'IN',
        add column purposes text[] not null default '{}';

      create table named_person (
        id uuid primary key,
        case_ref text not null,
        person_key uuid not null,
        id_number_enc text not null,
        erase_on date not null
      );
      comment on table named_person is
        'whom a department outside the platform has named by number, for agencies that are asked about the case';
      create index named_person_case on named_person (case_ref, person_key);
      create index named_person_erase on named_person (erase_on);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

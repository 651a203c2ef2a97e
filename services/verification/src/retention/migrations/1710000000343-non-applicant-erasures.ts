import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was erased each night of persons of whom nobody has a case; who was asked about in a request that has ended is found. */
export class NonApplicantErasures1710000000343 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table non_applicant_erasure (
        erased_on date primary key,
        persons int not null check (persons >= 0),
        facts int not null check (facts >= 0)
      );
      create index verification_request_ended_person on verification_request using gin (person_keys)
        where state in ('COMPARING', 'CANCELLED');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

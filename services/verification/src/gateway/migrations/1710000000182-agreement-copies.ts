import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AGREEMENT_USE } from '../../agreements/migrations/1710000000180-agreements.js';

/** The gateway's copy of the agreements under which agencies send, and what was used of them today. */
export class AgreementCopies1710000000182 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_copy (
        id uuid primary key,
        agency text not null,
        dataset text not null,
        kinds text[] not null,
        rate_per_second int not null,
        daily_quota int not null,
        valid_from date not null,
        valid_to date not null,
        max_reject_bp int not null,
        keep_days int not null,
        active boolean not null,
        sequence bigint not null
      );
      create index agreement_copy_agency on agreement_copy (agency) where active;
      ${AGREEMENT_USE}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

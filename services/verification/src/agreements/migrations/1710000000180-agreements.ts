import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data agreements, what was used of them today, and that two of them never hold at once. */
export class Agreements1710000000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;

      create table data_agreement (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('DRAFT', 'SUBMITTED', 'REJECTED', 'APPROVED', 'ACTIVE', 'SUSPENDED',
                                             'EXPIRED', 'REVOKED')),
        agency text not null,
        dataset text not null,
        direction text not null check (direction in ('IN', 'OUT')),
        mode text not null check (mode in ('HTTP', 'FILE', 'PULL')),
        purposes text[] not null,
        kinds text[] not null,
        fields text[] not null,
        legal_basis text not null,
        consent_gated boolean not null,
        rate_per_second int not null check (rate_per_second > 0),
        daily_quota int not null check (daily_quota > 0),
        max_lag_days int check (max_lag_days >= 0),
        valid_from date not null,
        valid_to date not null check (valid_to >= valid_from),
        impact_assessment_ref text,
        answer_due_on date,
        open_due_on date,
        agency_approver text,
        centre_approver text check (centre_approver <> agency_approver),
        constraint data_agreement_no_overlap exclude using gist (
          agency with =, dataset with =, direction with =, daterange(valid_from, valid_to, '[]') with &&
        ) where (state in ('ACTIVE', 'SUSPENDED'))
      );
      create index data_agreement_agency on data_agreement (agency, direction) where state = 'ACTIVE';
      create index data_agreement_end on data_agreement (valid_to) where state in ('ACTIVE', 'SUSPENDED');
      ${AGREEMENT_USE}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

/** How much of an agreement was used, in the database of whoever enforces it. */
export const AGREEMENT_USE = `
  create table agreement_use (
    agreement_id uuid primary key,
    on_day date not null,
    items bigint not null,
    in_second bigint not null,
    calls int not null
  ) with (fillfactor = 50);
  comment on column agreement_use.items is 'of the day';
  comment on column agreement_use.calls is 'of the second, counted since 1970';
`;

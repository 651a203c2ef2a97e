import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accesses to records of other regions in an emergency, and their reviews. */
export class BreakGlass1700000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table break_glass_access (
        id            uuid primary key,
        region        text not null,
        version       int not null,
        created_at    timestamptz not null default clock_timestamp(),
        created_by    text not null,
        org           text,
        state         text not null check (state in ('OPEN', 'EXPIRED', 'REVIEWED')),
        target_type   text not null,
        target_id     uuid not null,
        reason        text not null,
        opened_at     timestamptz not null,
        valid_until   timestamptz not null,
        review_due    date not null,
        reminded_at   timestamptz,
        finding       text check (finding in ('JUSTIFIED', 'NOT_JUSTIFIED')),
        finding_text  text,
        reviewed_by   text check (reviewed_by <> created_by),
        reviewed_at   timestamptz,
        check ((state = 'REVIEWED') = (finding is not null and finding_text is not null
          and reviewed_by is not null and reviewed_at is not null))
      );
      create index break_glass_access_open on break_glass_access (created_by, target_type, target_id)
        where state = 'OPEN';
      create index break_glass_access_until on break_glass_access (valid_until) where state = 'OPEN';
      create index break_glass_access_due on break_glass_access (review_due) where state <> 'REVIEWED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

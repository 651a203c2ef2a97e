import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of reports as they stood on a day, and those that are final. */
export class Reports1705000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the figures of one report, county and month; DAILY is written again on its day, FROZEN never
      create table report_take (
        id uuid primary key,
        code text not null,
        county text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        kind text not null check (kind in ('DAILY', 'FROZEN')),
        taken_on date not null,
        -- of a frozen one: a correction has the next
        version int not null check ((kind = 'FROZEN') = (version > 0)),
        definition_version int not null check (definition_version > 0),
        reason text,
        taken_at timestamptz not null,
        taken_by text not null
      );
      create unique index report_take_daily on report_take (code, month, county, taken_on) where kind = 'DAILY';
      create unique index report_take_frozen on report_take (code, month, county, version) where kind = 'FROZEN';

      create table report_value (
        take_id uuid not null references report_take on delete cascade,
        region text not null,
        hukou_type text not null check (hukou_type in ('URBAN', 'RURAL', 'NONE')),
        item text not null,
        measure text not null,
        -- of a distribution: the value that so many have
        bucket int not null,
        value numeric(30) not null,
        primary key (take_id, region, hukou_type, item, measure, bucket)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

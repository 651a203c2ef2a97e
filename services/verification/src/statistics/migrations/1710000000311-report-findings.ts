import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is counted of reports, so that no body is opened again. */
export class ReportFindings1710000000311 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what is counted of a report, so that no body is opened again; kinds: <side>.<kind> of its discrepancies; gaps: agencies
      -- that have not answered; signed_with: the key of the service that issued it
      create table report_finding (
        report_id uuid primary key references verification_report,
        hukou_type text not null,
        exceeds boolean not null,
        material boolean not null,
        kinds text[] not null,
        gaps text[] not null,
        signed_with text not null
      );
      insert into report_finding (report_id, hukou_type, exceeds, material, kinds, gaps, signed_with)
      select p.id, q.household ->> 'hukouType',
             coalesce(p.body::jsonb -> 'conclusions' @? '$[*] ? (@.conclusion starts with "EXCEEDS_")', false),
             coalesce(p.body::jsonb -> 'discrepancies' @> '[{"material": true}]', false),
             array(select distinct (d ->> 'side') || '.' || (d ->> 'kind')
                     from jsonb_array_elements(p.body::jsonb -> 'discrepancies') d order by 1),
             array(select distinct g ->> 'agency' from jsonb_array_elements(p.body::jsonb -> 'gaps') g order by 1),
             coalesce(p.public_key ->> 'x', '')
        from verification_report p join verification_request q on q.id = p.request_id;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

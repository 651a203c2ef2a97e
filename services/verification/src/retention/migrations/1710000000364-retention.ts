import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is old enough is found by its day; of a report that was erased stays that there was one, and its proof. */
export class Retention1710000000364 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table report_erasure (
        report_id uuid primary key,
        number text not null,
        issued_at timestamptz not null,
        body_sha256 text not null,
        signature text not null,
        public_key jsonb not null,
        erased_on date not null
      );
      comment on table report_erasure is 'reports that were erased after their years: nothing of a person, and the proof of what they said';

      -- a report goes only where that is kept
      create function verification_report_is_kept() returns trigger language plpgsql as $$
        begin
          if exists (select from report_erasure e where e.report_id = old.id and e.body_sha256 = old.body_sha256) then
            return old;
          end if;
          raise exception 'a report is never changed' using errcode = 'restrict_violation';
        end
      $$;
      drop trigger verification_report_is_immutable on verification_report;
      create trigger verification_report_is_immutable before update on verification_report
        for each row execute function verification_report_is_immutable();
      create trigger verification_report_is_kept before delete on verification_report
        for each row execute function verification_report_is_kept();

      create index verification_request_as_of on verification_request (as_of);
      create index source_query_request on source_query (request_id);
      create index clue_closed on clue (closed_at) where state = 'CLOSED';
      create index appeal_ended on appeal (due_on) where state in ('DECIDED', 'WITHDRAWN');
      create index consent_ended on consent (valid_to) where state <> 'ACTIVE';
      create index rejected_fact_day on rejected_fact (rejected_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

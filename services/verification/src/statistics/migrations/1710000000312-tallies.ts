import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is counted once a day because nobody could count it again each morning, and where statistics look. */
export class Tallies1710000000312 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- facts that a source has sent on a day, and how many of them took the place of one that it had sent before
      create table fact_tally (
        on_day date not null,
        source_id int not null,
        facts bigint not null,
        corrections bigint not null,
        primary key (on_day, source_id)
      );
      -- reads of personal data by officials on a day; checked: persons of whom a department asked the status or household
      create table access_tally (
        region text not null,
        on_day date not null,
        purpose text not null,
        lookups bigint not null,
        without_case bigint not null,
        refused bigint not null,
        unmasked bigint not null,
        checked bigint not null,
        primary key (region, on_day, purpose)
      );
      create index access_tally_region on access_tally (region text_pattern_ops);
      -- persons of whom a source has ever said that they are registered poor, where it has said so last; the facts say since
      -- when and until when
      create table registered_poor_person (
        person_key uuid primary key,
        region text not null
      );
      create index registered_poor_person_region on registered_poor_person (region text_pattern_ops);
      -- how far each part of these tables has been counted: a partition of facts, or the audit
      create table tally_progress (
        part text primary key,
        through timestamptz not null
      );

      -- of what concerns no county: the province's own
      create table statistic_place (region text not null);
      create unique index statistic_place_region on statistic_place (region text_pattern_ops);
      insert into statistic_place values ('510000');

      create index verification_request_region on verification_request (region text_pattern_ops);
      create index verification_report_region on verification_report (region text_pattern_ops, issued_at);
      create index source_query_region on source_query (region text_pattern_ops, asked_at);
      create index case_decision_region on case_decision (region text_pattern_ops, decided_at);
      create index overpayment_region on overpayment (region text_pattern_ops, detected_at);
      create index overpayment_recovery_region on overpayment_recovery (region text_pattern_ops, recovered_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

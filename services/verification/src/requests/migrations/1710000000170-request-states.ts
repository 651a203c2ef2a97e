import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Requests wait for appeals and know the households of obligors; whether a report holds stands beside it; what is disputed,
 * and which households hold one deposit.
 */
export class RequestStates1710000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table verification_request
        add column obligor_households jsonb not null default '{}',
        add column awaited_appeals uuid[] not null default '{}',
        add column reopen_cause text;
      create index verification_request_open_person on verification_request using gin (person_keys)
        where state in ('ACCEPTED', 'COLLECTING', 'BLOCKED', 'ISSUED');
      drop index verification_request_person;
      create index verification_request_awaiting on verification_request using gin (awaited_appeals)
        where awaited_appeals <> '{}';

      create table report_standing (
        id uuid primary key references verification_report,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('ISSUED', 'EXPIRED', 'SUPERSEDED', 'REVOKED')),
        request_id uuid not null references verification_request,
        valid_to date not null,
        superseded_by uuid references verification_report,
        revocation_reason text check (revocation_reason in ('WRONG_IDENTITY', 'FORGED_CONSENT')),
        revocation_note text,
        revocation_proposed_by text
      );
      create index report_standing_in_force on report_standing (valid_to) where state = 'ISSUED';
      insert into report_standing (id, region, version, created_by, state, request_id, valid_to, superseded_by)
      select p.id, p.region, 1, p.created_by, case when s.id is null then 'ISSUED' else 'SUPERSEDED' end,
             p.request_id, p.valid_to, s.id
        from verification_report p left join verification_report s on s.supersedes = p.id;

      -- facts that somebody disputes, by the appeal
      create table disputed_fact (
        person_key uuid not null,
        fact_id uuid not null,
        appeal_id uuid not null,
        primary key (person_key, fact_id, appeal_id)
      );
      create index disputed_fact_appeal on disputed_fact (appeal_id);

      -- deposits that reports have seen, by the hash of the account
      create table deposit_holding (
        person_key uuid not null,
        item_key text not null,
        primary key (person_key, item_key)
      );
      create index deposit_holding_item on deposit_holding (item_key);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

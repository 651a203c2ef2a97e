import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did and saw what, chained (留痕); heads and anchors of the chain; what the auditor is told. */
export class Audit1700000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entry (
        id uuid primary key,
        actor text not null,
        role text,
        org text,
        region text,
        action text not null,
        purpose text,
        case_ref text,
        report_id text,
        target text,
        reason text,
        subject uuid,
        fields text[] not null,
        at timestamptz(3) not null,
        mac text not null,
        shard text,
        seq bigint,
        prev_hash bytea,
        hash bytea,
        check (num_nulls(shard, seq, prev_hash, hash) in (0, 4))
      );
      create unique index audit_entry_place on audit_entry (shard, seq) where seq is not null;
      create index audit_entry_unsealed on audit_entry (id) where seq is null;
      create index audit_entry_subject on audit_entry (subject, id) where subject is not null;
      create index audit_entry_actor on audit_entry (actor, id);
      create index audit_entry_case on audit_entry (case_ref, id) where case_ref is not null;
      create index audit_entry_target on audit_entry (target, id) where target is not null;
      create index audit_entry_refused on audit_entry (actor, at) where action like '% refused';
      comment on table audit_entry is 'one row for each person of an act; the seal is put on once, nothing else changes';
      comment on column audit_entry.mac is
        'HMAC of id, subject and content: who writes past the service has no key for it';

      create function audit_is_append_only() returns trigger language plpgsql as $$
        begin
          raise exception 'the audit is append-only' using errcode = 'restrict_violation';
        end
      $$;
      create trigger audit_entry_is_only_sealed before update on audit_entry for each row
        when (old.seq is not null or new.seq is null
              or (old.id, old.actor, old.role, old.org, old.region, old.action, old.purpose, old.case_ref,
                  old.report_id, old.target, old.reason, old.subject, old.fields, old.at, old.mac)
                 is distinct from
                 (new.id, new.actor, new.role, new.org, new.region, new.action, new.purpose, new.case_ref,
                  new.report_id, new.target, new.reason, new.subject, new.fields, new.at, new.mac))
        execute function audit_is_append_only();
      create trigger audit_entry_is_not_deleted before delete on audit_entry for each row
        execute function audit_is_append_only();
      create trigger audit_entry_is_not_truncated before truncate on audit_entry for each statement
        execute function audit_is_append_only();

      create table audit_head (
        shard text primary key,
        seq bigint not null,
        hash bytea not null,
        mac text
      );
      insert into audit_head (shard, seq, hash)
        select to_hex(digit), 0, decode(repeat('00', 32), 'hex') from generate_series(0, 15) digit;

      create table audit_anchor (
        shard text not null,
        seq bigint not null,
        hash bytea not null,
        signature text not null,
        public_key jsonb not null,
        at timestamptz(3) not null,
        primary key (shard, seq)
      );
      create trigger audit_anchor_is_append_only before update or delete on audit_anchor for each row
        execute function audit_is_append_only();
      create trigger audit_anchor_is_not_truncated before truncate on audit_anchor for each statement
        execute function audit_is_append_only();
      create table audit_anchor_day (day date primary key);

      create table audit_alert (
        id uuid primary key,
        kind text not null,
        actor text,
        count int not null,
        at timestamptz(3) not null
      );
      create index audit_alert_actor on audit_alert (actor, kind, at);

      create table audit_daily_read (
        actor text not null,
        day date not null,
        reads int not null,
        primary key (actor, day)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

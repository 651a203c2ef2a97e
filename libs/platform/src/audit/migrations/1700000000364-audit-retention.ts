import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit is kept for years, not for ever (PIPL art. 19): what is older may be erased up to an anchor, whose signature
 * stays as the proof of what stood before it. And of which weeks the whole chain was gone through.
 */
export class AuditRetention1700000000364 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_beginning (
        shard text primary key,
        seq bigint not null check (seq > 0),
        hash bytea not null,
        mac text not null,
        moved_at timestamptz not null default clock_timestamp(),
        foreign key (shard, seq) references audit_anchor
      );
      comment on table audit_beginning is 'the anchored entry up to which a shard was erased after its years';

      create function audit_begins_later() returns trigger language plpgsql as $$
        begin
          if new.seq <= old.seq then
            raise exception 'what was erased does not come back' using errcode = 'restrict_violation';
          end if;
          return new;
        end
      $$;
      create trigger audit_beginning_moves_on before update on audit_beginning for each row
        execute function audit_begins_later();
      create trigger audit_beginning_is_not_deleted before delete on audit_beginning for each row
        execute function audit_is_append_only();
      create trigger audit_beginning_is_not_truncated before truncate on audit_beginning for each statement
        execute function audit_is_append_only();

      create function audit_is_erased_in_time() returns trigger language plpgsql as $$
        begin
          if tg_table_name = 'audit_entry' then
            if exists (select from audit_beginning b where b.shard = old.shard and b.seq >= old.seq) then
              return old;
            end if;
          elsif exists (select from audit_entry e join audit_beginning b on b.shard = e.shard and b.seq >= e.seq
                         where e.id = old.entry_id) then
            return old;
          end if;
          raise exception 'the audit is append-only' using errcode = 'restrict_violation';
        end
      $$;
      drop trigger audit_entry_is_not_deleted on audit_entry;
      create trigger audit_entry_is_erased_in_time before delete on audit_entry for each row
        execute function audit_is_erased_in_time();
      drop trigger audit_entry_persons_is_append_only on audit_entry_persons;
      create trigger audit_entry_persons_is_append_only before update on audit_entry_persons for each row
        execute function audit_is_append_only();
      create trigger audit_entry_persons_is_erased_in_time before delete on audit_entry_persons for each row
        execute function audit_is_erased_in_time();

      -- of each week: the look at the whole chain
      create table audit_weekly_look (
        monday date primary key,
        begun_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

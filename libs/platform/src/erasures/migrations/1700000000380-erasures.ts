import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What retention has erased is entered, for the auditor (清除记录); an entry only grows. */
export class Erasures1700000000380 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table erasure (
        id uuid primary key,
        erased_on date not null,
        what text not null,
        rows bigint not null check (rows > 0),
        kept_since date,
        policy_key text,
        policy_row_id uuid,
        first_at timestamptz not null default clock_timestamp(),
        last_at timestamptz not null default clock_timestamp(),
        unique nulls not distinct (erased_on, what, kept_since, policy_row_id),
        check ((policy_key is null) = (policy_row_id is null))
      );
      comment on table erasure is 'what was erased each day after its time: how many rows of which kind, and since which day the rest is kept';

      create function erasure_stays() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' then
            if new.rows > old.rows
               and to_jsonb(new) - 'rows' - 'last_at' = to_jsonb(old) - 'rows' - 'last_at' then
              return new;
            end if;
          end if;
          raise exception 'what was erased stays entered' using errcode = 'restrict_violation';
        end
      $$;
      create trigger erasure_only_grows before update or delete on erasure for each row
        execute function erasure_stays();
      create trigger erasure_is_not_truncated before truncate on erasure for each statement
        execute function erasure_stays();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What departments answer, what a clue was closed with, and how long its hits are muted. An episode may be raised again
 * once its mute has ended or its evidence has fallen away: only the hit that stands is unique.
 */
export class ClueAnswers1710000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table clue
        add column dispatched_at timestamptz,
        add column hits_added_at timestamptz,
        add column sent_back boolean not null default false,
        add column declined boolean not null default false,
        add column times_declined int not null default 0,
        add column answer_id uuid,
        add column coordinator_due_on date,
        add column closing_outcome text,
        add column closed_at timestamptz,
        add column muted_until_on date;
      alter table clue alter column dispatched_at set default clock_timestamp();
      update clue set dispatched_at = created_at where dispatched_at is null;
      alter table clue add constraint clue_dispatched check (dispatched_at is not null) not valid;
      alter table clue validate constraint clue_dispatched;
      alter table clue add constraint clue_closed
        check ((state = 'CLOSED') = (closing_outcome is not null) and (state = 'CLOSED') = (closed_at is not null)) not valid;
      alter table clue validate constraint clue_closed;
      create index clue_coordinator on clue (coordinator_due_on, id) where coordinator_due_on is not null;

      alter table indicator_hit
        add column lapsed boolean not null default false,
        add column muted_until_on date;
      create unique index indicator_hit_episode on indicator_hit (indicator, subject, episode_key) where not lapsed;
      alter table indicator_hit drop constraint indicator_hit_indicator_subject_episode_key_key;
      create index indicator_hit_person on indicator_hit (person_key);

      create table clue_outcome (
        id uuid primary key,
        clue_id uuid not null references clue,
        attempt int not null,
        department text not null,
        outcome text not null,
        task_id uuid not null,
        visits jsonb not null,
        decided_by_other boolean not null,
        case_ref text,
        effective_month text,
        amount_fen bigint,
        referral_id uuid,
        reason_code text,
        mute_until_on date,
        recorded_at timestamptz not null,
        received_at timestamptz not null default clock_timestamp(),
        verdict text not null check (verdict in
          ('ACCEPTED', 'SAMPLED', 'SENT_BACK', 'LEFT_TO_COORDINATOR', 'DECLINED', 'OUTDATED', 'KEPT')),
        shortcomings text[] not null
      );
      create index clue_outcome_clue on clue_outcome (clue_id, id);

      -- evidence is used for one clue
      create table clue_evidence (
        sha256 text primary key,
        clue_id uuid not null references clue
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

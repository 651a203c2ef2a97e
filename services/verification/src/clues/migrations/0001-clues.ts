import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Early-warning clues and the indicator hits that they are made of. */
export class Clues1710000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clue (
        id uuid primary key,
        region text not null,
        version int not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        state text not null check (state in ('NEW', 'DISPATCHED', 'ANSWERED', 'CLOSED')),
        subject uuid not null,
        household_id uuid,
        household_service text,
        department text not null,
        direction text not null check (direction in ('OVER', 'UNDER', 'CARE')),
        severity text not null check (severity in ('RED', 'ORANGE', 'YELLOW', 'BLUE')),
        due_on date not null,
        attempt int not null,
        revision int not null
      );
      -- one open clue per subject, department and direction absorbs new hits
      create unique index clue_open on clue (subject, department, direction) where state <> 'CLOSED';
      create index clue_region on clue (region text_pattern_ops, id);

      create table indicator_hit (
        id uuid primary key,
        clue_id uuid not null references clue,
        indicator text not null,
        subject uuid not null,
        episode_key text not null,
        person_key uuid not null,
        programme text,
        severity text not null,
        months text[] not null,
        fact_ids uuid[] not null,
        amount_fen bigint,
        explanation jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        unique (indicator, subject, episode_key)
      );
      create index indicator_hit_clue on indicator_hit (clue_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

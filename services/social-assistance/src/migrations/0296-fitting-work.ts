import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was given to an office that may not do it goes to the one that may: appeals, and reviews after which nobody is visited. */
export class FittingWork1710000000296 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update work_item w set kind = 'appealAnswer', region = left(w.region, 6), version = w.version + 1
        from objection o
       where w.kind = 'objectionAnswer' and w.state = 'OPEN' and o.id = w.subject_id and o.kind = 'APPEAL';
      update work_item w
         set kind = case when c.delegated then 'delegatedDeathReview' else 'deathReview' end, target_id = null,
             region = case when c.delegated then w.region else left(w.region, 6) end, version = w.version + 1
        from review r join award a on a.id = r.award_id join aid_case c on c.id = a.case_id
       where w.kind = 'reviewVisit' and w.state = 'OPEN' and r.id = w.subject_id and r.state = 'OPEN'
         and r.cause = 'DEATH' and a.state = 'HELD' and a.hold_cause = 'DEATH';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

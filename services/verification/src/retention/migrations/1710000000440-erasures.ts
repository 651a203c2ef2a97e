import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Three of a day: more days than anybody has erased something on. */
const ROWS = 100_000;

/**
 * What was erased of persons of whom nobody had a case is entered with all other erasures; `non_applicant_erasure` stays for
 * the release before, which still writes it. What that one enters after this, until its last process is gone, is to be copied by the
 * contract migration that drops the table. What ended consents had opened was counted for each of them alone.
 */
export class Erasures1710000000440 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into erasure (id, erased_on, what, rows)
      select uuidv7(), erased_on, what, rows
        from (select erased_on, unnest(array['nonApplicants', 'nonApplicantFacts']) as what, unnest(array[persons, facts]) as rows
                from non_applicant_erasure
              union all
              select erased_on, 'consentFacts', sum(facts) from consent_erasure group by erased_on) e
       where rows > 0 order by erased_on, what limit ${ROWS}
          on conflict do nothing`);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

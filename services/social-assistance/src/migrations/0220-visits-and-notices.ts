import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Visits and notices of before were about cases: they refer to them as those of casework do. */
export class VisitsAndNotices1710000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['house_visit', 'public_notice']) {
      const [column] = (await runner.query(
        `select from information_schema.columns where table_name = $1 and column_name = 'case_id'`,
        [table],
      )) as object[];
      if (column) await runner.query(`update ${table} set subject_type = 'case', subject_id = case_id`);
      await runner.query(`
        alter table ${table}
          drop column if exists case_id,
          alter column subject_type set not null,
          alter column subject_id set not null;
      `);
    }
    await runner.query(`
      update house_visit v
         set case_ref = c.case_no, household_id = c.household_id,
             person_keys = array(select person_key from household_member m
                                  where m.household_id = c.household_id and m.counted order by m.place)
        from aid_case c where v.subject_type = 'case' and v.subject_id = c.id and v.household_id is null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

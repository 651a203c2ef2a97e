import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROWS = 10_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Who owes support to a household on record and is member of none is watched alone, so that runs find that person too. */
export class ObligorsWatchedAlone1710000000412 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let behind = FIRST;
    for (;;) {
      const [found] = (await runner.query(
        `with part as (
           select person_key, region from monitored_subject
            where state = 'MONITORED' and household_id is null and person_key > $1 order by person_key limit ${ROWS}
         ), entered as (
           insert into watched_alone (person_key, region)
           select p.person_key, p.region from part p
            where exists (select from household_person hp where hp.person_key = p.person_key)
           on conflict (person_key) do nothing
         )
         select max(person_key::text) as last from part`,
        [behind],
      )) as { last: string | null }[];
      if (!found?.last) return;
      behind = found.last;
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

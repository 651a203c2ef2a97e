import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROWS = 10_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Consents that ended before, whoever has signed them, are looked at once more with the minors whom they covered: those that an
 * agent or a guardian signed were looked at without them, and what a guardian who no longer counts had opened was kept.
 */
export class MinorsOfUncountedGuardians1710000000496 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let behind = FIRST;
    for (;;) {
      const [found] = (await runner.query(
        `with part as (
           select consent_id from consent_erasure where consent_id > $1 order by consent_id limit ${ROWS}
         ), entered as (
           insert into consent_ending (consent_id, ended_on)
           select c.id, coalesce((c.withdrawn_at at time zone 'Asia/Shanghai')::date, c.valid_to + 1)
             from part p join consent c on c.id = p.consent_id
            where c.state <> 'ACTIVE'
           on conflict (consent_id) do nothing
         )
         select max(consent_id::text) as last from part`,
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

import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';

/**
 * Facts have come about these persons: requests whose report is in force are looked at again, for what came may change
 * what it concludes; also where a reopened request waits for a consent, or has ended without one.
 */
export async function lookAtReportsOf(
  tx: Tx,
  personKeys: readonly string[],
  today: CivilDate,
): Promise<void> {
  if (personKeys.length === 0) return;
  await tx.execute(
    `insert into request_check (person_key)
     select distinct person_key
       from verification_request r cross join unnest(r.person_keys) as p(person_key)
      where (r.state in ('ISSUED', 'BLOCKED') and r.person_keys && $1::uuid[]
          or r.state = 'CANCELLED' and r.person_keys && $1::uuid[])
        and p.person_key = any($1::uuid[])
        and exists (select from verification_report t join report_standing s on s.id = t.id
                     where t.request_id = r.id and t.sequence = r.sequence
                       and s.state = 'ISSUED' and s.valid_to >= $2)
      order by person_key`,
    [personKeys, today],
  );
}

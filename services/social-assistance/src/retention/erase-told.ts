import {
  AssetFactSchema,
  ExpenditureFactSchema,
  IncomeFactSchema,
  StatusFactSchema,
} from '@minzheng/contracts/facts';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { midnight } from './case-records.js';

const FACTS = [StatusFactSchema, IncomeFactSchema, AssetFactSchema, ExpenditureFactSchema].map(
  ({ typeName }) => typeName,
);

/**
 * Facts that were told before a day of persons who are not on record any more: they could only be told again. Of who is on
 * record they stay as long as the case.
 *
 * @returns how many, at most so many at once
 */
export async function eraseToldFacts(tx: Tx, before: CivilDate, most: number): Promise<number> {
  return tx.execute(
    `delete from current_event where (ce_type, ce_subject) in (
       select e.ce_type, e.ce_subject from current_event e
        where e.ce_type = any($1) and e.ce_time < ${midnight('$2')}
          and not exists (select from person p where p.person_key = e.key::uuid) limit $3)`,
    [FACTS, before, most],
  );
}

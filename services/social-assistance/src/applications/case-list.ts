import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import type { Regions } from '@minzheng/platform/regions';
import type { CivilDate } from '@minzheng/kernel/months';
import type { DataSource } from 'typeorm';
import type { CaseQuery } from './application.dto.js';
import type { CaseDto } from './case.dto.js';
import { AidCase } from './application.entity.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import { toCaseDto } from './case-view.js';

/** Cases of the caller's region, or the citizen's own and those of wards. */
export async function listCases(
  dataSource: DataSource,
  query: CaseQuery,
  caller: AuthenticatedCaller,
  today: CivilDate,
  disclosure: Disclosure,
  regions: Regions,
): Promise<Page<CaseDto>> {
  const found = dataSource
    .createQueryBuilder(AidCase, 'c')
    .setParameters({ today, closed: CASE_LIFECYCLE.states.filter(isClosed) });
  const cases = await listOf(found, query, {
    caller,
    own: `c.household_id in (select household_id from household_member
                              where person_key = :person or guardian_key = :person)`,
    equal: ['state', 'programme'],
    flags: { overdue: 'c.due_on < :today and c.state not in (:...closed)' },
  });
  const named = await dataSource.query<{ person_key: string }[]>(
    'select distinct person_key from household_member where household_id = any($1::uuid[])',
    [cases.items.map(({ householdId }) => householdId)],
  );
  disclosure.add(named.map(({ person_key }) => person_key));
  return mapPage(cases, (aidCase) => toCaseDto(aidCase, regions));
}

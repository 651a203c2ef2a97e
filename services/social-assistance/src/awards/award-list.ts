import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import type { DataSource } from 'typeorm';
import { toAwardDto, type AwardDto, type AwardQuery } from './award.dto.js';
import { Award } from './award.entity.js';

/** Awards of the caller's region, or the citizen's own and those of wards. */
export async function listAwards(
  dataSource: DataSource,
  query: AwardQuery,
  caller: AuthenticatedCaller,
  disclosure: Disclosure,
): Promise<Page<AwardDto>> {
  const awards = await listOf(dataSource.createQueryBuilder(Award, 'a'), query, {
    caller,
    own: `a.person_keys && (array[cast(:person as uuid)] ||
            array(select person_key from household_member where guardian_key = :person))`,
    equal: ['state', 'programme'],
  });
  disclosure.add(awards.items.flatMap(({ personKeys }) => personKeys));
  return mapPage(awards, toAwardDto);
}

import type { SqlPart } from '@minzheng/casework/payments';

/** Of a code that begins with that of its county. */
const COUNTY_LENGTH = 6;
/** Behind all codes that begin with what stands before it. */
const BEHIND = ':';

/**
 * `select code`: the counties, by the codes that awards have, in which there is an award; each is found by one step in the
 * index of regions, however many awards it has.
 *
 * @param prefix - of the codes; all without it
 */
export function countiesOfAwards(prefix = ''): SqlPart {
  return {
    parameters: [prefix, prefix + BEHIND, COUNTY_LENGTH, BEHIND],
    sql: `
      with recursive found as (
        (select left(region, $3) as code from award
          where region ~>=~ $1 and region ~<~ $2 order by region using ~<~ limit 1)
        union all
        select (select left(a.region, $3) from award a
                 where a.region ~>=~ (found.code || $4) and a.region ~<~ $2 order by a.region using ~<~ limit 1)
          from found where found.code is not null)
      select code from found where code is not null`,
  };
}

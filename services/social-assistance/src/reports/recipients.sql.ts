import { hukou, MONTHS, township, type ReportScope } from '@minzheng/casework/reports';

/**
 * `counted`: awards of the minimum living guarantee that stood in ACTIVE or GRADUAL_EXIT at the end of a month, for each
 * month that is asked for and the one before it; `person`: whom they covered in that month.
 */
export const recipients = ({ within }: ReportScope): string => `
  ${MONTHS},
  looked as (
    select distinct first, (first + interval '1 month') at time zone 'Asia/Shanghai' as ends
      from (select first from m union select (first - interval '1 month')::date from m) e),
  counted as materialized (
    select a.id, a.subtype, ${township('a.region')} as region, ${hukou('a.hukou_type')} as hukou_type, e.first, s.to_state as state
      from award a
     cross join looked e
      join lateral (
        select l.to_state from lifecycle_log l
         where l.aggregate_id = a.id and l.aggregate = 'award' and l.business_at < e.ends
         order by l.version desc limit 1) s on s.to_state in ('ACTIVE', 'GRADUAL_EXIT')
     where a.programme = 'DIBAO' and ${within('a.region')}),
  person as materialized (
    select c.id, c.region, c.hukou_type, c.first, p.person_key
      from counted c join award_person p on p.award_id = c.id and p.months @> c.first)`;

/** `moved`: each person once in a month and place, whether counted at its end, and at the end of the month before. */
export const MOVED = `
  moved as (
    select p.region, p.hukou_type, m.month, p.person_key, bool_or(p.first = m.first) as at_end,
           bool_or(p.first < m.first) as at_base
      from m join person p on p.first in (m.first, (m.first - interval '1 month')::date)
     group by 1, 2, 3, 4)`;

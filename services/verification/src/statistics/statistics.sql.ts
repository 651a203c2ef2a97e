import { hukou, township } from '@minzheng/casework/reports';

/** What all things of a report are told under; `all/<thing>` is a part of it, so that one cannot be computed from the others. */
export const ALL = 'all';

/** The item of one thing. @param thing - SQL */
export const itemOf = (thing: string): string => `'${ALL}/' || ${thing}`;

/** Where a clue is, by the household that it is about. */
export const CLUE_PLACE = `${township('c.region')} as region, ${hukou('h.hukou_type')} as hukou_type`;

/** Clues `c` with their household `h`, and when each was raised by the business clock. */
export const CLUES = `
  clue c
  left join household h on h.id = c.household_id
  left join lifecycle_log l on l.aggregate_id = c.id and l.aggregate = 'clue' and l.from_state is null
  cross join lateral (select coalesce(l.business_at, c.created_at) as raised_at) raised`;

/**
 * Common table expressions: `monitored`, a row for each person, month and category that is open on the last day of the month,
 * of the current one today.
 *
 * @param within - condition on the region
 */
export const monitored = (within: (column: string) => string): string => `
  monitored as materialized (
    select distinct s.person_key, ${township('s.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month, p.category
      from now, monitored_subject s
      left join household h on h.id = s.household_id
     cross join lateral jsonb_to_recordset(s.periods) as p(category text, "from" date, "to" date)
      join m on true
     cross join lateral (select least(m.after - 1, now.today) as last) day
     where ${within('s.region')} and m.first <= now.today and p."from" <= day.last
       and (p."to" is null or p."to" > day.last))`;

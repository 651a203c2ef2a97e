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
 * A common table expression: `monitored`, a row for each person and month with the categories that are open on the last day
 * of the month, of the current one today; no row where none is.
 *
 * @param within - condition on the region
 */
export const monitored = (within: (column: string) => string): string => `
  monitored as materialized (
    select s.person_key, ${township('s.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month, day.last,
           open.categories
      from now, monitored_subject s
      left join household h on h.id = s.household_id
      join m on true
     cross join lateral (select least(m.after - 1, now.today) as last) day
     cross join lateral (
       select array_agg(p.category) as categories
         from jsonb_to_recordset(s.periods) as p(category text, "from" date, "to" date)
        where p."from" <= day.last and (p."to" is null or p."to" > day.last)) open
     where ${within('s.region')} and m.first <= now.today and open.categories is not null)`;

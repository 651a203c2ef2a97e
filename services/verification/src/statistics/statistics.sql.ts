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
 * The categories (低收入人口类别) in which the persons of clue `c` were on the day on which it was `raised`; `none` where in none.
 * They overlap, so that they are items of their own: `category` is the whole of which each is a part.
 */
export const CLUE_CATEGORIES = `
  (select coalesce(array_agg(distinct p.category), '{none}') as categories
     from indicator_hit i
     join monitored_subject s on s.person_key = i.person_key
    cross join lateral jsonb_to_recordset(s.periods) as p(category text, "from" date, "to" date)
    where i.clue_id = c.id and p."from" <= (raised.raised_at at time zone 'Asia/Shanghai')::date
      and (p."to" is null or p."to" > (raised.raised_at at time zone 'Asia/Shanghai')::date)) categorized`;

/** Items of all categories of a row. @param categories - SQL of a text[] */
export const categoryItems = (categories: string): string =>
  `select 'category' union all select 'category/' || category from unnest(${categories}) as category`;

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

import { MONTHS, toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { count, share } from './cells.js';
import { categoryItems, CLUE_CATEGORIES, CLUE_PLACE, CLUES, itemOf } from './statistics.sql.js';

/** Who is granted what is due within so many days of the clue. */
const DAYS = 30;

/** VF-11: what people are entitled to and do not get (应享未享). */
export const UNCLAIMED: ReportDefinition = {
  code: 'VF-11',
  version: 1,
  title: { zh: '应享未享', en: 'Unclaimed benefits' },
  meaning: {
    zh: '有F类指标命中、月末（当月为今日）未办结的线索；本月下发的此类线索，及其中三十日内以纳入保障（CONFIRMED_ADMIT）办结的。按应享的项目；按线索下发当日所涉人员的类别。',
    en: 'Clues with a hit of the group F that are open at the end of the month, of the current month now; such clues raised in the month, and of them those closed with CONFIRMED_ADMIT within 30 days. By the programme that is not claimed; by the categories in which its persons were on the day on which it was raised.',
  },
  items: {
    zh: 'all：合计；all/项目；category/类别，不属任何类别的为category/none',
    en: 'all: the total; all/programme; category/category, category/none of persons in none',
  },
  basis: 'Heilongjiang: the two disability subsidies',
  measures: { open: {}, raised: {}, granted: { within: 'raised' } },
  cells: [
    count('open', 'CASES', { zh: '未办结线索', en: 'Open' }),
    count('raised', 'CASES', { zh: '下发线索', en: 'Raised' }),
    count('granted', 'CASES', { zh: '三十日内纳入', en: 'Granted within 30 days' }),
    share('grantedRate', 'granted', 'raised', { zh: '三十日内纳入率', en: 'Share granted' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         own as materialized (
           select c.id, c.closing_outcome, c.closed_at, raised.raised_at, ${CLUE_PLACE}, i.programmes, categorized.categories
             from ${CLUES}
            cross join lateral ${CLUE_CATEGORIES}
            cross join lateral (
              select array_agg(distinct coalesce(i.programme, i.indicator)) as programmes
                from indicator_hit i where i.clue_id = c.id and i.indicator like 'F%') i
            where ${within('c.region')} and i.programmes is not null),
         placed as (
           select o.*, m.month, item,
                  o.raised_at >= m.begins as is_new, o.closed_at is null or o.closed_at >= m.ends as is_open
             from own o join m on o.raised_at < m.ends and (o.closed_at is null or o.closed_at >= m.begins)
            cross join lateral (
              select 'all' as item union all select ${itemOf('programme')} from unnest(o.programmes) as programme
              union all ${categoryItems('o.categories')}) items)
         select region, hukou_type, month, item, count(*) filter (where is_open) as open,
                count(*) filter (where is_new) as raised,
                count(*) filter (where is_new and closing_outcome = 'CONFIRMED_ADMIT'
                                   and closed_at <= raised_at + interval '${DAYS} days') as granted
           from placed, now group by 1, 2, 3, 4`,
        parameters,
      ),
    );
  },
};

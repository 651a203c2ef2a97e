import { MONTHS, toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { count, share } from './cells.js';
import { categoryItems, CLUE_CATEGORIES, CLUE_PLACE, CLUES, itemOf } from './statistics.sql.js';

/** What counts as an answer; one that came too early, or to a clue that waits for none, does not. */
const ANSWERED = `('ACCEPTED', 'SAMPLED', 'SENT_BACK', 'LEFT_TO_COORDINATOR', 'DECLINED')`;

/** VF-02: what monitoring has pointed out, and what became of it (预警线索). */
export const CLUES_ISSUED: ReportDefinition = {
  code: 'VF-02',
  version: 1,
  title: { zh: '预警线索下发与处置', en: 'Clues issued, hit rate, on-time rate' },
  meaning: {
    zh: '本月下发的线索；本月办结的线索及其中属实（CONFIRMED_*）的，即命中率；期限在本月的各次交办中，在期限之内反馈的，即按时率：期限已过而未反馈的计为到期，证据撤回的不计。按承办部门；按线索下发当日所涉人员的类别。',
    en: 'Clues dispatched in the month for the first time; clues closed in the month, and of them those with an outcome CONFIRMED_*; of the answers that were due in the month, attempt by attempt, those that came by their day: one that has not come counts once its day is over, one to a clue whose evidence was taken back does not. By the department; by the categories in which its persons were on the day on which it was raised.',
  },
  items: {
    zh: 'all：合计；all/部门；category/类别，不属任何类别的为category/none',
    en: 'all: the total; all/department; category/category, category/none of persons in none',
  },
  basis: 'Hunan: 95,000 issued',
  measures: { issued: {}, closed: {}, confirmed: { within: 'closed' }, due: {}, onTime: { within: 'due' } },
  cells: [
    count('issued', 'CASES', { zh: '下发线索', en: 'Issued' }),
    count('closed', 'CASES', { zh: '办结线索', en: 'Closed' }),
    count('confirmed', 'CASES', { zh: '属实线索', en: 'Confirmed' }),
    share('hitRate', 'confirmed', 'closed', { zh: '命中率', en: 'Hit rate' }),
    count('due', 'CASES', { zh: '到期反馈', en: 'Answers due' }),
    share('onTimeRate', 'onTime', 'due', { zh: '按时反馈率', en: 'On-time rate' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         own as materialized (
           select c.id, c.department, c.attempt, c.closing_outcome, c.closed_at, raised.raised_at, ${CLUE_PLACE},
                  categorized.categories
             from ${CLUES} cross join lateral ${CLUE_CATEGORIES} where ${within('c.region')}),
         told as (
           select o.region, o.hukou_type, m.month, o.department, o.categories,
                  1 as issued, 0 as closed, 0 as confirmed, 0 as due, 0 as on_time
             from own o join m on o.raised_at >= m.begins and o.raised_at < m.ends
           union all
           select o.region, o.hukou_type, m.month, o.department, o.categories,
                  0, 1, (o.closing_outcome like 'CONFIRMED\\_%')::int, 0, 0
             from own o join m on o.closed_at >= m.begins and o.closed_at < m.ends
           union all
           select o.region, o.hukou_type, m.month, d.department, o.categories,
                  0, 0, 0, 1, coalesce((a.at at time zone 'Asia/Shanghai')::date <= d.due_on, false)::int
             from now, own o
             join clue_due d on d.clue_id = o.id
             join m on d.due_on >= m.first and d.due_on < m.after
             left join lateral (
               select min(recorded_at) as at from clue_outcome a
                where a.clue_id = d.clue_id and a.attempt = d.attempt and a.verdict in ${ANSWERED}) a on true
            where a.at is not null
               or (d.due_on < now.today
                   and not (o.closing_outcome is not distinct from 'EVIDENCE_WITHDRAWN' and d.attempt = o.attempt)))
         select region, hukou_type, month, item,
                sum(issued) as issued, sum(closed) as closed, sum(confirmed) as confirmed, sum(due) as due,
                sum(on_time) as "onTime"
           from told cross join lateral (
             select 'all' as item union all select ${itemOf('department')} union all ${categoryItems('told.categories')}) items
          group by 1, 2, 3, 4`,
        parameters,
      ),
    );
  },
};

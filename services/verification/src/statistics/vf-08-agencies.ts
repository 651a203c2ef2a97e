import {
  MONTHS,
  toLeaves,
  township,
  type Leaf,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import type { CivilDate } from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';
import { count, share } from './cells.js';
import { isProvinceOwn } from './province-own.js';

type Asked = WideRow & {
  readonly agency: string;
  readonly dataset: string;
  readonly asked_on: CivilDate;
  readonly ended_on: CivilDate | null;
  readonly asked: string;
  readonly on_time: string;
};

/** VF-08: how well agencies answer (数源部门质量). */
export const AGENCY_PERFORMANCE: ReportDefinition = {
  code: 'VF-08',
  version: 2,
  title: { zh: '数源部门质量', en: 'Agency performance' },
  meaning: {
    zh: '本月发出并已结束的查询任务中在期限之内答复的，及答复所用工作日的中位数（期限未到、因不再需要而结束的不计）；本月收到的数据中被退回的，和替换该部门此前所报的（更正）；本月就其数据作出决定的异议，及其中成立的。收到的数据按实收日计，列在省本级；接口在接收时即退回的，不在收到和退回之内，由接入网关另列。',
    en: 'Of the queries asked in the month that have ended, those answered by their due time, and the median of the working days of the answers (what nobody waited for any longer before it was due is not counted); of the rows received in the month those that were refused, and those that took the place of what the agency had sent before (corrections); facts whose appeal was decided in the month, and those whose appeal was upheld. Rows are counted by the day they came, as the province’s own. What the gateway refuses at once of a call over HTTP is in neither figure; the gateway lists it by itself.',
  },
  items: { zh: '部门；部门/数据集', en: 'agency; agency/dataset' },
  basis: '国务院令第809号 (DS809)',
  measures: {
    asked: {},
    onTime: { within: 'asked' },
    answered: { within: 'asked' },
    workingDays: { of: 'answered' },
    received: { of: null },
    rejected: { of: null },
    stored: { of: null },
    corrected: { of: null },
    appeals: {},
    upheld: { within: 'appeals' },
  },
  cells: [
    count('asked', 'ITEMS', { zh: '查询任务', en: 'Queries' }),
    share('onTimeRate', 'onTime', 'asked', { zh: '按时答复率', en: 'On time' }),
    {
      ...{ code: 'answerTime', title: { zh: '答复工作日中位数', en: 'Answer time' }, unit: 'WORKING_DAYS' },
      ...{ numerator: ['workingDays'], median: true },
    },
    count('received', 'ITEMS', { zh: '收到数据', en: 'Rows received' }),
    share('rejectRate', 'rejected', 'received', { zh: '退回率', en: 'Reject rate' }),
    share('correctionRate', 'corrected', 'stored', { zh: '更正率', en: 'Correction rate' }),
    count('appeals', 'ITEMS', { zh: '已决异议', en: 'Appeals decided' }),
    share('upheldRate', 'upheld', 'appeals', { zh: '异议成立率', en: 'Upheld' }),
  ],
  async leaves({ within, parameters, counties }, { query }) {
    const asked = await query<Asked>(queriesAsked(within), parameters);
    const appeals = await query<WideRow>(appealsDecided(within), parameters);
    // what an agency sends for the whole province is the province's own
    const own = counties.find(isProvinceOwn);
    const received =
      own === undefined ? [] : await query<WideRow>(RECEIVED, [...parameters.slice(0, 2), own]);
    return [...asked.flatMap(askedLeaves), ...toLeaves(appeals), ...toLeaves(received)];
  },
};

/** Each under its agency, and under its dataset. */
const ITEM = `case when grouping(dataset) = 1 then agency else agency || '/' || dataset end as item`;

const queriesAsked = (within: (column: string) => string): string => `
  with ${MONTHS}
  select ${township('q.region')} as region, 'NONE' as hukou_type, m.month, q.agency, q.dataset,
         (q.asked_at at time zone 'Asia/Shanghai')::date::text as asked_on,
         case when q.state in ('ANSWERED', 'NO_RECORD') then (q.ended_at at time zone 'Asia/Shanghai')::date::text end as ended_on,
         count(*) as asked, count(*) filter (where q.state in ('ANSWERED', 'NO_RECORD') and q.ended_at <= q.due_at) as on_time
    from now, source_query q join m on q.asked_at >= m.begins and q.asked_at < m.ends
   where ${within('q.region')} and q.state not in ('PENDING', 'SENT', 'SKIPPED_FRESH')
     and (q.state <> 'TIMEOUT' or q.ended_at >= q.due_at)
   group by 1, 2, 3, 4, 5, 6, 7`;

const appealsDecided = (within: (column: string) => string): string => `
  with ${MONTHS}
  select ${township('a.region')} as region, 'NONE' as hukou_type, m.month, ${ITEM},
         count(*) as appeals, count(*) filter (where a.outcome = 'UPHELD') as upheld
    from now, appeal a
    join m on a.decided_on >= m.first and a.decided_on < m.after
    join appealed_fact f on f.appeal_id = a.id
   where ${within('a.region')}
   group by grouping sets ((a.region, m.month, agency), (a.region, m.month, agency, dataset))`;

/** A file counts its own rejects; a fact that a rule refuses, or that tells nothing new, is one of those that got as far as here. */
const RECEIVED = `
  with ${MONTHS},
  told as (
    select s.agency, s.dataset, m.month, t.facts as stored, t.corrections as corrected, 0::bigint as rejected,
           0::bigint as repeated
      from fact_tally t join fact_source s on s.id = t.source_id join m on t.on_day >= m.first and t.on_day < m.after
    union all
    select r.agency, r.dataset, m.month, 0, 0, count(*), 0
      from rejected_fact r join m on r.rejected_at >= m.begins and r.rejected_at < m.ends group by 1, 2, 3
    union all
    select f.agency, f.dataset, m.month, 0, 0, f.rejected_rows, 0
      from agency_file f join m on f.told_at >= m.begins and f.told_at < m.ends
    union all
    select r.agency, r.dataset, m.month, 0, 0, 0, sum(r.facts)
      from repeated_facts r join m on r.on_day >= m.first and r.on_day < m.after group by 1, 2, 3)
  select $3::text as region, 'NONE' as hukou_type, month, ${ITEM},
         sum(stored + rejected + repeated) as received, sum(rejected) as rejected, sum(stored) as stored, sum(corrected) as corrected
    from told, now group by grouping sets ((month, agency), (month, agency, dataset))`;

function askedLeaves({ region, month, agency, dataset, asked_on, ended_on, asked, on_time }: Asked): Leaf[] {
  return [agency, `${agency}/${dataset}`].flatMap((item): Leaf[] => {
    const place = { region, hukouType: 'NONE', month, item } as const;
    const count = BigInt(asked);
    return [
      { ...place, measure: 'asked', bucket: 0, value: count },
      ...(on_time === '0' ? [] : [{ ...place, measure: 'onTime', bucket: 0, value: BigInt(on_time) }]),
      ...(ended_on === null
        ? []
        : [
            { ...place, measure: 'answered', bucket: 0, value: count },
            {
              ...place,
              measure: 'workingDays',
              bucket: workingDaysBetween(asked_on, ended_on),
              value: count,
            },
          ]),
    ];
  });
}

import {
  MONTHS,
  hukou,
  township,
  type Leaf,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import type { CivilDate } from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';
import { count, share } from './cells.js';
import { itemOf } from './statistics.sql.js';

type Issued = WideRow & {
  readonly item: string;
  readonly accepted_on: CivilDate;
  readonly issued_on: CivilDate;
  readonly issued: string;
  readonly partial: string;
};

/** A request is answered within so many working days after its acceptance. */
const IN_TIME = 5;

/** VF-06: how long departments wait for a report, and whose answers are missing (核对时限). */
export const TIME_TO_REPORT: ReportDefinition = {
  code: 'VF-06',
  version: 1,
  title: { zh: '核对时限', en: 'Time to report' },
  meaning: {
    zh: '本月出具的、各委托的首份核对报告，从受理到出具的工作日：中位数、第九十五百分位数，五个工作日之内的比例；部分报告的比例。按部门时，只计该部门未答复的报告。',
    en: 'Of the first reports of their requests that were issued in the month, the working days from acceptance: their median and 95th percentile, and the share within 5; the share of partial reports. By agency: of the reports for which that agency had not answered alone.',
  },
  items: { zh: 'all：全部；all/未答复的部门', en: 'all: all of them; all/agency that has not answered' },
  basis: '民发〔2021〕57号 art. 17; verification.request.deadlineWd',
  measures: {
    issued: {},
    workingDays: { of: 'issued' },
    inTime: { within: 'issued' },
    partial: { within: 'issued' },
  },
  cells: [
    count('issued', 'CASES', { zh: '首份报告', en: 'First reports' }),
    {
      ...{
        code: 'median',
        title: { zh: '工作日中位数', en: 'Median of working days' },
        unit: 'WORKING_DAYS',
      },
      ...{ numerator: ['workingDays'], median: true },
    },
    {
      ...{ code: 'p95', title: { zh: '工作日第95百分位数', en: '95th percentile' }, unit: 'WORKING_DAYS' },
      ...{ numerator: ['workingDays'], percentile: 95 },
    },
    share('inTimeRate', 'inTime', 'issued', { zh: '五个工作日内出具率', en: 'Within 5 working days' }),
    share('partialRate', 'partial', 'issued', { zh: '部分报告占比', en: 'Partial' }),
  ],
  async leaves({ within, parameters }, { query }) {
    const rows = await query<Issued>(
      `with ${MONTHS},
       own as materialized (
         select ${township('t.region')} as region, ${hukou('f.hukou_type')} as hukou_type, m.month, f.gaps,
                (q.accepted_at at time zone 'Asia/Shanghai')::date::text as accepted_on,
                (t.issued_at at time zone 'Asia/Shanghai')::date::text as issued_on, t.result = 'PARTIAL' as is_partial
           from verification_report t
           join m on t.issued_at >= m.begins and t.issued_at < m.ends
           join verification_request q on q.id = t.request_id and q.accepted_at is not null
           join report_finding f on f.report_id = t.id
          where ${within('t.region')} 
            and t.sequence = (select min(o.sequence) from verification_report o where o.request_id = t.request_id)),
       told as (
         select region, hukou_type, month, 'all' as item, accepted_on, issued_on, is_partial from own
         union all
         select region, hukou_type, month, ${itemOf('gap')}, accepted_on, issued_on, is_partial
           from own cross join unnest(gaps) as gap)
       select region, hukou_type, month, item, accepted_on, issued_on, count(*) as issued,
              count(*) filter (where is_partial) as partial
         from told, now group by 1, 2, 3, 4, 5, 6`,
      parameters,
    );
    return rows.flatMap(leavesOf);
  },
};

function leavesOf({
  region,
  hukou_type,
  month,
  item,
  accepted_on,
  issued_on,
  issued,
  partial,
}: Issued): Leaf[] {
  const place = { region, hukouType: hukou_type ?? 'NONE', month, item } as const;
  const days = workingDaysBetween(accepted_on, issued_on);
  const count = BigInt(issued);
  return [
    { ...place, measure: 'issued', bucket: 0, value: count },
    { ...place, measure: 'workingDays', bucket: days, value: count },
    ...(days <= IN_TIME ? [{ ...place, measure: 'inTime', bucket: 0, value: count }] : []),
    ...(partial === '0' ? [] : [{ ...place, measure: 'partial', bucket: 0, value: BigInt(partial) }]),
  ];
}

import {
  MONTHS,
  hukou,
  toLeaves,
  township,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { count } from './cells.js';

/** VF-09: whom other schemes were served for (跨部门服务). */
export const CROSS_SCHEME: ReportDefinition = {
  code: 'VF-09',
  version: 2,
  title: { zh: '专项救助核对服务', en: 'Cross-scheme service' },
  meaning: {
    zh: '本月服务的人次，按用途：本月出具的核对报告所核对家庭的成员；部门查询低收入人口类别或者即时核对的人员。',
    en: 'Person-times served in the month, by purpose: members of the households of the reports issued; persons of whom a department has asked the categories, or checked the household at once.',
  },
  items: { zh: '用途', en: 'purpose, as MEDICAL_AID' },
  basis: 'Hunan: medical 10.79 m, education 2,546,400, housing 208,400, employment 205,700, disaster 799,000',
  measures: { reported: {}, checked: {} },
  cells: [
    {
      ...count('served', 'PERSONS', { zh: '服务人次', en: 'Person-times' }),
      numerator: ['reported', 'checked'],
    },
    count('reported', 'PERSONS', { zh: '核对报告人次', en: 'By reports' }),
    count('checked', 'PERSONS', { zh: '查询人次', en: 'By checks' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS}
         select ${township('t.region')} as region, ${hukou('f.hukou_type')} as hukou_type, m.month, purpose as item,
                sum(jsonb_array_length(q.household -> 'members')) as reported, 0 as checked
           from now, verification_report t
           join m on t.issued_at >= m.begins and t.issued_at < m.ends
           join report_finding f on f.report_id = t.id
           join verification_request q on q.id = t.request_id
          cross join unnest(q.purposes) as purpose
          where ${within('t.region')} group by 1, 2, 3, 4
         union all
         select a.region, 'NONE', m.month, a.purpose, 0, sum(a.checked)
           from access_tally a join m on a.on_day >= m.first and a.on_day < m.after
          where ${within('a.region')} and a.checked > 0 group by 1, 2, 3, 4`,
        parameters,
      ),
    );
  },
};

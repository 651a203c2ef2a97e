import {
  MONTHS,
  hukou,
  toLeaves,
  township,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { count, share } from './cells.js';
import { monitored } from './statistics.sql.js';

/** VF-12: whether everything leaves by one exit, and how often people are looked up (统一出口与个人信息保护). */
export const PRIVACY: ReportDefinition = {
  code: 'VF-12',
  version: 1,
  title: { zh: '省级统一出口与个人信息保护', en: 'Single exit and privacy' },
  meaning: {
    zh: '本月的核对报告，及其中以省级密钥签名出具的（应为百分之百）；本月机关工作人员查询个人数据的人次，每千名低收入人口的人次，没有案件的、显示身份号码的；被拒绝的查询；本月提出的异议。查询截至昨日，按查询所涉地区。',
    en: 'Reports of the month, and of them those that this service has signed with the province’s key (must be 100 %); in the month, how often officials have looked a person up, for each thousand of the monitored population, without a case, and with the ID number shown; look-ups refused; appeals submitted. Look-ups are counted through yesterday, in the region they concern.',
  },
  basis: '个人信息保护法 arts. 51, 54; Hunan: one exit of the province',
  measures: {
    reports: {},
    signed: { within: 'reports' },
    people: {},
    lookups: { of: null },
    withoutCase: { of: null },
    unmasked: { of: null },
    refused: { of: null },
    appeals: {},
  },
  cells: [
    count('reports', 'CASES', { zh: '核对报告', en: 'Reports' }),
    share('signedShare', 'signed', 'reports', { zh: '省级密钥签名率', en: 'Signed by the province' }),
    count('lookups', 'ITEMS', { zh: '查询人次', en: 'Look-ups' }),
    {
      ...{ code: 'perThousand', title: { zh: '每千人查询人次', en: 'Look-ups per 1,000 people' } },
      ...{ unit: 'PER_THOUSAND', numerator: ['lookups'], denominator: ['people'] },
    },
    count('withoutCase', 'ITEMS', { zh: '无案件查询', en: 'Without a case' }),
    count('unmasked', 'ITEMS', { zh: '显示身份号码', en: 'ID number shown' }),
    count('refused', 'ITEMS', { zh: '拒绝查询', en: 'Refused' }),
    count('appeals', 'ITEMS', { zh: '异议', en: 'Appeals' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS}, ${monitored(within)},
         told as (
           select ${township('t.region')} as region, ${hukou('f.hukou_type')} as hukou_type, m.month, 1 as reports,
                  (t.signature <> '' and f.signed_with is not distinct from t.public_key ->> 'x')::int as signed,
                  0 as people, 0 as lookups, 0 as without_case, 0 as unmasked, 0 as refused, 0 as appeals
             from verification_report t
             join m on t.issued_at >= m.begins and t.issued_at < m.ends
             left join report_finding f on f.report_id = t.id
            where ${within('t.region')}
           union all
           select region, hukou_type, month, 0, 0, count(*), 0, 0, 0, 0, 0 from monitored group by 1, 2, 3
           union all
           select a.region, 'NONE', m.month, 0, 0, 0, a.lookups, a.without_case, a.unmasked, a.refused, 0
             from access_tally a join m on a.on_day >= m.first and a.on_day < m.after where ${within('a.region')}
           union all
           select ${township('a.region')}, 'NONE', m.month, 0, 0, 0, 0, 0, 0, 0, 1
             from appeal a
             join lifecycle_log l on l.aggregate_id = a.id and l.aggregate = 'appeal' and l.from_state is null
             join m on l.business_at >= m.begins and l.business_at < m.ends
            where ${within('a.region')})
         select region, hukou_type, month, sum(reports) as reports, sum(signed) as signed, sum(people) as people,
                sum(lookups) as lookups, sum(without_case) as "withoutCase", sum(unmasked) as unmasked,
                sum(refused) as refused, sum(appeals) as appeals
           from told group by 1, 2, 3`,
        parameters,
      ),
    );
  },
};

import {
  MONTHS,
  hukou,
  toLeaves,
  township,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { isCheckedMember } from '../requests/checked-members.sql.js';
import { count, share } from './cells.js';
import { itemOf } from './statistics.sql.js';

/** Programmes that nobody is refused or granted without a means test; their purposes have the same names. */
const MEANS_TESTED = `('DIBAO', 'TEKUN', 'EDGE', 'RIGID')`;

/** VF-04: how many decisions a report has stood behind (核对率). */
export const COVERAGE: ReportDefinition = {
  code: 'VF-04',
  version: 2,
  title: { zh: '核对率', en: 'Verification coverage' },
  meaning: {
    zh: '本月予以确认或者不予确认的、须作家庭经济状况核对的案件；其中决定之前已就该家庭出具同一用途、且当日有效的核对报告的；仅作为赡养抚养义务人等列入他人报告的不算。目标为百分之百。',
    en: 'Cases of a means-tested programme approved or rejected in the month; of them those for whose household a report of the same purpose had been issued before and held on the day; to be named in the report of another household, as who owes it support, is not enough. The target is 100 %.',
  },
  items: { zh: 'all：合计；all/项目', en: 'all: the total; all/programme' },
  basis: '民发〔2021〕57号 art. 18',
  measures: { decided: {}, verified: { within: 'decided' } },
  cells: [
    count('decided', 'CASES', { zh: '决定的案件', en: 'Decided' }),
    count('verified', 'CASES', { zh: '经过核对的案件', en: 'Verified before' }),
    share('coverage', 'verified', 'decided', { zh: '核对率', en: 'Coverage' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         told as materialized (
           select ${township('d.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month, d.programme,
                  exists (
                    select from case_decision_person p
                      join verification_request q on ${isCheckedMember('q', 'p.person_key')}
                       and q.requester = 'assistance' and q.purposes @> array[d.programme]
                      join verification_report t on t.request_id = q.id and t.issued_at <= d.decided_at
                       and t.valid_to >= (d.decided_at at time zone 'Asia/Shanghai')::date
                       and not exists (select from lifecycle_log l
                                        where l.aggregate_id = t.id and l.aggregate = 'verificationReport'
                                          and l.to_state = 'REVOKED' and l.business_at <= d.decided_at)
                     where p.case_id = d.case_id) as is_verified
             from case_decision d
             join m on d.decided_at >= m.begins and d.decided_at < m.ends
             left join household h on h.id = d.household_id
            where ${within('d.region')} and d.programme in ${MEANS_TESTED} and d.outcome in ('APPROVED', 'REJECTED'))
         select region, hukou_type, month, case when grouping(programme) = 1 then 'all' else ${itemOf('programme')} end as item,
                count(*) as decided, count(*) filter (where is_verified) as verified
           from told, now group by grouping sets ((region, hukou_type, month), (region, hukou_type, month, programme))`,
        parameters,
      ),
    );
  },
};

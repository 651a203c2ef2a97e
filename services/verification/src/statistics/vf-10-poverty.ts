import {
  MONTHS,
  hukou,
  toLeaves,
  township,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { FLAG } from '../facts/fact-row.js';
import { count, share } from './cells.js';
import { monitored } from './statistics.sql.js';
import { REGISTERED_POOR } from './tally.job.js';

/** VF-10: who is both registered poor and in dibao (建档立卡与低保衔接). */
export const POVERTY_OVERLAP: ReportDefinition = {
  code: 'VF-10',
  version: 1,
  title: { zh: '建档立卡与低保衔接', en: 'Registered-poor overlap' },
  meaning: {
    zh: '月末（当月为今日）的低保人员、建档立卡人员，及两者兼有的人员占低保人员、占建档立卡人员之比。建档立卡人员列在乡村振兴部门登记的地区，截至昨日。',
    en: 'Persons in dibao, registered poor persons, and those who are both, of each of the two, on the last day of the month, of the current month today. A registered poor person is told where the agency has registered the person, and from the day after.',
  },
  basis: '国办发〔2016〕70号; Guangyuan: 40.59 % of dibao, 21.4 % of registered poor',
  measures: { dibao: {}, both: { within: 'dibao' }, registered: {}, bothThere: { within: 'registered' } },
  cells: [
    count('dibao', 'PERSONS', { zh: '低保人员', en: 'In dibao' }),
    count('registered', 'PERSONS', { zh: '建档立卡人员', en: 'Registered poor' }),
    count('both', 'PERSONS', { zh: '兼有人员', en: 'Both' }),
    share('ofDibao', 'both', 'dibao', { zh: '占低保人员', en: 'Of dibao' }),
    share('ofRegistered', 'bothThere', 'registered', { zh: '占建档立卡人员', en: 'Of registered poor' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS}, ${monitored(within)},
         registered as materialized (
           select r.person_key, ${township('r.region')} as region, m.month, day.last
             from now, registered_poor_person r
             join m on true
            cross join lateral (select least(m.after - 1, now.today) as last) day
            where ${within('r.region')} and m.first <= now.today and ${holds('r', 'day')}),
         told as (
           select d.region, d.hukou_type, d.month, 1 as dibao, ${isRegistered('d')}::int as in_both,
                  0 as registered, 0 as both_there
             from monitored d
            where 'dibao' = any(d.categories)
           union all
           select r.region, ${hukou('h.hukou_type')}, r.month, 0, 0, 1,
                  coalesce(s.periods @? ('$[*] ? (@.category == "dibao" && @.from <= "' || r.last ||
                                         '" && (!exists(@.to) || @.to > "' || r.last || '"))')::jsonpath, false)::int
             from registered r
             left join monitored_subject s on s.person_key = r.person_key
             left join household h on h.id = s.household_id)
         select region, hukou_type, month, sum(dibao) as dibao, sum(in_both) as "both", sum(registered) as registered,
                sum(both_there) as "bothThere"
           from told group by 1, 2, 3`,
        parameters,
      ),
    );
  },
};

/** Whether a status of the person stands on the last day of the month: one descent of the primary key. */
const holds = (person: string, day: string): string => `
  exists (select from (select * from fact f where f.person_key = ${person}.person_key and f.kind = ${REGISTERED_POOR}
                          and f.superseded_at is null and f.flags & ${FLAG.RETRACTED} = 0 offset 0) f
           where f.valid_from <= ${day}.last and (f.valid_to is null or f.valid_to > ${day}.last))`;

const isRegistered = (person: string): string => `
  (exists (select from registered_poor_person r where r.person_key = ${person}.person_key) and ${holds(person, person)})`;

import { hukou, township, toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { MOVED, recipients } from './recipients.sql.js';

/** DB-02: registered poor and the minimum living guarantee (低保与建档立卡贫困人口衔接). */
export const POVERTY_LINK: ReportDefinition = {
  code: 'DB-02',
  version: 1,
  title: { zh: '低保与建档立卡人口衔接', en: 'Poverty link' },
  meaning: {
    zh: '月末为建档立卡人口的在保人员，占在保人员之比、占本部门掌握的建档立卡人口之比；本月新增在保的建档立卡人口。',
    en: 'Recipients who are registered poor on the last day of the month, of all recipients and of all registered poor whom the department knows; registered poor who entered in the month.',
  },
  basis:
    '国办发〔2016〕70号; Guangyuan: 40.59 % of 179,100 = 72,697; 21.4 % → 339,704 registered poor; 2,829 newly covered',
  measures: {
    persons: {},
    covered: { within: 'persons' },
    coveredKnown: { of: 'covered', within: 'registered' },
    registered: {},
    newlyCovered: { within: 'covered' },
  },
  cells: [
    {
      code: 'covered',
      title: { zh: '在保建档立卡人口', en: 'Registered poor in dibao' },
      unit: 'PERSONS',
      numerator: ['covered'],
    },
    {
      code: 'ofRecipients',
      title: { zh: '占在保人员', en: 'Of all recipients' },
      unit: 'PERCENT',
      numerator: ['covered'],
      denominator: ['persons'],
    },
    {
      code: 'ofRegistered',
      title: { zh: '占建档立卡人口', en: 'Of all registered poor' },
      unit: 'PERCENT',
      numerator: ['covered'],
      denominator: ['registered'],
    },
    {
      code: 'newlyCovered',
      title: { zh: '新增在保建档立卡人口', en: 'Newly covered' },
      unit: 'PERSONS',
      numerator: ['newlyCovered'],
    },
  ],
  async leaves(scope, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${recipients(scope)}, ${MOVED},
         poor as materialized (
           select distinct c.person_key, m.month
             from status_copy c join m on c.valid_from < m.after and (c.valid_to is null or c.valid_to >= m.after)
            where c.kind = 'registeredPoor' and not c.retracted
              and not exists (select from status_copy n where n.person_key = c.person_key and n.kind = c.kind
                                                          and n.supersedes_fact_id = c.fact_id)),
         told as (
           select d.region, d.hukou_type, d.month, count(*) as persons, count(p.person_key) as covered,
                  count(p.person_key) filter (where not d.at_base) as newly, 0 as registered
             from moved d left join poor p using (person_key, month)
            where d.at_end group by 1, 2, 3
           union all
           select ${township('h.region')}, ${hukou('h.hukou_type')}, p.month, 0, 0, 0, count(*)
             from poor p join household_member n on n.person_key = p.person_key and n.counted and n.open
             join household h on h.id = n.household_id
            where ${scope.within('h.region')} group by 1, 2, 3)
         select region, hukou_type, month, sum(persons) as persons, sum(covered) as covered,
                sum(newly) as "newlyCovered", sum(registered) as registered
           from told, now group by 1, 2, 3`,
        scope.parameters,
      ),
    );
  },
};

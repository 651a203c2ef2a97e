import { MONTHS, toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { count } from './cells.js';
import { itemOf, monitored } from './statistics.sql.js';

/** VF-01: whom the monitoring reaches (低收入人口). */
export const MONITORED_POPULATION: ReportDefinition = {
  code: 'VF-01',
  version: 1,
  title: { zh: '低收入人口监测', en: 'Monitored population' },
  meaning: {
    zh: '月末（当月为今日）有一个以上类别的人员，按12个类别；属于几个类别的，合计只计一次。',
    en: 'Persons with at least one open category on the last day of the month, of the current month today; by the 12 categories. Who is in several counts once in the total.',
  },
  items: { zh: 'all：合计；all/类别', en: 'all: the total; all/category' },
  basis: 'GB39; Hunan: 4,421,200',
  measures: { persons: {} },
  cells: [count('persons', 'PERSONS', { zh: '人数', en: 'Persons' })],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS}, ${monitored(within)}
         select region, hukou_type, month, 'all' as item, count(*) as persons from monitored group by 1, 2, 3
         union all
         select region, hukou_type, month, ${itemOf('category')}, count(*)
           from monitored cross join unnest(categories) as category group by 1, 2, 3, 4`,
        parameters,
      ),
    );
  },
};

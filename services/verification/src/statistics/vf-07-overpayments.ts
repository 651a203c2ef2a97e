import { MONTHS, toLeaves, township, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { count } from './cells.js';
import { itemOf } from './statistics.sql.js';

/** VF-07: what was paid and not due, and what of it came back (多发与追回). */
export const OVERPAYMENTS: ReportDefinition = {
  code: 'VF-07',
  version: 1,
  title: { zh: '多发与追回', en: 'Over-payments found and recovered' },
  meaning: {
    zh: '各发放部门本月发现的多发，其中由监测线索发现的；本月追回的和决定不再追回的。按项目。',
    en: 'What payers have found paid and not due in the month, and of it what a clue of monitoring had led to; what came back in the month, and what was given up. By programme.',
  },
  items: { zh: 'all：合计；all/项目', en: 'all: the total; all/programme' },
  basis: '社会救助暂行办法 art. 68',
  measures: {
    persons: {},
    foundOf: { within: 'persons' },
    found: { of: 'foundOf' },
    monitoringOf: { within: 'foundOf' },
    foundByMonitoring: { of: 'monitoringOf' },
    recoveredOf: { within: 'persons' },
    recovered: { of: 'recoveredOf' },
    writtenOffOf: { within: 'persons' },
    writtenOff: { of: 'writtenOffOf' },
  },
  cells: [
    count('persons', 'PERSONS', { zh: '人数', en: 'Persons' }),
    count('found', 'FEN', { zh: '发现多发', en: 'Found' }),
    count('foundByMonitoring', 'FEN', { zh: '其中监测发现', en: 'Of it found by monitoring' }),
    count('recovered', 'FEN', { zh: '追回', en: 'Recovered' }),
    count('writtenOff', 'FEN', { zh: '不再追回', en: 'Given up' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         told as materialized (
           select ${township('o.region')} as region, m.month, o.programme, o.person_key, 'FOUND' as what, o.amount_fen, o.clue_id
             from overpayment o join m on o.detected_at >= m.begins and o.detected_at < m.ends
            where ${within('o.region')}
           union all
           select ${township('r.region')}, m.month, r.programme, r.person_key,
                  case when r.way = 'WRITTEN_OFF' then 'WRITTEN_OFF' else 'RECOVERED' end, r.amount_fen, null
             from overpayment_recovery r join m on r.recovered_at >= m.begins and r.recovered_at < m.ends
            where ${within('r.region')})
         select region, 'NONE' as hukou_type, month,
                case when grouping(programme) = 1 then 'all' else ${itemOf('programme')} end as item,
                count(distinct person_key) as persons,
                count(distinct person_key) filter (where what = 'FOUND') as "foundOf",
                sum(amount_fen) filter (where what = 'FOUND') as found,
                count(distinct person_key) filter (where clue_id is not null) as "monitoringOf",
                sum(amount_fen) filter (where clue_id is not null) as "foundByMonitoring",
                count(distinct person_key) filter (where what = 'RECOVERED') as "recoveredOf",
                sum(amount_fen) filter (where what = 'RECOVERED') as recovered,
                count(distinct person_key) filter (where what = 'WRITTEN_OFF') as "writtenOffOf",
                sum(amount_fen) filter (where what = 'WRITTEN_OFF') as "writtenOff"
           from told, now group by grouping sets ((region, month), (region, month, programme))`,
        parameters,
      ),
    );
  },
};

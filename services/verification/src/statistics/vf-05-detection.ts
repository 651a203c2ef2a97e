import {
  MONTHS,
  hukou,
  toLeaves,
  township,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { count, share } from './cells.js';
import { itemOf } from './statistics.sql.js';

/** VF-05: how often a report finds what was not declared, or more than may be (检出率). */
export const DETECTION: ReportDefinition = {
  code: 'VF-05',
  version: 1,
  title: { zh: '检出率', en: 'Detection rate' },
  meaning: {
    zh: '本月出具的核对报告；其中结论为超过标准（EXCEEDS_*）或者差异重大的。按差异种类时，只计有该种差异的报告。',
    en: 'Reports issued in the month; of them those that conclude EXCEEDS_* for a purpose, or whose discrepancies are material. By kind: of the reports with a discrepancy of that kind alone.',
  },
  items: {
    zh: 'all：全部报告；all/申报方面.种类，如 all/INCOME.wage',
    en: 'all: all reports; all/side.kind, as all/INCOME.wage',
  },
  basis: '民发〔2021〕57号 art. 18',
  measures: {
    issued: {},
    detected: { within: 'issued' },
    exceeds: { within: 'issued' },
    material: { within: 'issued' },
  },
  cells: [
    count('issued', 'CASES', { zh: '核对报告', en: 'Reports' }),
    count('detected', 'CASES', { zh: '检出报告', en: 'Detected' }),
    share('detectionRate', 'detected', 'issued', { zh: '检出率', en: 'Detection rate' }),
    count('exceeds', 'CASES', { zh: '超过标准', en: 'Over a limit' }),
    count('material', 'CASES', { zh: '差异重大', en: 'Material' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         own as materialized (
           select ${township('t.region')} as region, ${hukou('f.hukou_type')} as hukou_type, m.month, f.exceeds, f.material, f.kinds
             from verification_report t
             join m on t.issued_at >= m.begins and t.issued_at < m.ends
             join report_finding f on f.report_id = t.id
            where ${within('t.region')}),
         told as (
           select region, hukou_type, month, 'all' as item, exceeds, material from own
           union all
           select region, hukou_type, month, ${itemOf('kind')}, exceeds, material from own cross join unnest(kinds) as kind)
         select region, hukou_type, month, item, count(*) as issued, count(*) filter (where exceeds or material) as detected,
                count(*) filter (where exceeds) as exceeds, count(*) filter (where material) as material
           from told, now group by 1, 2, 3, 4`,
        parameters,
      ),
    );
  },
};

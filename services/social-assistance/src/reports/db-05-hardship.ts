import {
  hukou,
  MONTHS,
  township,
  toLeaves,
  type CellDefinition,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';

/** Ten points a band; the last one has the 100 too. */
const BANDS = Array.from({ length: 10 }, (_, index) => ({
  code: `band${index * 10}`,
  from: index * 1_000,
  before: index === 9 ? 10_001 : (index + 1) * 1_000,
}));

const bandCell = ({ code }: (typeof BANDS)[number], index: number): CellDefinition => ({
  code,
  title: {
    zh: `得分${index * 10}—${index === 9 ? '100' : `${index * 10 + 9}.99`}`,
    en: `Score ${index * 10}–${index === 9 ? '100' : `${index * 10 + 9}.99`}`,
  },
  unit: 'CASES',
  numerator: [code],
});

/** DB-05: how hard the households have it that were assessed (困难状况评估). */
export const HARDSHIP_INDEX: ReportDefinition = {
  code: 'DB-05',
  version: 1,
  title: { zh: '困难状况评估', en: 'Hardship index' },
  meaning: {
    zh: '本月认定并已评分的案件按得分分布；按得分排序决定的案件及有排序名单的村；本月不予确认的案件中，提出临时救助建议的和已转入办理的。',
    en: 'Cases assessed in the month by score; those that the region’s list decides, and villages with a list; of the cases rejected in the month those that were offered temporary aid, and those for which it was taken up.',
  },
  basis: 'Gansu: five groups 40/30/10/15/5, ranked lists of villages',
  measures: {
    scored: {},
    ...Object.fromEntries(BANDS.map(({ code }) => [code, {}])),
    ranked: { within: 'scored' },
    villages: { of: 'scored' },
    rejected: {},
    offered: { within: 'rejected' },
    takenUp: { within: 'offered' },
  },
  sums: [{ whole: 'scored', parts: BANDS.map(({ code }) => code) }],
  cells: [
    {
      code: 'scored',
      title: { zh: '评分案件', en: 'Cases with a score' },
      unit: 'CASES',
      numerator: ['scored'],
    },
    ...BANDS.map(bandCell),
    {
      code: 'ranked',
      title: { zh: '排序决定的案件', en: 'Decided by rank' },
      unit: 'CASES',
      numerator: ['ranked'],
    },
    {
      code: 'villages',
      title: { zh: '有名单的村', en: 'Villages with a list' },
      unit: 'ITEMS',
      numerator: ['villages'],
    },
    { code: 'rejected', title: { zh: '不予确认', en: 'Rejected' }, unit: 'CASES', numerator: ['rejected'] },
    {
      code: 'offered',
      title: { zh: '建议临时救助', en: 'Offered temporary aid' },
      unit: 'CASES',
      numerator: ['offered'],
    },
    {
      code: 'takenUp',
      title: { zh: '转入临时救助', en: 'Temporary aid taken up' },
      unit: 'CASES',
      numerator: ['takenUp'],
    },
  ],
  async leaves(scope, { query }) {
    const band = ({ code, from, before }: (typeof BANDS)[number]): string =>
      `count(*) filter (where score >= ${from} and score < ${before}) as ${code}`;
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         own as materialized (
           select c.*, h.hukou_type from aid_case c join household h on h.id = c.household_id
            where ${scope.within('c.region')}),
         scored as (
           select ${township('c.region')} as region, ${hukou('c.hukou_type')} as hukou_type, m.month, c.region as village,
                  (c.assessment #>> '{hardship,scoreCenti}')::int as score,
                  c.assessment #>> '{hardship,mode}' = 'ranking' as ranked
             from own c join m on left(c.assessment ->> 'assessedOn', 7) = m.month
            where c.assessment -> 'hardship' is not null
              and c.assessment #>> '{hardship,outcome}' is distinct from 'EVALUATION_MISSING'),
         rejected as (
           select ${township('c.region')} as region, ${hukou('c.hukou_type')} as hukou_type, m.month,
                  c.decision -> 'offers' @> '[{"need": "TEMP_AID"}]' as offered,
                  exists (select from intake_ticket t join ticket_need n on n.ticket_id = t.id
                           where t.offered_case_id = c.id and n.need = 'TEMP_AID' and n.state = 'CASE') as taken_up
             from own c
             join lifecycle_log l on l.aggregate_id = c.id and l.aggregate = 'case' and l.to_state = 'REJECTED'
                                 and l.from_state <> 'REJECTED'
             join m on l.business_at >= m.begins and l.business_at < m.ends)
         select region, hukou_type, month, count(*) as scored, ${BANDS.map(band).join(', ')},
                count(*) filter (where ranked) as ranked, count(distinct village) filter (where ranked) as villages,
                0 as rejected, 0 as offered, 0 as "takenUp"
           from scored, now group by 1, 2, 3
         union all
         select region, hukou_type, month, 0, ${BANDS.map(() => '0').join(', ')}, 0, 0, count(*),
                count(*) filter (where offered), count(*) filter (where offered and taken_up)
           from rejected group by 1, 2, 3`,
        scope.parameters,
      ),
    );
  },
};

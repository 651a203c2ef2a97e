import {
  hukou,
  MONTHS,
  township,
  toLeaves,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';

/** SV-01: what was looked into, what was found, and what was paid back (监督检查). */
export const SUPERVISION: ReportDefinition = {
  code: 'SV-01',
  version: 1,
  title: { zh: '监督检查', en: 'Supervision' },
  meaning: {
    zh: '本月发现的监督事项，按种类：已核查的（按核查机关的级别）、属实的，核查率（近亲属应为百分之百）；本月决定追缴的；本月签字的入户调查及其中被列入签字核查的，按调查人。',
    en: 'Items flagged in the month, by kind: checked (by the level of who checked), confirmed, checked ÷ flagged (of relatives the target is 100 %); recoveries ordered in the month; visits signed in the month and those of them that were flagged SIGNATURE, by visitor.',
  },
  items: {
    zh: 'RELATIVE、SAMPLE、REENTRY、CHURN、COMPLAINT、LATE、SIGNATURE；RECOVERY；VISITOR/调查人',
    en: 'RELATIVE, SAMPLE, REENTRY, CHURN, COMPLAINT, LATE, SIGNATURE; RECOVERY; VISITOR/user',
  },
  basis:
    '民发〔2021〕57号 arts. 11, 20, 35; 社会救助暂行办法 art. 68; Hebei: 13 cities, 25 counties, 46 townships, 89 villages',
  measures: {
    flagged: {},
    checked: { within: 'flagged' },
    byTownship: { within: 'checked' },
    byCounty: { within: 'checked' },
    byCity: { within: 'checked' },
    byProvince: { within: 'checked' },
    confirmed: { within: 'checked' },
    orders: {},
    refundFen: { of: 'orders' },
    fineFen: { of: 'orders' },
    paidBackFen: { of: 'orders' },
    visits: {},
    visitsFlagged: { within: 'visits' },
  },
  sums: [{ whole: 'checked', parts: ['byTownship', 'byCounty', 'byCity', 'byProvince'] }],
  cells: [
    { code: 'flagged', title: { zh: '监督事项', en: 'Flagged' }, unit: 'ITEMS', numerator: ['flagged'] },
    { code: 'checked', title: { zh: '已核查', en: 'Checked' }, unit: 'ITEMS', numerator: ['checked'] },
    {
      code: 'byTownship',
      title: { zh: '乡级核查', en: 'By townships' },
      unit: 'ITEMS',
      numerator: ['byTownship'],
    },
    {
      code: 'byCounty',
      title: { zh: '县级核查', en: 'By counties' },
      unit: 'ITEMS',
      numerator: ['byCounty'],
    },
    { code: 'byCity', title: { zh: '市级核查', en: 'By cities' }, unit: 'ITEMS', numerator: ['byCity'] },
    {
      code: 'byProvince',
      title: { zh: '省级核查', en: 'By the province' },
      unit: 'ITEMS',
      numerator: ['byProvince'],
    },
    {
      code: 'checkedShare',
      title: { zh: '核查率', en: 'Checked ÷ flagged' },
      unit: 'PERCENT',
      numerator: ['checked'],
      denominator: ['flagged'],
    },
    { code: 'confirmed', title: { zh: '属实', en: 'Confirmed' }, unit: 'ITEMS', numerator: ['confirmed'] },
    { code: 'orders', title: { zh: '追缴决定', en: 'Recoveries' }, unit: 'ITEMS', numerator: ['orders'] },
    {
      code: 'refund',
      title: { zh: '应退金额', en: 'To be paid back' },
      unit: 'FEN',
      numerator: ['refundFen'],
    },
    { code: 'fine', title: { zh: '罚款', en: 'Fines' }, unit: 'FEN', numerator: ['fineFen'] },
    { code: 'paidBack', title: { zh: '已退金额', en: 'Paid back' }, unit: 'FEN', numerator: ['paidBackFen'] },
    { code: 'visits', title: { zh: '签字入户', en: 'Visits signed' }, unit: 'ITEMS', numerator: ['visits'] },
    {
      code: 'visitsFlagged',
      title: { zh: '列入签字核查', en: 'Of these flagged' },
      unit: 'PERCENT',
      numerator: ['visitsFlagged'],
      denominator: ['visits'],
    },
  ],
  async leaves(scope, { query }) {
    const { within } = scope;
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         item as (
           select ${township('i.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month, i.kind, i.finding,
                  length(i.checked_region) as level
             from supervision_item i join m on i.flagged_on >= m.first and i.flagged_on < m.after
             left join aid_case c on i.subject_type = 'case' and c.id = i.subject_id
             left join award a on i.subject_type = 'award' and a.id = i.subject_id
             left join house_visit v on i.subject_type = 'visit' and v.id = i.subject_id
             left join household h on h.id = coalesce(c.household_id, a.household_id, v.household_id)
            where ${within('i.region')}),
         visit as (
           select ${township('v.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month,
                  'VISITOR/' || (by.who ->> 'userId') as item,
                  exists (select from supervision_item i where i.subject_id = v.id and i.subject_type = 'visit'
                                                           and i.kind = 'SIGNATURE') as flagged
             from house_visit v
             join lifecycle_log l on l.aggregate_id = v.id and l.aggregate = 'visit' and l.to_state = 'SIGNED'
                                 and l.from_state <> 'SIGNED'
             join m on l.business_at >= m.begins and l.business_at < m.ends
            cross join lateral jsonb_array_elements(v.investigators) as by(who)
             left join household h on h.id = v.household_id
            where ${within('v.region')}),
         ordered as (
           select ${township('o.region')} as region, ${hukou('a.hukou_type')} as hukou_type, m.month, o.refund_fen, o.fine_fen,
                  o.paid_fen
             from recovery_order o join m on o.ordered_on >= m.first and o.ordered_on < m.after
             join award a on a.id = o.award_id where ${within('o.region')})
         select region, hukou_type, month, kind as item, count(*) as flagged, count(finding) as checked,
                count(*) filter (where level >= 9) as "byTownship", count(*) filter (where level = 6) as "byCounty",
                count(*) filter (where level = 4) as "byCity", count(*) filter (where level = 2) as "byProvince",
                count(*) filter (where finding = 'CONFIRMED') as confirmed, 0 as orders, 0 as "refundFen",
                0 as "fineFen", 0 as "paidBackFen", 0 as visits, 0 as "visitsFlagged"
           from item, now group by 1, 2, 3, 4
         union all
         select region, hukou_type, month, 'RECOVERY', 0, 0, 0, 0, 0, 0, 0, count(*), sum(refund_fen), sum(fine_fen),
                sum(paid_fen), 0, 0
           from ordered group by 1, 2, 3
         union all
         select region, hukou_type, month, item, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*),
                count(*) filter (where flagged)
           from visit group by 1, 2, 3, 4`,
        scope.parameters,
      ),
    );
  },
};

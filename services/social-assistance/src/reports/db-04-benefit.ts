import {
  toLeaves,
  type CellDefinition,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import { recipients } from './recipients.sql.js';

const share = (code: string, zh: string, en: string): CellDefinition => ({
  ...{ code, title: { zh, en }, unit: 'PERCENT' },
  ...{ numerator: [code], denominator: ['awards'] },
});

/** DB-04: what a recipient gets, and by which way (补助水平). */
export const BENEFIT_LEVEL: ReportDefinition = {
  code: 'DB-04',
  version: 1,
  title: { zh: '低保补助水平及类型', en: 'Benefit level' },
  meaning: {
    zh: '月末在保人员当月应发的基本额与分类施保金之和，除以人数；单人保、分档、刚性支出扣减、因病支出型各占在保户数之比；渐退期户数。',
    en: 'Base and extras due in the month to who is counted at its end, a person; of all awards the share of single-person, tiered, rigid-deduction and illness awards, by what they are today; households in gradual exit.',
  },
  basis:
    '民发〔2021〕57号 arts. 8, 13, 23, 27, 33; Hunan: +66,900 single-person, 25,600 households in gradual exit',
  measures: {
    persons: {},
    awards: {},
    baseFen: { of: 'persons' },
    extrasFen: { of: 'persons' },
    household: { within: 'awards' },
    singlePerson: { within: 'awards' },
    rigidDeduction: { within: 'awards' },
    illness: { within: 'awards' },
    tier: { within: 'awards' },
    gradualExits: { within: 'awards' },
  },
  sums: [{ whole: 'awards', parts: ['household', 'singlePerson', 'rigidDeduction', 'illness'] }],
  cells: [
    { code: 'persons', title: { zh: '人数', en: 'Persons' }, unit: 'PERSONS', numerator: ['persons'] },
    { code: 'awards', title: { zh: '户数', en: 'Awards' }, unit: 'HOUSEHOLDS', numerator: ['awards'] },
    {
      code: 'amount',
      title: { zh: '应发金额', en: 'Base and extras' },
      unit: 'FEN',
      numerator: ['baseFen', 'extrasFen'],
    },
    {
      code: 'perPerson',
      title: { zh: '人均补助', en: 'A person' },
      unit: 'FEN',
      numerator: ['baseFen', 'extrasFen'],
      denominator: ['persons'],
    },
    share('singlePerson', '单人保占比', 'Single-person guarantee'),
    share('tier', '分档补助占比', 'Tiered'),
    share('rigidDeduction', '刚性支出扣减占比', 'Rigid deduction'),
    share('illness', '因病支出型占比', 'Illness expenditure'),
    {
      code: 'gradualExits',
      title: { zh: '渐退期户数', en: 'In gradual exit' },
      unit: 'HOUSEHOLDS',
      numerator: ['gradualExits'],
    },
  ],
  async leaves(scope, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${recipients(scope)},
         covered as (select id, first, count(*) as persons from person group by 1, 2),
         tiers as (
           select coalesce(array_agg(id), '{}') as ids from policy_row
            where key = 'assistance.dibao.amount.mode' and value = '"TIER"'),
         stood as (
           select c.region, c.hukou_type, m.month, c.state, c.subtype, s.base_fen, s.extra_fen, v.persons,
                  s.policy_version_ids && t.ids as tiered
             from tiers t, counted c join m using (first)
             left join covered v on v.id = c.id and v.first = c.first
             left join award_segment s on s.award_id = c.id and s.superseded_at is null and s.months @> c.first)
         select region, hukou_type, month, sum(persons) as persons, count(*) as awards, sum(base_fen) as "baseFen",
                sum(extra_fen) as "extrasFen",
                count(*) filter (where subtype is null
                                    or subtype not in ('SINGLE_PERSON', 'RIGID_DEDUCTION', 'ILLNESS')) as household,
                count(*) filter (where subtype = 'SINGLE_PERSON') as "singlePerson",
                count(*) filter (where subtype = 'RIGID_DEDUCTION') as "rigidDeduction",
                count(*) filter (where subtype = 'ILLNESS') as illness,
                count(*) filter (where tiered) as tier,
                count(*) filter (where state = 'GRADUAL_EXIT') as "gradualExits"
           from stood, now group by 1, 2, 3`,
        scope.parameters,
      ),
    );
  },
};

import { toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import { MOVED, recipients } from './recipients.sql.js';

/** DB-01: whom the minimum living guarantee reaches, and who has come and gone (在保人数及变动). */
export const RECIPIENTS: ReportDefinition = {
  code: 'DB-01',
  version: 1,
  title: { zh: '低保在保人数及变动', en: 'Recipients and movement' },
  meaning: {
    zh: '月末待遇状态为发放中或者渐退期、且当月在保的人员；上月末不在本地在保而本月末在保的为新增，反之为退出；净增等于月末减月初。暂停发放的不计。',
    en: 'Persons covered in the month by an award that is ACTIVE or in GRADUAL_EXIT at its end. Entered: counted in a township at this end and not at the last; exited: the other way round; net = end − base. A held award is not counted.',
  },
  basis: '民发〔2021〕57号; Hebei: 1,515,600 at the end of October 2019, +294,000 → base 1,221,600',
  measures: { end: {}, base: {}, entered: {}, exited: {}, households: {} },
  sums: [{ whole: 'end', parts: ['base', 'entered', '-exited'] }],
  carried: { opening: 'base', closing: 'end', through: 'entered' },
  cells: [
    { code: 'end', title: { zh: '月末人数', en: 'Persons at the end' }, unit: 'PERSONS', numerator: ['end'] },
    {
      code: 'base',
      title: { zh: '月初人数', en: 'Persons at the beginning' },
      unit: 'PERSONS',
      numerator: ['base'],
    },
    { code: 'entered', title: { zh: '新增人数', en: 'Entered' }, unit: 'PERSONS', numerator: ['entered'] },
    { code: 'exited', title: { zh: '退出人数', en: 'Exited' }, unit: 'PERSONS', numerator: ['exited'] },
    { code: 'net', title: { zh: '净增人数', en: 'Net' }, unit: 'PERSONS', numerator: ['end', '-base'] },
    {
      code: 'households',
      title: { zh: '月末户数', en: 'Households at the end' },
      unit: 'HOUSEHOLDS',
      numerator: ['households'],
    },
  ],
  async leaves(scope, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${recipients(scope)}, ${MOVED},
         persons as (
           select region, hukou_type, month, count(*) filter (where at_end) as "end",
                  count(*) filter (where at_base) as base, count(*) filter (where at_end and not at_base) as entered,
                  count(*) filter (where at_base and not at_end) as exited
             from moved group by 1, 2, 3),
         standing as (
           select c.region, c.hukou_type, m.month, count(*) as households
             from counted c join m using (first) group by 1, 2, 3)
         select region, hukou_type, month, "end", base, entered, exited, households
           from persons full join standing using (region, hukou_type, month), now`,
        scope.parameters,
      ),
    );
  },
};

import {
  hukou,
  MONTHS,
  township,
  toLeaves,
  type Leaf,
  type ReportDefinition,
  type WideRow,
} from '@minzheng/casework/reports';
import type { CivilDate } from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';

type Decided = WideRow & {
  readonly submitted_on: CivilDate;
  readonly decided_on: CivilDate;
  readonly decided: string;
  readonly delegated: string;
};

/** OD-01: how fast the one door is (一门受理、限时办结). */
export const ONE_DOOR: ReportDefinition = {
  code: 'OD-01',
  version: 1,
  title: { zh: '一门受理协同办理', en: 'One-door acceptance' },
  meaning: {
    zh: '本月受理的求助；本月到期的待办事项中按时办结的比例，按环节和经办人；本月决定的案件从申请到决定的工作日中位数，以及委托乡镇审核确认的比例。',
    en: 'Tickets opened in the month; of what was due in the month what was done in time, by step and by who did it; of the cases decided in the month the median of working days from application to decision, and the share that townships decided.',
  },
  items: {
    zh: '空：求助与案件；待办事项的环节，如 caseDecision；环节/经办人',
    en: 'empty: tickets and cases; a step, as caseDecision; step/handler',
  },
  basis:
    '社会救助暂行办法 art. 60; 民发〔2021〕57号 arts. 15, 20–22; Guangyuan: 142 windows; Jiangsu ≥ 3 / ≥ 4',
  measures: {
    tickets: {},
    due: {},
    onTime: { within: 'due' },
    decided: {},
    workingDays: { of: 'decided' },
    delegated: { within: 'decided' },
  },
  cells: [
    { code: 'tickets', title: { zh: '求助', en: 'Tickets' }, unit: 'ITEMS', numerator: ['tickets'] },
    { code: 'due', title: { zh: '到期事项', en: 'Due' }, unit: 'ITEMS', numerator: ['due'] },
    {
      code: 'onTime',
      title: { zh: '按时办结率', en: 'On time' },
      unit: 'PERCENT',
      numerator: ['onTime'],
      denominator: ['due'],
    },
    {
      code: 'decided',
      title: { zh: '决定的案件', en: 'Cases decided' },
      unit: 'CASES',
      numerator: ['decided'],
    },
    {
      code: 'median',
      title: { zh: '办理工作日中位数', en: 'Median of working days' },
      unit: 'WORKING_DAYS',
      numerator: ['workingDays'],
      median: true,
    },
    {
      code: 'delegated',
      title: { zh: '委托审核确认占比', en: 'Decided by townships' },
      unit: 'PERCENT',
      numerator: ['delegated'],
      denominator: ['decided'],
    },
  ],
  async leaves(scope, { query }) {
    const [work, cases] = [
      await query<WideRow>(workDone(scope.within), scope.parameters),
      await query<Decided>(casesDecided(scope.within), scope.parameters),
    ];
    return [...toLeaves(work), ...cases.flatMap(decidedLeaves)];
  },
};

/** `due_at` is the first moment that is late. */
const workDone = (within: (column: string) => string): string => `
  with ${MONTHS},
  asked as (
    select ${township('t.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month, count(*) as tickets
      from intake_ticket t
      join lifecycle_log l on l.aggregate_id = t.id and l.aggregate = 'ticket' and l.from_state is null
      join m on l.business_at >= m.begins and l.business_at < m.ends
      left join household h on h.id = t.household_id
     where ${within('t.region')} group by 1, 2, 3),
  item as materialized (
    select ${township('w.region')} as region, m.month, w.kind, w.subject_type, w.subject_id,
           coalesce(w.settled_by, w.assignee, '-') as handler,
           coalesce(w.settled_at < w.due_at, false) as on_time
      from now, work_item w join m on w.due_at > m.begins and w.due_at <= m.ends
     where ${within('w.region')}
       and (w.state = 'SETTLED' or w.due_at <= now.today::timestamp at time zone 'Asia/Shanghai')),
  placed as (
    select i.*, ${hukou('h.hukou_type')} as hukou_type
      from item i
      left join aid_case c on i.subject_type = 'case' and c.id = i.subject_id
      left join award a on i.subject_type = 'award' and a.id = i.subject_id
      left join review r on i.subject_type = 'review' and r.id = i.subject_id
      left join intake_ticket t on i.subject_type = 'ticket' and t.id = i.subject_id
      left join house_visit v on i.subject_type = 'visit' and v.id = i.subject_id
      left join household h
        on h.id = coalesce(c.household_id, a.household_id, r.household_id, t.household_id, v.household_id))
  select region, hukou_type, month, '' as item, tickets, 0 as due, 0 as "onTime" from asked
  union all
  select region, hukou_type, month, kind, 0, count(*), count(*) filter (where on_time) from placed group by 1, 2, 3, 4
  union all
  select region, hukou_type, month, kind || '/' || handler, 0, count(*), count(*) filter (where on_time)
    from placed group by 1, 2, 3, 4`;

const casesDecided = (within: (column: string) => string): string => `
  with ${MONTHS}
  select ${township('c.region')} as region, ${hukou('h.hukou_type')} as hukou_type, m.month,
         (s.business_at at time zone 'Asia/Shanghai')::date::text as submitted_on,
         (d.business_at at time zone 'Asia/Shanghai')::date::text as decided_on,
         count(*) as decided, count(*) filter (where c.delegated) as delegated
    from now, aid_case c
    join household h on h.id = c.household_id
    join lifecycle_log s on s.aggregate_id = c.id and s.aggregate = 'case' and s.to_state = 'SUBMITTED' and s.from_state is null
    join lifecycle_log d on d.aggregate_id = c.id and d.aggregate = 'case' and d.to_state in ('APPROVED', 'REJECTED')
     and d.from_state <> d.to_state
    join m on d.business_at >= m.begins and d.business_at < m.ends
   where ${within('c.region')} group by 1, 2, 3, 4, 5`;

function decidedLeaves({
  region,
  hukou_type,
  month,
  submitted_on,
  decided_on,
  decided,
  delegated,
}: Decided): Leaf[] {
  const place = { region, hukouType: hukou_type ?? 'NONE', month, item: '' } as const;
  const days = workingDaysBetween(submitted_on, decided_on);
  return [
    { ...place, measure: 'decided', bucket: 0, value: BigInt(decided) },
    { ...place, measure: 'workingDays', bucket: days, value: BigInt(decided) },
    { ...place, measure: 'delegated', bucket: 0, value: BigInt(delegated) },
  ];
}

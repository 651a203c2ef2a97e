import {
  hukou,
  MONTHS,
  township,
  toLeaves,
  type Leaf,
  type ReportDefinition,
  type ReportScope,
  type WideRow,
} from '@minzheng/casework/reports';
import { firstDay } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';

const BUDGET = 'assistance.payroll.budgetFen';

/** FU-01: what was allocated and what of it has reached people (资金安排与发放). */
export const FUNDS: ReportDefinition = {
  code: 'FU-01',
  version: 1,
  title: { zh: '救助资金安排与发放', en: 'Funds' },
  meaning: {
    zh: '当年预算，列在批准预算的地区；本月发放批次的送发与到账笔数、金额；当年累计到账与结余；发放日前到账率；退票率；退票后三十日内重发率。',
    en: 'The budget of the year, in the region whose it is; of the runs of the month what was sent and what was paid; what of the year is paid and what is left; share paid by the day of payment; RETURNED ÷ SENT; share of the returned that was sent again within 30 days.',
  },
  items: { zh: '发放项目', en: 'programme' },
  basis: '民发〔2021〕57号 art. 25; XPCC: 533.17 m a year; Guangyuan: more than 1.7 bn',
  measures: {
    budgetFen: { of: null },
    sent: {},
    sentFen: { of: 'sent' },
    paid: { within: 'sent' },
    paidFen: { of: 'paid' },
    paidOnDay: { of: 'paid' },
    returned: { within: 'sent' },
    reissued: { within: 'returned' },
    yearPaid: {},
    yearPaidFen: { of: 'yearPaid' },
  },
  cells: [
    { code: 'allocated', title: { zh: '预算', en: 'Allocated' }, unit: 'FEN', numerator: ['budgetFen'] },
    { code: 'sent', title: { zh: '送发笔数', en: 'Lines sent' }, unit: 'ITEMS', numerator: ['sent'] },
    { code: 'sentFen', title: { zh: '送发金额', en: 'Sent' }, unit: 'FEN', numerator: ['sentFen'] },
    { code: 'paid', title: { zh: '到账金额', en: 'Paid' }, unit: 'FEN', numerator: ['paidFen'] },
    {
      code: 'yearPaid',
      title: { zh: '当年累计到账', en: 'Paid in the year' },
      unit: 'FEN',
      numerator: ['yearPaidFen'],
    },
    {
      code: 'unspent',
      title: { zh: '结余', en: 'Unspent' },
      unit: 'FEN',
      numerator: ['budgetFen', '-yearPaidFen'],
      where: 'budgetFen',
    },
    {
      code: 'onDay',
      title: { zh: '按日到账率', en: 'Paid by the day' },
      unit: 'PERCENT',
      numerator: ['paidOnDay'],
      denominator: ['sent'],
    },
    {
      code: 'returnRate',
      title: { zh: '退票率', en: 'Returned' },
      unit: 'PERCENT',
      numerator: ['returned'],
      denominator: ['sent'],
    },
    {
      code: 'reissued',
      title: { zh: '三十日内重发率', en: 'Sent again in 30 days' },
      unit: 'PERCENT',
      numerator: ['reissued'],
      denominator: ['returned'],
    },
  ],
  async leaves(scope, { query, book }) {
    const rows = await query<WideRow>(paidLines(scope), scope.parameters);
    return [...toLeaves(rows), ...budgets(scope, book)];
  },
};

/** A run is told in the month that it pays, a line where the award is. */
const paidLines = ({ within }: ReportScope): string => `
  with ${MONTHS},
  line as materialized (
    select ${township('l.region')} as region, ${hukou('a.hukou_type')} as hukou_type, r.programme as item, r.month as paid_month,
           l.id, l.amount_fen, l.state, b.settled_on, r.pay_on, r.sent_at, l.source_ref, l.person_key, l.part, l.month, l.component, l.attempt
      from payment_line l
      join payroll_run r on r.id = l.run_id and r.sent_at is not null
      left join award a on l.subject_type = 'award' and a.id = l.subject_id
      left join lateral (
        select t.settled_on from bank_result_line x join bank_result t on t.id = x.result_id
         where t.run_id = l.run_id and x.subject_id = l.subject_id and x.line_id = l.id limit 1) b on true
     where ${within('l.region')} and l.state <> 'CANCELLED'
       and left(r.month, 4) in (select left(month, 4) from m)),
  told as (
    select l.*,
           -- a run that was built after the pay day of its month is late, whatever day it was given; a price subsidy has its own
           l.settled_on <= l.pay_on and (l.part = 'PRICE' or to_char(l.pay_on, 'YYYY-MM') = l.paid_month) as is_on_day,
           l.state in ('RETURNED', 'REISSUED', 'WRITTEN_BACK') as returned,
           case when l.state in ('RETURNED', 'REISSUED', 'WRITTEN_BACK') then exists (
             select from payment_line n join payroll_run r on r.id = n.run_id
              where n.source_ref = l.source_ref and n.person_key = l.person_key and n.part = l.part and n.month = l.month
                and n.component = l.component and not n.void and n.attempt = l.attempt + 1
                and (r.sent_at at time zone 'Asia/Shanghai')::date <= l.settled_on + 30) end as again
      from line l)
  select l.region, l.hukou_type, m.month, l.item,
         count(*) filter (where l.paid_month = m.month) as sent,
         sum(l.amount_fen) filter (where l.paid_month = m.month) as "sentFen",
         count(*) filter (where l.paid_month = m.month and l.state = 'PAID') as paid,
         sum(l.amount_fen) filter (where l.paid_month = m.month and l.state = 'PAID') as "paidFen",
         count(*) filter (where l.paid_month = m.month and l.state = 'PAID' and l.is_on_day) as "paidOnDay",
         count(*) filter (where l.paid_month = m.month and l.returned) as returned,
         count(*) filter (where l.paid_month = m.month and l.returned and l.again) as reissued,
         count(*) filter (where l.state = 'PAID') as "yearPaid",
         sum(l.amount_fen) filter (where l.state = 'PAID') as "yearPaidFen"
    from now, m join told l on left(l.paid_month, 4) = left(m.month, 4) and l.paid_month <= m.month
   group by 1, 2, 3, 4`;

/** Each budget once, where it was approved: with the figures of the first county that it is for. */
function budgets({ months, counties, places }: ReportScope, book: PolicyBook): Leaf[] {
  return months.flatMap((month) => {
    const rows = new Map<string, PolicyRow>();
    for (const county of counties) {
      const row = resolved(book, county, firstDay(month));
      const first = row && places.find((place) => place.startsWith(row.regionPrefix));
      if (row && first === county) rows.set(row.regionPrefix, row);
    }
    return [...rows.values()].flatMap(({ regionPrefix, value }) =>
      Object.entries(value as Readonly<Record<string, string>>).map(([item, fen]): Leaf => ({
        ...{ region: regionPrefix, hukouType: 'NONE', month, item },
        ...{ measure: 'budgetFen', bucket: 0, value: BigInt(fen) },
      })),
    );
  });
}

function resolved(book: PolicyBook, region: string, on: string): PolicyRow | undefined {
  try {
    return book.resolve(BUDGET, region, on);
  } catch (error) {
    if (error instanceof PolicyMissing) return undefined;
    throw error;
  }
}

import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';

/** When a civil day begins. */
export const midnight = (day: string): string => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`;

/** That a record has a past, and nothing has happened with it on a day or later. */
export const quietSince = (id: string, day: string): string => `
  (select max(l.business_at) from lifecycle_log l where l.aggregate_id = ${id}) < ${midnight(day)}`;

/** What hangs on a case (随案记录), by the name under which the other tables refer to it. */
const KINDS = [
  ...['case', 'award', 'review', 'overpayment', 'recoveryOrder', 'clueTask'],
  ...['visit', 'notice', 'letter', 'objection', 'supervisionItem', 'complaint'],
] as const;
export type RecordKind = (typeof KINDS)[number];

/** Ids of all records of some cases. */
export class CaseRecords {
  readonly #ids: ReadonlyMap<RecordKind, readonly string[]>;

  constructor(rows: readonly { readonly kind: RecordKind; readonly id: string }[]) {
    this.#ids = new Map(
      KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).map(({ id }) => id)]),
    );
  }

  of(kind: RecordKind): readonly string[] {
    return this.#ids.get(kind) ?? [];
  }

  get all(): readonly string[] {
    return [...this.#ids.values()].flat();
  }
}

/**
 * Of cases `$1` each record with whether it keeps the case from being erased: an award that runs or has something left to
 * pay, a review, recovery, clue, objection, item or complaint that is open.
 */
const HANGING = `
  with award_of as (
    select a.case_id, a.id, a.state <> 'CEASED' or a.settle_from is not null as is_open
      from award a where a.case_id = any($1::uuid[])),
  subject as (
    select id as case_id, 'case' as kind, id, false as is_open from unnest($1::uuid[]) as c(id)
    union all
    select case_id, 'award', id, is_open from award_of
    union all
    select a.case_id, 'review', r.id, r.state <> 'CONCLUDED' from award_of a join review r on r.award_id = a.id
    union all
    select a.case_id, 'overpayment', o.id, o.state = 'OPEN' from award_of a join overpayment o on o.award_id = a.id
    union all
    select a.case_id, 'recoveryOrder', o.id, o.state in ('ISSUED', 'PAYING')
      from award_of a join recovery_order o on o.award_id = a.id
    union all
    select a.case_id, 'clueTask', t.id, t.state in ('OPEN', 'VISITED') from award_of a join clue_task t on t.award_id = a.id),
  visit_of as (
    select s.case_id, 'visit' as kind, v.id, false as is_open
      from subject s join house_visit v on v.subject_type = s.kind and v.subject_id = s.id),
  notice_of as (
    select s.case_id, 'notice' as kind, n.id, false as is_open
      from subject s join public_notice n on n.subject_type = s.kind and n.subject_id = s.id),
  item_of as (
    select s.case_id, i.id, i.state = 'OPEN' as is_open
      from (select * from subject union all select * from visit_of) s
      join supervision_item i on i.subject_id = s.id and i.subject_type = s.kind),
  complaint_of as (
    select c.case_id, c.id, c.item_id, c.state <> 'ANSWERED' as is_open
      from complaint c where c.case_id = any($1::uuid[])
    union
    select i.case_id, c.id, c.item_id, c.state <> 'ANSWERED' from item_of i join complaint c on c.item_id = i.id)
  select distinct case_id, kind, id, is_open from (
    select * from subject
    union all
    select * from visit_of
    union all
    select * from notice_of
    union all
    select s.case_id, 'letter', l.id, false
      from subject s join letter l on l.subject_type = s.kind and l.subject_id = s.id
    union all
    select s.case_id, 'objection', o.id, o.state = 'RECEIVED'
      from subject s join objection o on o.subject_type = s.kind and o.subject_id = s.id
    union all
    select n.case_id, 'objection', o.id, o.state = 'RECEIVED' from notice_of n join objection o on o.notice_id = n.id
    union all
    select case_id, 'supervisionItem', id, is_open from item_of
    union all
    select c.case_id, 'supervisionItem', i.id, i.state = 'OPEN'
      from complaint_of c join supervision_item i on i.id = c.item_id
    union all
    select case_id, 'complaint', id, is_open from complaint_of) record`;

interface HangingRecord {
  readonly case_id: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly is_open: boolean;
}

/** What a look at cases has found. */
export interface DueCases {
  readonly cases: readonly string[];
  readonly records: CaseRecords;
  /** Cases that have had their time, of which something is open still: they are left whole. */
  readonly left: number;
}

/** Which of some cases had their last event before a day, with everything that hangs on them; they are locked. */
export async function dueCases(tx: Tx, cases: readonly string[], before: CivilDate): Promise<DueCases> {
  if (cases.length === 0) return { cases, records: new CaseRecords([]), left: 0 };
  const locked = await tx.query<{ id: string }>(
    'select id from aid_case where id = any($1::uuid[]) order by id for update skip locked',
    [cases],
  );
  const hanging = await tx.query<HangingRecord>(HANGING, [locked.map(({ id }) => id)]);
  const recent = await recentOf(tx, hanging, before);
  const unpaid = await unpaidOf(tx, hanging);
  const old = locked.map(({ id }) => id).filter((id) => !recent.has(id));
  const open = new Set([
    ...hanging.filter(({ is_open }) => is_open).map(({ case_id }) => case_id),
    ...unpaid,
  ]);
  const due = new Set(old.filter((id) => !open.has(id)));
  return {
    cases: [...due],
    records: new CaseRecords(hanging.filter(({ case_id }) => due.has(case_id))),
    left: old.length - due.size,
  };
}

/**
 * Cases of which something has happened, or was paid, on a day or later, and those that explain what was kept back of a payment of
 * another that is kept.
 */
async function recentOf(
  tx: Tx,
  hanging: readonly HangingRecord[],
  before: CivilDate,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ case_id: string }>(
    `select h.case_id from unnest($1::uuid[], $2::uuid[]) as h(case_id, id)
      where exists (select from lifecycle_log l where l.aggregate_id = h.id and l.business_at >= ${midnight('$3')})
         or exists (select from payment_line l join payroll_run r on r.id = l.run_id
                     where l.subject_id = h.id and r.pay_on >= $3)
         or exists (select from payment_offset o join payment_line l on l.id = o.line_id
                     where o.claim_id = h.id
                       and not exists (select from award a where a.id = l.subject_id and a.case_id = h.case_id))`,
    [hanging.map(({ case_id }) => case_id), hanging.map(({ id }) => id), before],
  );
  return new Set(rows.map(({ case_id }) => case_id));
}

/** Cases of which a line waits for its money: planned, at the bank, or returned and not settled. */
async function unpaidOf(tx: Tx, hanging: readonly HangingRecord[]): Promise<ReadonlySet<string>> {
  const awards = hanging.filter(({ kind }) => kind === 'award');
  const rows = await tx.query<{ case_id: string }>(
    `select h.case_id from unnest($1::uuid[], $2::uuid[]) as h(case_id, id)
      where exists (select from payment_line l where l.subject_id = h.id and not l.void
                       and l.state in ('PLANNED', 'SENT', 'RETURNED'))`,
    [awards.map(({ case_id }) => case_id), awards.map(({ id }) => id)],
  );
  return new Set(rows.map(({ case_id }) => case_id));
}

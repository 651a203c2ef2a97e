import type { Tx } from '@minzheng/platform/persistence';
import type { OwedClaim, PaymentSource } from './payment-source.js';

/** Of whose lines, in which run and month. */
export interface OffsetPlace {
  readonly runId: string;
  readonly month: string;
  readonly ids: readonly string[];
  /** The only line that may be changed: the others of its run are counted already. */
  readonly lineId?: string;
}

/**
 * Keeps back (抵扣) from the lines of a month what their subjects owe and have agreed to: of each subject the part of one
 * claim, the oldest that is not on its way already, and of the others none in that month; from the base first, and never a
 * whole line. What the share is of is all that is due for the month, in whichever run, and what is kept back of it already
 * counts. Done again, nothing more is kept back.
 */
export async function keepBack(tx: Tx, source: PaymentSource, place: OffsetPlace): Promise<void> {
  const claims = (await source.owed?.(tx, place)) ?? [];
  if (claims.length === 0) return;
  await tx.execute(KEEP_BACK, [place.runId, place.month, ...columnsOf(claims), place.lineId ?? null]);
}

const columnsOf = (claims: readonly OwedClaim[]): readonly unknown[] => [
  claims.map(({ subjectId }) => subjectId),
  claims.map(({ claimId }) => claimId),
  claims.map(({ instalmentFen }) => instalmentFen.toString()),
  claims.map(({ shareBp }) => shareBp),
  claims.map(({ balanceFen }) => balanceFen.toString()),
];

const KEEP_BACK = `
  with claim as materialized (
    select distinct on (subject_id) * from (
      select c.subject_id, c.claim_id, c.instalment_fen, c.share_bp,
             c.balance_fen - coalesce((
               select sum(o.fen) from payment_offset o join payment_line l on l.id = o.line_id
                where o.claim_id = c.claim_id and l.state in ('PLANNED', 'SENT') and not l.void), 0) as left_fen
        from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::int[], $7::bigint[])
             as c(subject_id, claim_id, instalment_fen, share_bp, balance_fen)
       where not exists (
         select from payment_line taken join payment_offset o on o.line_id = taken.id
          where taken.subject_id = c.subject_id and taken.month = $2 and taken.offset_fen > 0 and not taken.void
            and taken.state in ('PLANNED', 'SENT', 'PAID') and o.claim_id <> c.claim_id)) as open
     where left_fen > 0 order by subject_id, claim_id),
  month as materialized (
    select c.*, of_month.due_fen, of_month.kept_fen
      from claim c
     cross join lateral (
       select sum(l.amount_fen + l.offset_fen) as due_fen,
              sum(l.offset_fen) filter (where l.state in ('PLANNED', 'SENT', 'PAID')) as kept_fen
         from payment_line l
        where l.subject_id = c.subject_id and l.month = $2 and l.part in ('BASE', 'EXTRA')
          and l.state in ('PLANNED', 'SENT', 'PAID', 'RETURNED') and not l.void offset 0) of_month),
  line as (
    select l.id, l.amount_fen, m.claim_id,
           least(m.left_fen, least(m.instalment_fen, floor(m.due_fen * m.share_bp / 10000)) - m.kept_fen) as wanted_fen,
           coalesce(sum(l.amount_fen - 1) over (
             partition by l.subject_id order by l.part, l.person_key, l.id
             rows between unbounded preceding and 1 preceding), 0) as before_fen
      from month m
     cross join lateral (
       select * from payment_line
        where subject_id = m.subject_id and month = $2 and run_id = $1 and component in ('BASE', 'EXTRA')
          and state = 'PLANNED' and offset_fen = 0 and not void and id = coalesce($8::uuid, id) offset 0) l),
  kept as materialized (
    select id, claim_id, least(amount_fen - 1, wanted_fen - before_fen)::bigint as fen
      from line where wanted_fen > before_fen and amount_fen > 1),
  noted as (
    insert into payment_offset (line_id, claim_id, fen) select id, claim_id, fen from kept)
  update payment_line l set amount_fen = l.amount_fen - kept.fen, offset_fen = kept.fen
    from kept where l.id = kept.id`;

/** What was kept back from a line that the bank has answered for, or that was given up. */
export interface LineOffset {
  readonly lineId: string;
  /** What it was kept back for. */
  readonly claimId: string;
  readonly fen: bigint;
  /** True when the bank had paid the line before: it counts as recovered. */
  readonly wasPaid: boolean;
}

/** Of these lines those from which something was kept back, in the order of what it was kept back for. */
export async function offsetsOf(
  tx: Tx,
  lines: readonly { readonly id: string; readonly from: string; readonly offsetFen: bigint }[],
): Promise<LineOffset[]> {
  const kept = new Map(lines.flatMap((line) => (line.offsetFen > 0n ? [[line.id, line]] : [])));
  if (kept.size === 0) return [];
  const rows = await tx.query<{ line_id: string; claim_id: string; fen: string }>(
    'select line_id, claim_id, fen from payment_offset where line_id = any($1::uuid[]) order by claim_id, line_id',
    [[...kept.keys()]],
  );
  return rows.map(({ line_id, claim_id, fen }) => ({
    ...{ lineId: line_id, claimId: claim_id, fen: BigInt(fen) },
    wasPaid: kept.get(line_id)?.from === 'PAID',
  }));
}

/** What is kept back from the planned lines of a run, or from these, which were planned. */
export async function offsetsOfPlanned(
  tx: Tx,
  lines: { readonly runId: string } | { readonly lineIds: readonly string[] },
): Promise<LineOffset[]> {
  const [condition, parameter] =
    'runId' in lines
      ? [`run_id = $1 and state = 'PLANNED'`, lines.runId]
      : ['id = any($1::uuid[])', lines.lineIds];
  const rows = await tx.query<{ id: string; fen: string }>(
    `select id, offset_fen as fen from payment_line where ${condition} and offset_fen > 0`,
    [parameter],
  );
  return offsetsOf(
    tx,
    rows.map(({ id, fen }) => ({ id, from: 'PLANNED', offsetFen: BigInt(fen) })),
  );
}

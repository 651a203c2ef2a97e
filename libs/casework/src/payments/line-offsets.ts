import type { Tx } from '@minzheng/platform/persistence';
import type { OwedClaim, PaymentSource } from './payment-source.js';

/** Of whose lines, in which run and month. */
export interface OffsetPlace {
  readonly runId: string;
  readonly month: string;
  readonly ids: readonly string[];
}

/**
 * Keeps back (抵扣) from the lines of a month what their subjects owe and have agreed to: of each subject the part of one
 * claim, the oldest that is not on its way already, once a month; from the base first, and never a whole line. Done
 * again, nothing more is kept back.
 */
export async function keepBack(tx: Tx, source: PaymentSource, place: OffsetPlace): Promise<void> {
  const claims = (await source.owed?.(tx, place)) ?? [];
  if (claims.length === 0) return;
  await tx.execute(KEEP_BACK, [place.runId, place.month, ...columnsOf(claims)]);
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
         select from payment_line taken
          where taken.subject_id = c.subject_id and taken.month = $2 and taken.offset_fen > 0 and not taken.void
            and taken.state in ('PLANNED', 'SENT', 'PAID'))) as open
     where left_fen > 0 order by subject_id, claim_id),
  line as (
    select l.id, l.amount_fen, c.claim_id,
           least(c.instalment_fen, c.left_fen,
                 floor(sum(l.amount_fen) over (partition by l.subject_id) * c.share_bp / 10000)) as wanted_fen,
           coalesce(sum(l.amount_fen - 1) over (
             partition by l.subject_id order by l.part, l.person_key, l.id
             rows between unbounded preceding and 1 preceding), 0) as before_fen
      from claim c
     cross join lateral (
       select * from payment_line
        where subject_id = c.subject_id and month = $2 and run_id = $1 and component in ('BASE', 'EXTRA')
          and state = 'PLANNED' and not void offset 0) l),
  kept as materialized (
    select id, claim_id, least(amount_fen - 1, wanted_fen - before_fen)::bigint as fen
      from line where wanted_fen > before_fen and amount_fen > 1),
  noted as (
    insert into payment_offset (line_id, claim_id, fen) select id, claim_id, fen from kept)
  update payment_line l set amount_fen = l.amount_fen - kept.fen, offset_fen = kept.fen
    from kept where l.id = kept.id`;

/** What was kept back from a line that the bank has answered for. */
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

import type { HeldBack, OffsetReleases, ReleasedOffset } from '@minzheng/casework/payments';
import type { Fen } from '@minzheng/kernel/money';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { Overpayment } from './overpayment.entity.js';
import type { OverpaymentService } from './overpayment.service.js';
import { creditRefund, min } from './recovery-credit.js';
import { RECOVERY_LIFECYCLE, RecoveryOrder } from './recovery-order.entity.js';

/** By what an order that rests on nothing any more is brought in line. */
export interface Withdrawal {
  readonly overpayments: OverpaymentService;
  readonly releases: OffsetReleases;
  readonly at: Date;
  readonly today: string;
}

/** Orders that ask for one of these over-payments of the award. */
export async function ordersFor(
  tx: Tx,
  awardId: string,
  overpaymentIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from recovery_order where award_id = $1 and overpayment_ids && $2::uuid[] order by id',
    [awardId, overpaymentIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Of what the order asked for, this is void: it asks for the rest, or for nothing. What was kept back (抵扣) and is no longer
 * owed is due again with the next run, what has not gone out first; what had come in for the void part counts for the rest.
 */
export async function withdraw(
  tx: Tx,
  order: RecoveryOrder,
  voided: readonly Overpayment[],
  held: readonly HeldBack[],
  { overpayments, releases, at, today }: Withdrawal,
): Promise<void> {
  const isOfOrder = ({ month }: { readonly month: string }): boolean => order.months.includes(month);
  const restFen =
    order.refundFen -
    sumOf(voided.flatMap(({ parts }) => parts.filter(isOfOrder)).map(({ fen }) => BigInt(fen)));
  const owedFen = restFen > 0n ? restFen + order.fineFen : 0n;
  const outFen = sumOf(held.filter(({ isPaid }) => !isPaid).map(({ fen }) => fen));
  const released = newestFirst(held, order.paidFen + outFen - owedFen);
  await releases.release(tx, { subjectType: 'award', subjectId: order.awardId }, released);
  const paid = new Set(held.filter(({ isPaid }) => isPaid).map(({ lineId }) => lineId));
  const backFen = await recordBack(
    tx,
    order,
    released.filter(({ lineId }) => paid.has(lineId)),
    `void/${voided[0]?.id ?? ''}`,
    today,
  );
  order.paidFen -= backFen;
  if (restFen <= 0n) {
    if (order.state === 'WAIVED') await tx.save(order);
    else await tx.move(order, RECOVERY_LIFECYCLE, 'withdraw', at);
    return;
  }
  order.refundFen = restFen;
  if (order.state !== 'WAIVED') await countForRest(tx, order, voided, backFen, overpayments);
  order.paidFen = min(order.paidFen, owedFen);
  const isIn = order.paidFen === owedFen && (order.state === 'ISSUED' || order.state === 'PAYING');
  if (isIn) await tx.move(order, RECOVERY_LIFECYCLE, 'settle', at);
  else await tx.save(order);
}

/** What had come in for the void part, and is not given back, has come in for what is left. */
async function countForRest(
  tx: Tx,
  order: RecoveryOrder,
  voided: readonly Overpayment[],
  backFen: Fen,
  overpayments: OverpaymentService,
): Promise<void> {
  const movedFen = sumOf(voided.map(({ recoveredFen }) => recoveredFen)) - backFen;
  if (movedFen <= 0n) return;
  order.paidFen -= movedFen;
  await creditRefund(tx, overpayments, order, movedFen, 'OFFSET');
  order.paidFen += movedFen;
}

/** @returns how much */
async function recordBack(
  tx: Tx,
  { id }: RecoveryOrder,
  released: readonly ReleasedOffset[],
  why: string,
  today: string,
): Promise<Fen> {
  for (const { lineId, fen } of released) {
    await tx.execute(
      `insert into recovery_payment (id, order_id, amount_fen, way, received_on, reference, recorded_by)
       values ($1, $2, $3, 'OFFSET', $4, $5, $6)`,
      [uuidv7(), id, (-fen).toString(), today, `${lineId}/${why}`, tx.actor],
    );
  }
  return sumOf(released.map(({ fen }) => fen));
}

/** Of lines so much in all: what is on its way before what is paid, later lines before earlier ones. */
function newestFirst(held: readonly HeldBack[], amountFen: Fen): ReleasedOffset[] {
  const order = held.toSorted((a, b) =>
    a.isPaid === b.isPaid ? (a.lineId < b.lineId ? 1 : -1) : a.isPaid ? 1 : -1,
  );
  const released: ReleasedOffset[] = [];
  let left = amountFen;
  for (const { lineId, fen } of order) {
    const part = min(fen, left);
    if (part <= 0n) break;
    released.push({ lineId, fen: part });
    left -= part;
  }
  return released;
}

const sumOf = (amounts: readonly Fen[]): Fen => amounts.reduce((sum, fen) => sum + fen, 0n);

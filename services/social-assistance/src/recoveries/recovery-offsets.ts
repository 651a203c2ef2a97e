import type { LineOffset, OwedClaim } from '@minzheng/casework/payments';
import type { Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { OverpaymentService } from './overpayment.service.js';
import { creditRefund, giveRefundBack } from './recovery-credit.js';
import { RECOVERY_LIFECYCLE, RecoveryOrder } from './recovery-order.entity.js';

/**
 * What is to be kept back (抵扣) from the lines of a month of these awards (R22): of orders with written consent, from the
 * first month of their plan on, the part that the household has agreed to, never more than the share of the award that the
 * policy of the order allows, nor than what is still owed. A month that an award is not paid is made up for at the end.
 */
export async function owedByAwards(
  tx: Tx,
  { ids, month }: { readonly ids: readonly string[]; readonly month: Month },
): Promise<OwedClaim[]> {
  // awards before what they owe: whoever takes a debt back holds the award
  const awards = await tx.query<{ id: string }>(
    `select id from award
      where id in (select award_id from recovery_order
                    where award_id = any($1::uuid[]) and route = 'OFFSET' and state in ('ISSUED', 'PAYING'))
      order by id for no key update`,
    [ids],
  );
  if (awards.length === 0) return [];
  const orders = await tx.query<{ id: string }>(
    `select id from recovery_order
      where award_id = any($1::uuid[]) and route = 'OFFSET' and state in ('ISSUED', 'PAYING')
        and plan -> 0 ->> 'month' <= $2
      order by id for no key update`,
    [awards.map(({ id }) => id), month],
  );
  if (orders.length === 0) return [];
  // read once they are locked: what has come in meanwhile counts
  const rows = await tx.query<{ award_id: string; id: string; part: string; share: number; open: string }>(
    `select r.award_id, r.id, r.plan -> 0 ->> 'amountFen' as part,
            (select (p.value #>> '{}')::int from policy_row p
              where p.id = any(r.policy_version_ids) and p.key = 'assistance.recover.offsetBp') as share,
            least(r.refund_fen - least(r.paid_fen, r.refund_fen),
                  (select coalesce(sum(o.amount_fen - o.recovered_fen), 0) from overpayment o
                    where o.id = any(r.overpayment_ids) and o.state = 'OPEN'))::text as open
       from recovery_order r where r.id = any($1::uuid[])`,
    [orders.map(({ id }) => id)],
  );
  return rows.map(({ award_id, id, part, share, open }) => ({
    ...{ subjectId: award_id, claimId: id, shareBp: share },
    ...{ instalmentFen: BigInt(part), balanceFen: BigInt(open) },
  }));
}

/** What is kept back for an order from lines that the bank has not answered for. */
export async function keptBackFen(tx: Tx, orderId: string): Promise<Fen> {
  const [row] = await tx.query<{ fen: string }>(
    `select coalesce(sum(o.fen), 0)::text as fen
       from payment_offset o join payment_line l on l.id = o.line_id
      where o.claim_id = $1 and l.state in ('PLANNED', 'SENT') and not l.void`,
    [orderId],
  );
  return BigInt(row?.fen ?? 0);
}

/** What comes of lines from which something was kept back (R22): paid, it is recovered; returned, it is owed again. */
@Injectable()
export class RecoveryOffsets {
  constructor(
    private readonly overpayments: OverpaymentService,
    private readonly clock: BusinessClock,
  ) {}

  async paid(tx: Tx, offsets: readonly LineOffset[]): Promise<void> {
    for (const [order, kept] of await byOrder(tx, offsets)) {
      let sum = 0n;
      for (const { lineId, fen } of kept) if (await this.#record(tx, order, fen, lineId)) sum += fen;
      if (sum === 0n) continue;
      await creditRefund(tx, this.overpayments, order, sum, 'OFFSET');
      order.paidFen += sum;
      if (order.state === 'WAIVED') {
        await tx.save(order);
        continue;
      }
      const isAll = order.paidFen === order.refundFen + order.fineFen;
      await tx.move(order, RECOVERY_LIFECYCLE, isAll ? 'settle' : 'pay', this.clock.now());
    }
  }

  async returned(tx: Tx, offsets: readonly LineOffset[]): Promise<void> {
    for (const [order, kept] of await byOrder(tx, offsets)) {
      let sum = 0n;
      for (const { lineId, fen, wasPaid } of kept) {
        if (wasPaid && (await this.#record(tx, order, -fen, `${lineId}/returned`))) sum += fen;
      }
      if (sum > 0n) await this.#giveBack(tx, order, sum);
      // what nobody is asked for any more is given up with the rest
      if (order.state === 'WAIVED') {
        const open = kept.reduce((all, { fen }) => all + fen, 0n);
        await creditRefund(tx, this.overpayments, order, open, 'WRITTEN_OFF');
      }
    }
  }

  async #giveBack(tx: Tx, order: RecoveryOrder, sum: Fen): Promise<void> {
    await giveRefundBack(tx, this.overpayments, order, sum);
    order.paidFen -= sum;
    if (order.state === 'WAIVED') await tx.save(order);
    else await tx.move(order, RECOVERY_LIFECYCLE, 'giveBack', this.clock.now());
  }

  /** @returns false when it was recorded before */
  async #record(tx: Tx, { id }: RecoveryOrder, fen: Fen, reference: string): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into recovery_payment (id, order_id, amount_fen, way, received_on, reference, recorded_by)
       values ($1, $2, $3, 'OFFSET', $4, $5, $6) on conflict do nothing`,
      [uuidv7(), id, fen.toString(), this.clock.today(), reference, tx.actor],
    );
    return inserted === 1;
  }
}

/** The orders, locked in the order of their ids, each with what was kept back for it. */
async function byOrder(
  tx: Tx,
  offsets: readonly LineOffset[],
): Promise<readonly (readonly [RecoveryOrder, readonly LineOffset[]])[]> {
  const groups = Map.groupBy(offsets, ({ claimId }) => claimId);
  const orders: (readonly [RecoveryOrder, readonly LineOffset[]])[] = [];
  for (const [id, each] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    orders.push([await tx.loadForUpdate(RecoveryOrder, id), each]);
  }
  return orders;
}

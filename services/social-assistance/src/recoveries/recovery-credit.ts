import type { Fen } from '@minzheng/kernel/money';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { Overpayment } from './overpayment.entity.js';
import type { OverpaymentService, RecoveryWay } from './overpayment.service.js';
import type { RecoveryOrder } from './recovery-order.entity.js';

/** The part of a sum that belongs to the refund, over the over-payments in the order of the persons. */
export async function creditRefund(
  tx: Tx,
  overpayments: OverpaymentService,
  order: RecoveryOrder,
  amountFen: Fen,
  way: RecoveryWay,
): Promise<void> {
  let left = min(amountFen, order.refundFen - min(order.paidFen, order.refundFen));
  for (const id of await byPerson(tx, order)) {
    const overpayment = await tx.loadForUpdate(Overpayment, id);
    const part = min(left, overpayment.amountFen - overpayment.recoveredFen);
    if (part <= 0n || overpayment.state !== 'OPEN') continue;
    await overpayments.recovered(tx, overpayment, part, way);
    left -= part;
  }
}

/** As {@link creditRefund} the other way round: what had come in last is open again first. */
export async function giveRefundBack(
  tx: Tx,
  overpayments: OverpaymentService,
  order: RecoveryOrder,
  amountFen: Fen,
): Promise<void> {
  let left = amountFen;
  for (const id of (await byPerson(tx, order)).reverse()) {
    const overpayment = await tx.loadForUpdate(Overpayment, id);
    const part = min(left, overpayment.recoveredFen);
    if (part <= 0n || overpayment.state === 'VOID') continue;
    await overpayments.givenBack(tx, overpayment, part);
    left -= part;
  }
}

async function byPerson(tx: Tx, { overpaymentIds }: RecoveryOrder): Promise<string[]> {
  const found = await tx.manager.findBy(Overpayment, { id: In(overpaymentIds) });
  return found.sort((a, b) => (a.personKey < b.personKey ? -1 : 1)).map(({ id }) => id);
}

export const min = (a: Fen, b: Fen): Fen => (a < b ? a : b);

import { Injectable } from '@nestjs/common';
import { RecoveryOrderedSchema } from '@minzheng/contracts/assistance';
import { parseFen, type Fen } from '@minzheng/kernel/money';
import { addMonths, monthOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore, usesOf } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { CaseGuards } from '../applications/case-guards.js';
import { Award } from '../awards/award.entity.js';
import {
  fineRange,
  instalmentPlan,
  isFineAllowed,
  offsetPlan,
  recoveryRoute,
  type RecoveryPart,
} from '../entitlement/recovery.rules.js';
import { readRecoveryPolicy } from '../entitlement/rule-policies.js';
import { said, transition } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { Overpayment } from './overpayment.entity.js';
import { OverpaymentService } from './overpayment.service.js';
import type { OrderRecoveryDto, RecordPaymentDto } from './recovery.dto.js';
import { creditRefund, min } from './recovery-credit.js';
import { keptBackFen } from './recovery-offsets.js';
import { RECOVERY_LIFECYCLE, RecoveryOrder } from './recovery-order.entity.js';

/** Orders to pay back (R22): what was not due, a fine where there was fraud, and how it comes in. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly guards: CaseGuards,
    private readonly overpayments: OverpaymentService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `conflict-of-interest`, `nothing-to-recover`, `fine-out-of-range`, `offset-needs-consent`, `policy-missing` */
  async order(tx: Tx, form: OrderRecoveryDto): Promise<RecoveryOrder> {
    const { awardId, basis, reason } = form;
    const award = await tx.loadForUpdate(Award, awardId);
    await this.guards.requireUnrelated(tx, award);
    const months = [...form.months].sort();
    await this.overpayments.detect(tx, award, { fromMonth: months[0] ?? '', cause: basis });
    const ordered = await orderedBefore(tx, awardId);
    const open = (await tx.manager.findBy(Overpayment, { awardId, state: 'OPEN' })).filter(
      ({ id, parts }) => !ordered.has(id) && parts.some(({ month }) => months.includes(month)),
    );
    const refundFen = refundOf(open, months);
    if (refundFen === 0n) throw new Problem(ASSISTANCE_PROBLEMS.nothingToRecover);
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const policy = readRecoveryPolicy(book, award.region, today);
    const fineFen = parseFen(form.fineFen ?? '0');
    if (!isFineAllowed(fineFen, basis === 'FRAUD', refundFen, policy)) {
      throw new Problem(ASSISTANCE_PROBLEMS.fineOutOfRange, {
        extensions: basis === 'FRAUD' ? rangeOf(fineRange(refundFen, policy)) : rangeOf(NO_FINE),
      });
    }
    const { route, plan } = planOf(award, form, refundFen, policy.offsetBp, addMonths(monthOf(today), 1));
    const order = await tx.begin(
      Object.assign(new RecoveryOrder(), {
        ...{ id: uuidv7(), region: award.region, awardId, months, basis, reason, refundFen, fineFen, route },
        ...{ paidFen: 0n, consentSha256: route === 'OFFSET' ? (form.consentSha256 ?? null) : null },
        plan: plan.map(({ month, amountFen }) => ({ month, amountFen: amountFen.toString() })),
        overpaymentIds: open.map(({ id }) => id).sort(),
        ...{ orderedOn: today, policyVersionIds: usesOf(book).map(({ id }) => id) },
      }),
      RECOVERY_LIFECYCLE,
      'order',
      this.clock.now(),
    );
    this.#announce(tx, order);
    return order;
  }

  /**
   * What has come in counts for the refund first, person by person. What is being kept back from a line that is not paid
   * yet is owed to nobody else.
   *
   * @throws Problem `more-than-owed`, `validation`
   */
  async recordPayment(tx: Tx, id: string, version: number, form: RecordPaymentDto): Promise<RecoveryOrder> {
    const order = await tx.loadForUpdate(RecoveryOrder, id, version);
    RECOVERY_LIFECYCLE.next(order.state, 'pay');
    const { way, receivedOn, reference } = form;
    if (receivedOn > this.clock.today()) throw invalidField('receivedOn', 'max');
    const amountFen = parseFen(form.amountFen);
    if (amountFen === 0n) throw invalidField('amountFen', 'min');
    const balanceFen = order.refundFen + order.fineFen - order.paidFen - (await keptBackFen(tx, id));
    if (amountFen > balanceFen) {
      throw new Problem(ASSISTANCE_PROBLEMS.moreThanOwed, {
        extensions: { balanceFen: balanceFen.toString() },
      });
    }
    const inserted = await tx.execute(
      `insert into recovery_payment (id, order_id, amount_fen, way, received_on, reference, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [uuidv7(), id, amountFen.toString(), way, receivedOn, reference ?? null, tx.actor],
    );
    // the same transfer, entered once more
    if (inserted === 0) return order;
    await creditRefund(tx, this.overpayments, order, amountFen, way);
    order.paidFen += amountFen;
    const isAll = order.paidFen === order.refundFen + order.fineFen;
    await tx.move(order, RECOVERY_LIFECYCLE, isAll ? 'settle' : 'pay', this.clock.now());
    return order;
  }

  /** What is still owed, and not kept back from a line already, is given up. @throws Problem `conflict-of-interest` */
  async waive(tx: Tx, id: string, version: number, reason: string): Promise<RecoveryOrder> {
    const order = await tx.loadForUpdate(RecoveryOrder, id, version);
    RECOVERY_LIFECYCLE.next(order.state, 'waive');
    await this.guards.requireUnrelated(tx, await tx.manager.findOneByOrFail(Award, { id: order.awardId }));
    const openFen = order.refundFen - min(order.paidFen, order.refundFen) - (await keptBackFen(tx, id));
    if (openFen > 0n) await creditRefund(tx, this.overpayments, order, openFen, 'WRITTEN_OFF');
    await tx.move(order, RECOVERY_LIFECYCLE, 'waive', this.clock.now(), reason);
    return order;
  }

  #announce(tx: Tx, order: RecoveryOrder): void {
    tx.announce(
      RecoveryOrderedSchema,
      {
        ...said(order.region, this.clock.now()),
        orderId: order.id,
        transition: transition('recoveryOrder', order, '', order.state),
        policyVersionIds: order.policyVersionIds,
        ...{ awardId: order.awardId, refundFen: order.refundFen, fineFen: order.fineFen },
      },
      order,
    );
  }
}

/** Over-payments that an order asks for already: nobody pays them back twice. */
async function orderedBefore(tx: Tx, awardId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    'select unnest(overpayment_ids) as id from recovery_order where award_id = $1',
    [awardId],
  );
  return new Set(rows.map(({ id }) => id));
}

const NO_FINE = { minimumFen: 0n, maximumFen: 0n };

const rangeOf = ({ minimumFen, maximumFen }: { minimumFen: Fen; maximumFen: Fen }) => ({
  minimumFen: minimumFen.toString(),
  maximumFen: maximumFen.toString(),
});

/** What was found too much in these months, of what is still open. */
const refundOf = (open: readonly Overpayment[], months: readonly string[]): Fen =>
  open
    .flatMap(({ parts }) => parts)
    .filter(({ month }) => months.includes(month))
    .reduce((sum, { fen }) => sum + BigInt(fen), 0n);

/** @throws Problem `offset-needs-consent` */
function planOf(
  award: Award,
  { consentSha256, instalments = 1, refuses = false }: OrderRecoveryDto,
  refundFen: Fen,
  offsetBp: number,
  first: string,
): { route: RecoveryOrder['route']; plan: readonly RecoveryPart[] } {
  const hasRunningAward = award.state === 'ACTIVE' || award.state === 'GRADUAL_EXIT';
  const hasWrittenConsent = consentSha256 !== undefined;
  if (hasWrittenConsent && !hasRunningAward) throw new Problem(ASSISTANCE_PROBLEMS.offsetNeedsConsent);
  const route = recoveryRoute({ refundFen, hasRunningAward, hasWrittenConsent, refuses });
  if (route === 'NONE') throw new Problem(ASSISTANCE_PROBLEMS.nothingToRecover);
  if (route === 'COURT') return { route, plan: [] };
  const plan =
    route === 'OFFSET'
      ? offsetPlan(refundFen, award.baseFen + award.extrasFen, offsetBp, first)
      : instalmentPlan(refundFen, instalments, first);
  return { route, plan };
}

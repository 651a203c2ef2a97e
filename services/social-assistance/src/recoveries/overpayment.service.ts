import { Injectable } from '@nestjs/common';
import { OffsetReleases, PaymentLedger } from '@minzheng/casework/payments';
import { StatusCopies } from '@minzheng/casework/status-copies';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  OverpaymentCauseSchema,
  OverpaymentDetectedSchema,
  OverpaymentRecoveredSchema,
  ProgrammeSchema,
  RecoveryWaySchema,
} from '@minzheng/contracts/common';
import type { Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Move, Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { Award } from '../awards/award.entity.js';
import { standingSegments } from '../awards/award-segments.js';
import { said, transition } from '../messages.js';
import { deathsOf, endedByDeath } from '../reviews/deaths.js';
import {
  Overpayment,
  OVERPAYMENT_LIFECYCLE,
  type OverpaymentCause,
  type OverpaymentState,
} from './overpayment.entity.js';
import { notFoundBefore, overpaidBy, type PersonPaid } from './overpayment.rules.js';
import { RecoveryOrder } from './recovery-order.entity.js';
import { ordersFor, withdraw } from './recovery-withdrawal.js';

export const RECOVERY_WAYS = ['OFFSET', 'BANK_RETURN', 'REPAYMENT', 'ESTATE', 'WRITTEN_OFF'] as const;
export type RecoveryWay = (typeof RECOVERY_WAYS)[number];

/** What was paid and not due: found by comparing what banks have paid with what the segments say (R22). */
@Injectable()
export class OverpaymentService {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly releases: OffsetReleases,
    private readonly copies: StatusCopies,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * What was paid for the month and later and is not due, by person: told once, and the facts of the payments are
   * replaced by what was due.
   */
  async detect(
    tx: Tx,
    award: Award,
    {
      fromMonth,
      cause,
      clueId,
    }: { readonly fromMonth: Month; readonly cause: OverpaymentCause; readonly clueId?: string },
  ): Promise<Overpayment[]> {
    const paid = await paidOf(tx, award.id, fromMonth);
    if (paid.length === 0) return [];
    const { state, heldFrom } = award;
    const due = { state, heldFrom, endedFrom: await this.#endedFrom(tx, award) };
    const over = overpaidBy(due, await standingSegments(tx, award.id), paid);
    const known = await tx.manager.findBy(Overpayment, { awardId: award.id });
    const at = this.clock.now();
    const found: Overpayment[] = [];
    for (const [personKey, months] of [...over].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const before = known.filter((each) => each.personKey === personKey && each.state !== 'VOID');
      const parts = notFoundBefore(
        months,
        before.flatMap((each) => each.parts),
      );
      if (parts.length === 0) continue;
      found.push(await this.#begin(tx, award, personKey, parts, cause, clueId, at));
    }
    if (found.length > 0) await this.#tellLedger(tx, award, found, at);
    return found;
  }

  /**
   * A sum of money that has come back, or is given up. What was told before it was given back is not told again: the sums
   * of all messages are the most that was ever recovered, and the last one's balance is what is open.
   */
  async recovered(tx: Tx, overpayment: Overpayment, sumFen: Fen, way: RecoveryWay): Promise<void> {
    const at = this.clock.now();
    overpayment.recoveredFen += sumFen;
    const { recoveredFen, toldFen } = overpayment;
    const amountFen = recoveredFen > toldFen ? recoveredFen - toldFen : 0n;
    overpayment.toldFen += amountFen;
    const isAll = overpayment.recoveredFen === overpayment.amountFen;
    const move = await tx.move(overpayment, OVERPAYMENT_LIFECYCLE, isAll ? 'recoverAll' : 'recover', at);
    this.#announceRecovered(tx, overpayment, move, amountFen, way, at);
  }

  /** What was kept back from a line that came back after it had been paid is owed again. */
  async givenBack(tx: Tx, overpayment: Overpayment, amountFen: Fen): Promise<void> {
    const at = this.clock.now();
    overpayment.recoveredFen -= amountFen;
    const move = await tx.move(overpayment, OVERPAYMENT_LIFECYCLE, 'giveBack', at);
    this.#announceRecovered(tx, overpayment, move, 0n, 'OFFSET', at);
  }

  /**
   * What it rested on was taken back: nothing is owed, also of what is in already, and the payments count again. Orders ask
   * for what is left of them, and what was kept back for it is due again.
   */
  async void(
    tx: Tx,
    award: Award,
    cause: OverpaymentCause,
    isVoid: (overpayment: Overpayment) => boolean = () => true,
  ): Promise<void> {
    const known = await tx.manager.findBy(Overpayment, { awardId: award.id, cause });
    const ids = known
      .filter((each) => each.state !== 'VOID' && isVoid(each))
      .map(({ id }) => id)
      .sort();
    if (ids.length === 0) return;
    const orderIds = await ordersFor(tx, award.id, ids);
    // lines before what is kept back from them
    const { held, months } = await this.releases.held(
      tx,
      { subjectType: 'award', subjectId: award.id },
      orderIds,
    );
    const orders: RecoveryOrder[] = [];
    for (const id of orderIds) orders.push(await tx.loadForUpdate(RecoveryOrder, id));
    const at = this.clock.now();
    const voided: Overpayment[] = [];
    for (const id of ids) voided.push(await this.#void(tx, award, id, at));
    for (const order of orders) {
      await withdraw(
        tx,
        order,
        voided.filter(({ id }) => order.overpaymentIds.includes(id)),
        held.filter(({ claimId }) => claimId === order.id),
        { overpayments: this, releases: this.releases, at, today: this.clock.today() },
      );
    }
    await dueFrom(tx, award, [...months].sort()[0]);
  }

  async #void(tx: Tx, award: Award, id: string, at: Date): Promise<Overpayment> {
    const overpayment = await tx.loadForUpdate(Overpayment, id);
    const balance = overpayment.amountFen - overpayment.toldFen;
    const move = await tx.move(overpayment, OVERPAYMENT_LIFECYCLE, 'void', at);
    this.#announceRecovered(tx, overpayment, move, balance, 'WRITTEN_OFF', at, 0n);
    await this.#tellLedger(tx, award, [overpayment], at);
    return overpayment;
  }

  /** Of several who are guaranteed alone, what each has ends with the month of the own death. */
  async #endedFrom(tx: Tx, { subtype, personKeys }: Award): Promise<ReadonlyMap<string, Month>> {
    if (subtype !== 'SINGLE_PERSON' || personKeys.length < 2) return new Map();
    return endedByDeath(await deathsOf(tx, this.copies, personKeys));
  }

  async #begin(
    tx: Tx,
    award: Award,
    personKey: string,
    parts: readonly { readonly month: Month; readonly fen: Fen }[],
    cause: OverpaymentCause,
    clueId: string | undefined,
    at: Date,
  ): Promise<Overpayment> {
    const { id: awardId, region, programme } = award;
    const amountFen = parts.reduce((sum, { fen }) => sum + fen, 0n);
    const overpayment = await tx.begin(
      Object.assign(new Overpayment(), {
        ...{ id: uuidv7(), region, awardId, personKey, programme, cause, clueId: clueId ?? null },
        parts: parts.map(({ month, fen }) => ({ month, fen: fen.toString() })),
        ...{ amountFen, recoveredFen: 0n, toldFen: 0n, detectedOn: this.clock.today() },
      }),
      OVERPAYMENT_LIFECYCLE,
      'detect',
      at,
    );
    tx.announce(
      OverpaymentDetectedSchema,
      {
        ...said(region, at),
        personKey,
        transition: transition('overpayment', overpayment, '', overpayment.state),
        overpaymentId: overpayment.id,
        programme: enumValue(ProgrammeSchema, programme),
        months: parts.map(({ month }) => month),
        amountFen,
        cause: enumValue(OverpaymentCauseSchema, cause),
        ...(clueId === undefined ? {} : { clueId }),
      },
      overpayment,
    );
    return overpayment;
  }

  /** All that was not due of each month that these are about, over everything that stands: 0 where nothing does any more. */
  async #tellLedger(
    tx: Tx,
    { id: subjectId }: Award,
    changed: readonly Overpayment[],
    at: Date,
  ): Promise<void> {
    const standing = (await tx.manager.findBy(Overpayment, { awardId: subjectId })).filter(
      ({ state }) => state !== 'VOID',
    );
    const amounts = changed.flatMap(({ personKey, parts }) =>
      parts.map(({ month }) => ({
        ...{ month, personKey },
        notDueFen: standing
          .filter((each) => each.personKey === personKey)
          .flatMap((each) => each.parts)
          .filter((part) => part.month === month)
          .reduce((sum, { fen }) => sum + BigInt(fen), 0n),
      })),
    );
    await this.ledger.notDue(tx, { subjectType: 'award', subjectId }, amounts, at);
  }

  #announceRecovered(
    tx: Tx,
    overpayment: Overpayment,
    move: Move<OverpaymentState>,
    amountFen: Fen,
    way: RecoveryWay,
    at: Date,
    balanceFen = overpayment.amountFen - overpayment.recoveredFen,
  ): void {
    tx.announce(
      OverpaymentRecoveredSchema,
      {
        ...said(overpayment.region, at),
        personKey: overpayment.personKey,
        transition: transition('overpayment', overpayment, move.from, move.to),
        overpaymentId: overpayment.id,
        programme: enumValue(ProgrammeSchema, overpayment.programme),
        ...{ amountFen, balanceFen },
        way: enumValue(RecoveryWaySchema, way),
      },
      overpayment,
    );
  }
}

/** The next run looks at the month again. */
async function dueFrom(tx: Tx, award: Award, month: Month | undefined): Promise<void> {
  if (month === undefined || (award.settleFrom !== null && award.settleFrom <= month)) return;
  award.settleFrom = month;
  await tx.execute('update award set settle_from = $2 where id = $1', [award.id, month]);
}

/** What banks have paid of an award for the month and later, by person and month. */
async function paidOf(tx: Tx, awardId: string, fromMonth: Month): Promise<PersonPaid[]> {
  const rows = await tx.query<{ person_key: string; month: Month; benefit: string; price: string }>(
    `select p.person_key, l.month, coalesce(sum(p.fen) filter (where l.part <> 'PRICE'), 0) as benefit,
            coalesce(sum(p.fen) filter (where l.part = 'PRICE'), 0) as price
       from payment_line l cross join lateral unnest(l.beneficiaries, l.parts_fen) as p(person_key, fen)
      where l.subject_id = $1 and l.month >= $2 and l.state = 'PAID'
      group by p.person_key, l.month order by p.person_key, l.month`,
    [awardId, fromMonth],
  );
  return rows.map(({ person_key: personKey, month, benefit, price }) => ({
    ...{ personKey, month },
    ...{ benefitFen: BigInt(benefit), priceFen: BigInt(price) },
  }));
}

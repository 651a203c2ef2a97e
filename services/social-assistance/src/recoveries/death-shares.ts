import { monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import type { Award } from '../awards/award.entity.js';
import { monthAfter } from '../awards/months.js';
import { DEATH_KINDS, endedByDeath, type KnownDeath } from '../reviews/deaths.js';
import { AwardEndings } from './award-endings.js';
import { OverpaymentService } from './overpayment.service.js';

const DEATH = 'DEATH';

/**
 * Of several persons who are guaranteed alone in one award (单人保), what one has who has died ends with the month of the
 * death, and the award goes on for the others until its review (catalogue 6.2). What is planned is planned again without
 * it, or with it when the death was taken back; what was paid of later months is an over-payment.
 */
@Injectable()
export class DeathShares {
  constructor(
    private readonly overpayments: OverpaymentService,
    private readonly endings: AwardEndings,
    private readonly clock: BusinessClock,
  ) {}

  async reconcile(tx: Tx, award: Award, deaths: ReadonlyMap<string, KnownDeath>): Promise<void> {
    const { programme, subtype, personKeys } = award;
    if (programme !== 'DIBAO' || subtype !== 'SINGLE_PERSON' || personKeys.length < 2) return;
    const endedFrom = endedByDeath(deaths);
    await this.overpayments.void(tx, award, DEATH, ({ personKey, parts }) => {
      const from = endedFrom.get(personKey);
      return from === undefined || parts.some(({ month }) => month < from);
    });
    const fromMonth = await firstMonthOfDeaths(tx, personKeys);
    if (fromMonth === undefined) return;
    await this.endings.notPaid(tx, award, fromMonth, DEATH);
    await this.#settleFrom(tx, award, fromMonth);
  }

  /** The next run looks at the month again. */
  async #settleFrom(tx: Tx, award: Award, month: Month): Promise<void> {
    if (month > monthOf(this.clock.today())) return;
    if (award.settleFrom !== null && award.settleFrom <= month) return;
    award.settleFrom = month;
    await tx.execute('update award set settle_from = $2 where id = $1', [award.id, month]);
  }
}

/** The month after the first death that was ever told of one of these persons, also if it was taken back. */
async function firstMonthOfDeaths(tx: Tx, personKeys: readonly string[]): Promise<Month | undefined> {
  const [row] = await tx.query<{ day: CivilDate | null }>(
    `select min(valid_from)::text as day from status_copy
      where person_key = any($1::uuid[]) and kind = any($2::text[])`,
    [personKeys, [...DEATH_KINDS]],
  );
  return row?.day ? monthAfter(row.day) : undefined;
}

import { PaymentLedger } from '@minzheng/casework/payments';
import { monthOf, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import type { Award } from '../awards/award.entity.js';
import { endedByDeath, type KnownDeath } from '../reviews/deaths.js';
import { OverpaymentService } from './overpayment.service.js';

const DEATH = 'DEATH';

/**
 * Of several persons who are guaranteed alone in one award (单人保), what one has who has died ends with the month of the
 * death, and the award goes on for the others until its review (catalogue 6.2). Lines that are planned for others than
 * those who live by what is verified are planned again in the same run: without the dead, or with whom a death was taken
 * back of. What was paid of later months is an over-payment.
 */
@Injectable()
export class DeathShares {
  constructor(
    private readonly overpayments: OverpaymentService,
    private readonly ledger: PaymentLedger,
    private readonly clock: BusinessClock,
  ) {}

  async reconcile(tx: Tx, award: Award, deaths: ReadonlyMap<string, KnownDeath>): Promise<void> {
    const { programme, subtype, personKeys } = award;
    if (programme !== 'DIBAO' || subtype !== 'SINGLE_PERSON' || personKeys.length < 2) return;
    const endedFrom = new Map([...endedByDeath(deaths)].filter(([key]) => personKeys.includes(key)));
    await this.overpayments.void(tx, award, DEATH, ({ personKey, parts }) => {
      const from = endedFrom.get(personKey);
      return from === undefined || parts.some(({ month }) => month < from);
    });
    const otherwise = await linesOtherwise(tx, award.id, endedFrom);
    const planned = otherwise.filter(({ state }) => state === 'PLANNED');
    await this.ledger.planAgain(
      tx,
      { subjectType: 'award', subjectId: award.id },
      planned.map(({ id }) => id),
    );
    const [from] = [...endedFrom.values()].sort();
    if (from !== undefined) await this.overpayments.detect(tx, award, { fromMonth: from, cause: DEATH });
    const [month] = otherwise
      .filter(({ state, isShort }) => isShort || state === 'PLANNED')
      .map((line) => line.month)
      .sort();
    if (month !== undefined) await this.#settleFrom(tx, award, month);
  }

  /** The next run looks at the month again. */
  async #settleFrom(tx: Tx, award: Award, month: Month): Promise<void> {
    if (month > monthOf(this.clock.today())) return;
    if (award.settleFrom !== null && award.settleFrom <= month) return;
    award.settleFrom = month;
    await tx.execute('update award set settle_from = $2 where id = $1', [award.id, month]);
  }
}

interface LineOtherwise {
  readonly id: string;
  readonly month: Month;
  readonly state: string;
  /** Somebody has no part of it whose own base is due. */
  readonly isShort: boolean;
}

/** Lines of the award that rest on other deaths than those that stand. */
async function linesOtherwise(
  tx: Tx,
  awardId: string,
  endedFrom: ReadonlyMap<string, Month>,
): Promise<LineOtherwise[]> {
  return tx.query<LineOtherwise>(
    `with ended as (select * from unnest($2::uuid[], $3::text[]) as ended(person_key, month)),
     line as (
       select l.id, l.month, l.state,
              exists (select from ended where ended.person_key = any(l.beneficiaries) and ended.month <= l.month) as is_over,
              l.part = 'BASE' and exists (
                select from award_segment s cross join lateral unnest(s.person_keys) as covered(person_key)
                 where s.id = l.source_ref and covered.person_key <> all(l.beneficiaries)
                   and not exists (select from ended where ended.person_key = covered.person_key
                                                       and ended.month <= l.month)) as is_short
         from payment_line l
        where l.subject_type = 'award' and l.subject_id = $1 and not l.void and l.state in ('PLANNED', 'SENT', 'PAID'))
     select id, month, state, is_short as "isShort" from line where is_over or is_short order by id`,
    [awardId, [...endedFrom.keys()], [...endedFrom.values()]],
  );
}

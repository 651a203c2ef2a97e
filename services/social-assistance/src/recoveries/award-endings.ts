import { Injectable } from '@nestjs/common';
import { PaymentLedger } from '@minzheng/casework/payments';
import { addMonths, monthOf, monthsBetween, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Award } from '../awards/award.entity.js';
import { AWARD_LIFECYCLE } from '../awards/award.lifecycle.js';
import { AwardService, type CeaseForm, type HoldForm } from '../awards/award.service.js';
import { ReviewService } from '../reviews/review.service.js';
import { RecomputationService } from '../standards/recomputation.service.js';
import type { OverpaymentCause } from './overpayment.entity.js';
import { OverpaymentService } from './overpayment.service.js';

/** Awards that end or are held, with all that hangs on it: lines that are not sent yet, what was paid and not due, reviews. */
@Injectable()
export class AwardEndings {
  constructor(
    private readonly awards: AwardService,
    private readonly reviews: ReviewService,
    private readonly overpayments: OverpaymentService,
    private readonly ledger: PaymentLedger,
    private readonly recomputation: RecomputationService,
    private readonly clock: BusinessClock,
  ) {}

  /** @param overpayment - why what was paid for the months that are not due was paid wrongly */
  async cease(
    tx: Tx,
    award: Award,
    form: CeaseForm,
    overpayment: OverpaymentCause,
    command: 'cease' | 'endGradualExit' | 'expire' = 'cease',
  ): Promise<Award> {
    await this.awards.cease(tx, award, form, command);
    await this.notPaid(tx, award, form.fromMonth, overpayment);
    await this.reviews.settle(tx, award.id);
    return award;
  }

  /** By the county: months that are past stay as they are. By a death: what was paid for them is not due. */
  async hold(tx: Tx, award: Award, form: HoldForm, overpayment?: OverpaymentCause): Promise<Award> {
    await this.awards.hold(tx, award, form);
    if (overpayment === undefined) {
      await this.ledger.drop(tx, { ...ofAward(award), fromMonth: form.fromMonth });
    } else {
      await this.notPaid(tx, award, form.fromMonth, overpayment);
    }
    return award;
  }

  /**
   * As before it was held. What has changed meanwhile counts: a standard of earlier months too, which passed the award by
   * while it was held, and somebody's age in the months held. What is more is paid with the next run.
   */
  async release(tx: Tx, award: Award, cause: string, reason?: string): Promise<Award> {
    const from = award.heldFrom ?? monthOf(this.clock.today());
    await this.awards.release(tx, award, cause, reason);
    await this.recomputation.recomputeAwards(tx, [award.id], award.effectiveMonth, { code: 'RELEASE' });
    // month by month: an extra may begin or end in each of them
    for (const month of monthsBetween(from, monthOf(this.clock.today()))) {
      await this.recomputation.recomputeAwards(tx, [award.id], month, { code: 'RELEASE' });
    }
    return Object.assign(award, await tx.loadForUpdate(Award, award.id));
  }

  /** Payments of the award came back too often: nothing more is sent until somebody has asked why. */
  async holdForReturns(tx: Tx, awardId: string): Promise<void> {
    const award = await tx.loadForUpdate(Award, awardId);
    if (!AWARD_LIFECYCLE.allowed(award.state).includes('hold')) return;
    const fromMonth = addMonths(monthOf(this.clock.today()), 1);
    await this.hold(tx, award, { fromMonth, cause: 'PAYMENT_RETURNS' });
  }

  /** Lines that are not sent yet are given up, and what was paid for months that are not due is an over-payment. */
  async notPaid(tx: Tx, award: Award, fromMonth: Month, cause: OverpaymentCause): Promise<void> {
    await this.ledger.drop(tx, { ...ofAward(award), fromMonth });
    await this.overpayments.detect(tx, award, { fromMonth, cause });
  }
}

const ofAward = ({ id }: Award) => ({ subjectType: 'award', subjectId: id });

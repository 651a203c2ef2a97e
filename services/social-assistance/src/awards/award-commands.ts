import { Injectable } from '@nestjs/common';
import { LetterService } from '@minzheng/casework/notices';
import { Statements } from '@minzheng/casework/statements';
import { VisitService } from '@minzheng/casework/visits';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { addMonths, monthOf, type Month } from '@minzheng/kernel/months';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { v7 as uuidv7 } from 'uuid';
import { CaseGuards } from '../applications/case-guards.js';
import { HouseholdMember } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import type { OverpaymentCause } from '../recoveries/overpayment.entity.js';
import type { ReportChangeDto } from '../reviews/review.dto.js';
import type { Review } from '../reviews/review.entity.js';
import { ReviewService } from '../reviews/review.service.js';
import { holdStandards } from '../standards/standard-lock.js';
import { requireAwardDecider, requireCounty, requireOutsider } from './award-access.js';
import type { CeaseAwardDto, CeaseCause, HoldAwardDto, ReleaseAwardDto } from './award.dto.js';
import { Award } from './award.entity.js';
import { AWARD_LIFECYCLE } from './award.lifecycle.js';
import { toldBy } from './told-by.rules.js';

/** Why what was paid for months that are not due was paid wrongly. */
const PAID_BY: Readonly<Record<CeaseCause, OverpaymentCause>> = {
  OWN_REQUEST: 'INELIGIBLE',
  NO_COOPERATION: 'INELIGIBLE',
  MOVED_AWAY: 'INELIGIBLE',
  OTHER_PROGRAMME: 'DUPLICATE',
  FRAUD: 'FRAUD',
  ERROR: 'ERROR',
};

/** What officials and citizens do to a running award outside a review. */
@Injectable()
export class AwardCommands {
  constructor(
    private readonly guards: CaseGuards,
    private readonly endings: AwardEndings,
    private readonly reviews: ReviewService,
    private readonly visits: VisitService,
    private readonly letters: LetterService,
    private readonly statements: Statements,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /** @throws Problem `out-of-region`, `conflict-of-interest`, `hold-too-long`, `hold-month-past` */
  async hold(
    tx: Tx,
    id: string,
    version: number,
    form: HoldAwardDto,
    caller: AuthenticatedCaller,
  ): Promise<Award> {
    const award = await tx.loadForUpdate(Award, id, version);
    AWARD_LIFECYCLE.next(award.state, 'hold');
    requireCounty(award, caller, this.regions);
    await this.guards.requireUnrelated(tx, award);
    const current = monthOf(this.clock.today());
    const next = addMonths(current, 1);
    const fromMonth = form.fromMonth ?? next;
    if (fromMonth > next) throw invalidField('fromMonth', 'max');
    if (fromMonth < current) throw new Problem(ASSISTANCE_PROBLEMS.holdMonthPast);
    return this.endings.hold(tx, award, {
      ...{ fromMonth, cause: 'COUNTY', reason: form.reason },
      ...(form.months === undefined ? {} : { months: form.months }),
    });
  }

  /** @throws Problem `out-of-region`, `conflict-of-interest` */
  async release(
    tx: Tx,
    id: string,
    version: number,
    form: ReleaseAwardDto,
    caller: AuthenticatedCaller,
  ): Promise<Award> {
    await holdStandards(tx);
    const award = await tx.loadForUpdate(Award, id, version);
    requireCounty(award, caller, this.regions);
    await this.guards.requireUnrelated(tx, award);
    return this.endings.release(tx, award, 'RESOLVED', form.reason);
  }

  /** @throws Problem `out-of-region`, `conflict-of-interest`, `actor-already-involved` */
  async cease(
    tx: Tx,
    id: string,
    version: number,
    form: CeaseAwardDto,
    caller: AuthenticatedCaller,
  ): Promise<Award> {
    const award = await tx.loadForUpdate(Award, id, version);
    AWARD_LIFECYCLE.next(award.state, 'cease');
    await requireAwardDecider(tx, award, caller, this.regions);
    await this.guards.requireUnrelated(tx, award);
    await requireOutsider(tx, award, this.visits);
    const { cause, reason } = form;
    const next = addMonths(monthOf(this.clock.today()), 1);
    const fromMonth = form.fromMonth ?? next;
    if (fromMonth > next) throw invalidField('fromMonth', 'max');
    if (fromMonth < award.effectiveMonth) throw invalidField('fromMonth', 'min');
    await this.endings.cease(tx, award, { fromMonth, cause, reason }, PAID_BY[cause]);
    await this.#tell(tx, award, { cause, reason, fromMonth });
    return award;
  }

  /** Somebody of the household, or a clerk, says what has changed. @throws IllegalTransition when the award has ended */
  async reportChange(tx: Tx, id: string, { kind, month, text }: ReportChangeDto): Promise<Review> {
    const award = await tx.loadForUpdate(Award, id);
    if (award.state === 'CEASED')
      throw new IllegalTransition(AWARD_LIFECYCLE.name, award.state, 'reportChange');
    const review = await this.reviews.open(tx, award, {
      cause: 'REPORTED_CHANGE',
      ground: `change/${uuidv7()}`,
      reported: { kind, month, by: tx.actor },
    });
    if (!review) throw new RangeError('a ground of its own opens a review');
    const subject = { type: 'review', id: review.id };
    await this.statements.say(tx, { subject, kind: 'reportChange', about: `${kind} ${month}`, text });
    return review;
  }

  /** In writing, before the next run (民发〔2021〕57号 art. 34). */
  async #tell(
    tx: Tx,
    { id, region, householdId, personKeys }: Award,
    content: { readonly cause: CeaseCause; readonly reason: string; readonly fromMonth: Month },
  ): Promise<void> {
    const { fromMonth } = content;
    const applicant = await tx.manager.findOneBy(HouseholdMember, { householdId, relation: 'APPLICANT' });
    await this.letters.write(tx, {
      ...{ subjectType: 'award', subjectId: id, region, kind: 'AWARD_END', personKeys, content },
      addresseeKey: applicant?.personKey ?? personKeys[0] ?? '',
      dueOn: toldBy(fromMonth, this.clock.today()),
    });
  }
}

import { Injectable } from '@nestjs/common';
import { CheckService, type VerificationRequest } from '@minzheng/casework/checks';
import { ConsentService } from '@minzheng/casework/consents';
import { VerificationOccasion } from '@minzheng/contracts/verification';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import type { RequestVerificationDto } from '../applications/application.dto.js';
import { AidCase, PROGRAMMES } from '../applications/application.entity.js';
import { ApplicationService } from '../applications/application.service.js';
import { Award } from '../awards/award.entity.js';
import { toSnapshotMessage } from '../households/household.events.js';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { Review } from './review.entity.js';

/** The checks of reviews: what verification is asked, as of the day on which the review opened. */
@Injectable()
export class ReviewChecks {
  constructor(
    private readonly checks: CheckService,
    private readonly consents: ConsentService,
    private readonly applications: ApplicationService,
    private readonly households: HouseholdService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** For the open review that was opened last: its report serves those opened before it, too. @throws Problem `no-open-review`, `consent-missing`, `request-open` */
  async request(
    tx: Tx,
    awardId: string,
    version: number,
    { purposes: asked, dueOn: wanted }: RequestVerificationDto,
  ): Promise<{ request: VerificationRequest; award: Award; review: Review }> {
    const award = await tx.loadForUpdate(Award, awardId, version);
    const [review] = await tx.manager.find(Review, {
      where: { awardId, state: In(['OPEN', 'VISITED']) },
      order: { openedOn: 'DESC', id: 'DESC' },
    });
    if (!review) throw new Problem(ASSISTANCE_PROBLEMS.noOpenReview);
    const today = this.clock.today();
    if (wanted && wanted < today) throw invalidField('dueOn', 'min');
    const purposes = asked ?? [...PROGRAMMES];
    const named = await this.households.read(tx.manager, award.householdId);
    await this.applications.requireConsents(tx, named.members, purposes);
    const book = await this.policies.book(tx);
    const days = book.resolve('assistance.clock.verificationWd', award.region, today).value;
    const { caseNo } = await tx.manager.findOneByOrFail(AidCase, { id: award.caseId });
    const request = await this.checks.request(tx, {
      subject: { type: 'review', id: review.id },
      ...{ region: award.region, caseRef: caseNo, occasion: VerificationOccasion.REVIEW, purposes },
      household: toSnapshotMessage(named, new Date(`${review.openedOn}T00:00:00+08:00`)),
      consents: await this.consents.holding(
        tx.manager,
        named.members.map(({ personKey }) => personKey),
      ),
      declaredItems: [],
      asOf: review.openedOn,
      dueOn: wanted ?? dueOn(today, Number(days)),
    });
    return { request, award, review };
  }
}

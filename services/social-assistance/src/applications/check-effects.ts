import { Injectable } from '@nestjs/common';
import { CheckEffects, type CheckSubject, type FallenReport } from '@minzheng/casework/checks';
import { ReopenCause, type VerificationCompleted } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { Not } from 'typeorm';
import { Award } from '../awards/award.entity.js';
import { Review } from '../reviews/review.entity.js';
import { REVOKED_REPORT, ReviewService } from '../reviews/review.service.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { AidCase } from './application.entity.js';
import { isClosed } from './application.lifecycle.js';
import { VerificationService } from './verification.service.js';

/**
 * What a report means for what it was asked for. A case that is not decided is investigated again; the awards that a
 * decided one has led to are reviewed. A review that rested on a report which fell is decided again by a further review;
 * for one that is open it is kept: whoever concludes it asks for the latest. What was assessed or decided on another
 * report is looked into as well (REPORT).
 */
@Injectable()
export class AssistanceChecks extends CheckEffects {
  constructor(
    private readonly cases: VerificationService,
    private readonly reviews: ReviewService,
    private readonly supervision: SupervisionService,
  ) {
    super();
  }

  override async reported(tx: Tx, subject: CheckSubject, report: VerificationCompleted): Promise<void> {
    const { requestId, sequence } = report;
    const ground = `report/${requestId}/${sequence}`;
    await this.#changed(tx, subject, requestId, ground, () => this.cases.reported(tx, subject.id, report));
  }

  /** The case shows it, and asks again. */
  override async refused(): Promise<void> {}

  /** For the applicant's own objection the clock of the case stands still. */
  override async reopened(tx: Tx, { type, id }: CheckSubject, cause: ReopenCause): Promise<void> {
    if (type === 'case' && cause === ReopenCause.APPEAL) await this.cases.reopened(tx, id);
  }

  override async superseded(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void> {
    await this.#fallen(tx, subject, report, `fallen/${report.reportId}`);
  }

  /** What was decided on it is examined by two people. */
  override async revoked(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void> {
    await this.#fallen(tx, subject, report, `${REVOKED_REPORT}${report.reportId}`);
  }

  async #fallen(tx: Tx, subject: CheckSubject, { requestId }: FallenReport, ground: string): Promise<void> {
    await this.#changed(tx, subject, requestId, ground, () => this.cases.fallen(tx, subject.id));
  }

  async #changed(
    tx: Tx,
    { type, id }: CheckSubject,
    requestId: string,
    ground: string,
    moveCase: () => Promise<void>,
  ): Promise<void> {
    if (type === 'review') await this.#decideAgain(tx, requestId, ground);
    if (type !== 'case') return;
    const { state, region, assessment } = await tx.loadForUpdate(AidCase, id);
    const isUsed = assessment !== null || (isClosed(state) && state !== 'WITHDRAWN');
    await moveCase();
    // only of what was decided: before that a case has led to no award
    await this.reviews.openForCase(tx, id, { cause: 'SUPERVISION', ground });
    if (!isUsed) return;
    await this.supervision.flag(tx, {
      kind: 'REPORT',
      subject: { type: 'case', id },
      region,
      reason: ground,
    });
  }

  /** One check may have served several reviews of the award. */
  async #decideAgain(tx: Tx, requestId: string, ground: string): Promise<void> {
    const decided = await tx.manager.find(Review, {
      where: { requestId, state: 'CONCLUDED' },
      order: { id: 'ASC' },
    });
    for (const { awardId, householdId, region } of decided) {
      const isRunning = await tx.manager.existsBy(Award, { id: awardId, state: Not('CEASED') });
      const award = { id: awardId, region, householdId };
      if (isRunning) await this.reviews.open(tx, award, { cause: 'SUPERVISION', ground });
    }
    await this.supervision.flagAll(
      tx,
      decided.map(({ id, region }) => ({
        ...{ kind: 'REPORT' as const, subject: { type: 'review', id }, region, reason: ground },
      })),
    );
  }
}

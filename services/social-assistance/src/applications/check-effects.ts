import { Injectable } from '@nestjs/common';
import { CheckEffects, type CheckSubject, type FallenReport } from '@minzheng/casework/checks';
import { ReopenCause, type VerificationCompleted } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { ReviewService } from '../reviews/review.service.js';
import { VerificationService } from './verification.service.js';

/**
 * What a report means for what it was asked for. A case that is not decided is investigated again; the awards that a
 * decided one has led to are reviewed. For a review it is kept: whoever concludes it asks for the latest.
 */
@Injectable()
export class AssistanceChecks extends CheckEffects {
  constructor(
    private readonly cases: VerificationService,
    private readonly reviews: ReviewService,
  ) {
    super();
  }

  override async reported(tx: Tx, subject: CheckSubject, report: VerificationCompleted): Promise<void> {
    if (subject.type !== 'case') return;
    await this.cases.reported(tx, subject.id, report);
    await this.#review(tx, subject.id, `report/${report.requestId}/${report.sequence}`);
  }

  /** The case shows it, and asks again. */
  override async refused(): Promise<void> {}

  /** For the applicant's own objection the clock of the case stands still. */
  override async reopened(tx: Tx, { type, id }: CheckSubject, cause: ReopenCause): Promise<void> {
    if (type === 'case' && cause === ReopenCause.APPEAL) await this.cases.reopened(tx, id);
  }

  override async superseded(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void> {
    await this.#fallen(tx, subject, report);
  }

  override async revoked(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void> {
    await this.#fallen(tx, subject, report);
  }

  async #fallen(tx: Tx, { type, id }: CheckSubject, { reportId }: FallenReport): Promise<void> {
    if (type !== 'case') return;
    await this.cases.fallen(tx, id);
    await this.#review(tx, id, `fallen/${reportId}`);
  }

  /** Only of what was decided: before that a case has led to no award. */
  async #review(tx: Tx, caseId: string, ground: string): Promise<void> {
    await this.reviews.openForCase(tx, caseId, { cause: 'SUPERVISION', ground });
  }
}

import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { RequestCancellation } from '../requests/request.cancellation.js';
import { announceRevoked } from '../requests/request.events.js';
import { REQUEST_LIFECYCLE } from '../requests/request.lifecycle.js';
import { VerificationRequest } from '../requests/verification-request.entity.js';
import { VERIFICATION_PROBLEMS } from './report-problems.js';
import { ReportStanding, type RevocationReason } from './report-standing.entity.js';
import { REPORT_LIFECYCLE } from './report.lifecycle.js';

/** Why a report is to be revoked. */
export interface Revocation {
  readonly reasonCode: RevocationReason;
  readonly reason: string;
}

/** Revokes reports that were made on a wrong identity or a forged consent (撤销核对报告): it takes two people. */
@Injectable()
export class ReportRevocation {
  constructor(
    private readonly cancellation: RequestCancellation,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Of the first person it is a proposal, which changes nothing yet.
   *
   * @throws Problem `version-conflict`, `illegal-transition`
   */
  async propose(tx: Tx, id: string, version: number, revocation: Revocation): Promise<ReportStanding> {
    const standing = await tx.loadForUpdate(ReportStanding, id, version);
    standing.revocationReason = revocation.reasonCode;
    standing.revocationNote = revocation.reason;
    standing.revocationProposedBy = tx.actor;
    await tx.move(standing, REPORT_LIFECYCLE, 'proposeRevocation', this.clock.now(), revocation.reasonCode);
    return standing;
  }

  /**
   * Another person, who gives the same reason, completes it; the requester is told. Where its request is being evaluated
   * again, that ends too: no other report follows on the same persons and consents.
   *
   * @throws Problem `same-person`, `revocation-differs`, `version-conflict`, `illegal-transition`
   */
  async complete(tx: Tx, id: string, version: number, { reasonCode }: Revocation): Promise<ReportStanding> {
    const known = await tx.manager.findOneBy(ReportStanding, { id });
    if (!known) throw new NotFound(ReportStanding.name);
    // the request before its report, as an evaluation locks them
    const request = await tx.loadForUpdate(VerificationRequest, known.requestId);
    const standing = await tx.loadForUpdate(ReportStanding, id, version);
    if (standing.revocationProposedBy === tx.actor) throw new Problem(PROBLEMS.samePerson);
    if (standing.revocationReason !== reasonCode) throw new Problem(VERIFICATION_PROBLEMS.revocationDiffers);
    const at = this.clock.now();
    await tx.move(standing, REPORT_LIFECYCLE, 'revoke', at, reasonCode);
    announceRevoked(tx, request, standing, reasonCode, at);
    if (REQUEST_LIFECYCLE.allowed(request.state).includes('cancel')) {
      await this.cancellation.cancel(tx, request, [{ problem: 'cancelled' }]);
    }
    return standing;
  }
}

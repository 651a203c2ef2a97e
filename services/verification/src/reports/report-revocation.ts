import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { announceRevoked } from '../requests/request.events.js';
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
  constructor(private readonly clock: BusinessClock) {}

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
   * Another person, who gives the same reason, completes it; the requester is told.
   *
   * @throws Problem `same-person`, `revocation-differs`, `version-conflict`, `illegal-transition`
   */
  async complete(tx: Tx, id: string, version: number, { reasonCode }: Revocation): Promise<ReportStanding> {
    const standing = await tx.loadForUpdate(ReportStanding, id, version);
    if (standing.revocationProposedBy === tx.actor) throw new Problem(PROBLEMS.samePerson);
    if (standing.revocationReason !== reasonCode) throw new Problem(VERIFICATION_PROBLEMS.revocationDiffers);
    const at = this.clock.now();
    await tx.move(standing, REPORT_LIFECYCLE, 'revoke', at, reasonCode);
    const request = await tx.manager.findOneByOrFail(VerificationRequest, { id: standing.requestId });
    announceRevoked(tx, request, standing, reasonCode, at);
    return standing;
  }
}

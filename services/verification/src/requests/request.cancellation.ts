import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { SourceQueries } from '../agencies/source-queries.js';
import { releasePurposes } from './open-purposes.js';
import { announceRefused } from './request.events.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { REQUEST_PROBLEMS } from './request-problems.js';
import { VerificationRequest, type Refusal } from './verification-request.entity.js';

/** Ends requests that will have no report (终止核对). */
@Injectable()
export class RequestCancellation {
  constructor(
    private readonly sources: SourceQueries,
    private readonly clock: BusinessClock,
  ) {}

  /** Ends an open or blocked request and tells its requester why. @throws IllegalTransition */
  async cancel(tx: Tx, request: VerificationRequest, refusals: readonly Refusal[]): Promise<void> {
    const at = this.clock.now();
    request.refusals = refusals;
    request.awaitedAppeals = [];
    const { from } = await tx.move(request, REQUEST_LIFECYCLE, 'cancel', at);
    await releasePurposes(tx, request);
    await this.sources.end(tx, request.id);
    announceRefused(tx, request, from, refusals, at);
  }

  /** Its requester no longer wants it. @throws Problem `already-issued`, `version-conflict`, `illegal-transition` */
  async withdraw(tx: Tx, id: string, version: number): Promise<VerificationRequest> {
    const request = await tx.loadForUpdate(VerificationRequest, id, version);
    if (request.sequence > 0) throw new Problem(REQUEST_PROBLEMS.alreadyIssued);
    await this.cancel(tx, request, [{ problem: 'cancelled' }]);
    return request;
  }
}

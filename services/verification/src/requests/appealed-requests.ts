import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { disputeFacts, endDispute } from './disputed-facts.js';
import { holdPurposes } from './open-purposes.js';
import { announceReopened } from './request.events.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { scheduleEvaluation } from './request.service.js';
import { VerificationRequest } from './verification-request.entity.js';

/** What an accepted appeal (异议) is about. */
export interface AcceptedAppeal {
  readonly appealId: string;
  readonly personKey: string;
  /** The facts that are disputed. */
  readonly factIds: readonly string[];
  /** The report that the appeal names. */
  readonly reportId?: string;
}

/** What appeals do to requests: reports in doubt are evaluated again once the appeal is decided. */
@Injectable()
export class AppealedRequests {
  constructor(private readonly clock: BusinessClock) {}

  /**
   * The facts are disputed from now on, in checks and reports. Requests whose report is in force and was named, or has
   * used one of the facts, are reopened and wait for the decision; what a court tells of a guardian is about wards, too.
   *
   * @returns ids of the requests that wait
   */
  async accepted(tx: Tx, { appealId, personKey, factIds, reportId }: AcceptedAppeal): Promise<string[]> {
    await disputeFacts(tx, appealId, personKey, factIds);
    const concerned = await tx.query<{ id: string; state: string }>(
      `select r.id, r.state from verification_request r
         join verification_report p on p.request_id = r.id and p.sequence = r.sequence
         join report_standing s on s.id = p.id
        where r.person_keys && ($1::uuid || array(select ward_key from ward where guardian_key = $1))
          and s.state = 'ISSUED' and s.valid_to >= $2
          and r.state in ('ISSUED', 'COLLECTING')
          and (p.id = $3 or p.frozen_input -> 'usedFactIds' ?| $4::text[])
        order by r.id for update of r`,
      [personKey, this.clock.today(), reportId ?? null, factIds],
    );
    for (const { id } of concerned) await this.#reopen(tx, id, appealId);
    return concerned.map(({ id }) => id);
  }

  /** The appeal was decided, what follows from it is stored, or it was withdrawn: who waited for it alone goes on. */
  async ended(tx: Tx, appealId: string): Promise<void> {
    await endDispute(tx, appealId);
    const waiting = await tx.query<{ id: string }>(
      `select id from verification_request where awaited_appeals <> '{}' and awaited_appeals @> array[$1::uuid]
        order by id for update`,
      [appealId],
    );
    for (const { id } of waiting) {
      const request = await tx.loadForUpdate(VerificationRequest, id);
      request.awaitedAppeals = request.awaitedAppeals.filter((awaited) => awaited !== appealId);
      await tx.save(request);
      await scheduleEvaluation(tx, id);
    }
  }

  async #reopen(tx: Tx, id: string, appealId: string): Promise<void> {
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.awaitedAppeals.includes(appealId)) return;
    request.awaitedAppeals = [...request.awaitedAppeals, appealId];
    if (request.state !== 'ISSUED') {
      await tx.save(request);
      return;
    }
    const { sequence } = request;
    const report = await tx.manager.findOneByOrFail(VerificationReport, { requestId: id, sequence });
    const at = this.clock.now();
    request.reopenCause = 'APPEAL';
    await tx.move(request, REQUEST_LIFECYCLE, 'reopen', at);
    // it is open again; one that was asked for meanwhile goes on beside it
    await holdPurposes(tx, request);
    announceReopened(tx, request, report, 'APPEAL', at);
  }
}

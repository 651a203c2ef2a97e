import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { NoticeService, type PublicNotice } from '@minzheng/casework/notices';
import {
  OBJECTION_PROBLEMS,
  ObjectionHost,
  ObjectionService,
  type Objection,
} from '@minzheng/casework/objections';
import { VisitService } from '@minzheng/casework/visits';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { ModuleRef } from '@nestjs/core';
import type { Tx } from '@minzheng/platform/persistence';
import { AidCase } from '../applications/application.entity.js';
import { announceObjection, announceReported } from '../applications/application.events.js';
import { CASE_LIFECYCLE, isClosed } from '../applications/application.lifecycle.js';
import { CaseGuards } from '../applications/case-guards.js';
import { CaseLimitsService } from '../applications/case-limits.service.js';
import { DecisionService } from '../applications/decision.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { ReviewService } from '../reviews/review.service.js';
import { SupervisionService } from '../supervision/supervision.service.js';

/**
 * An objection to the notice of a case: others look into it again, and the case goes on when every objection is answered
 * (民发〔2021〕57号 art. 19). An appeal against a decision (行政复议) is answered by the county, by somebody who took no part
 * in it. A decision is never edited: after one that does not stand the county decides the case again, or the award that it
 * led to is reviewed; either is an item of supervision until it is done.
 */
@Injectable()
export class CaseObjections extends ObjectionHost {
  constructor(
    private readonly guards: CaseGuards,
    private readonly approvals: ApprovalService,
    private readonly decisions: DecisionService,
    private readonly reviews: ReviewService,
    private readonly supervision: SupervisionService,
    private readonly limits: CaseLimitsService,
    private readonly visits: VisitService,
    private readonly notices: NoticeService,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {
    super();
  }

  async lock(tx: Tx, { subjectType, subjectId }: PublicNotice): Promise<void> {
    const table = subjectType === 'case' ? 'aid_case' : 'award';
    await tx.query(`select from ${table} where id = $1 for update`, [subjectId]);
  }

  async objected(tx: Tx, notice: PublicNotice, at: Date): Promise<string> {
    if (notice.subjectType !== 'case') return notice.endsOn;
    const aidCase = await tx.loadForUpdate(AidCase, notice.subjectId);
    await this.limits.extend(tx, aidCase, 'OBJECTION');
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'object', at);
    announceObjection(tx, aidCase, move, notice, at);
    return aidCase.dueOn ?? notice.endsOn;
  }

  async dueOn(tx: Tx, { subjectType, subjectId, endsOn }: PublicNotice): Promise<string> {
    if (subjectType !== 'case') return endsOn;
    const { dueOn } = await tx.manager.findOneByOrFail(AidCase, { id: subjectId });
    return dueOn ?? endsOn;
  }

  /**
   * Who visited does not answer; and what is objected to was looked into again since. An appeal goes to the county, and
   * not to who decided.
   */
  async requireAnswerable(
    tx: Tx,
    { subjectType, subjectId, kind, createdAt }: Objection,
    caller: AuthenticatedCaller,
  ): Promise<void> {
    caller.requireScope(kind === 'APPEAL' ? 'assistance:cases:approve' : 'assistance:notices:write');
    if (subjectType !== 'case' || subjectId === null) return;
    const aidCase = await tx.loadForUpdate(AidCase, subjectId);
    if (kind === 'APPEAL') this.approvals.requireLevel(caller, aidCase.region, false);
    await this.guards.requireUnrelated(tx, aidCase);
    if (kind === 'APPEAL') await this.guards.requireOutsider(tx, aidCase);
    if (kind !== 'OBJECTION') return;
    const investigators = await this.visits.investigators(tx.manager, 'case', subjectId);
    if (investigators.has(tx.actor)) throw new Problem(ASSISTANCE_PROBLEMS.ownInvestigation);
    const again = await tx.query(
      `select from lifecycle_log where aggregate = $1 and aggregate_id = $2 and recorded_at > $3
          and command in ('confirm', 'reassess') limit 1`,
      [CASE_LIFECYCLE.name, subjectId, createdAt],
    );
    if (again.length === 0) throw new Problem(OBJECTION_PROBLEMS.reinvestigationMissing);
  }

  async answered(tx: Tx, objection: Objection, at: Date): Promise<void> {
    const { subjectType, subjectId, kind, outcome } = objection;
    if (subjectType !== 'case' || subjectId === null) return;
    if (kind === 'APPEAL' && outcome === 'UPHELD') await this.#examineAgain(tx, subjectId, objection.id);
    if (kind !== 'OBJECTION') return;
    await this.#reportIfSettled(tx, subjectId, at);
  }

  /** The decision does not stand: the county decides again, or reviews what it led to. */
  async #examineAgain(tx: Tx, caseId: string, objectionId: string): Promise<void> {
    const { state, region } = await tx.manager.findOneByOrFail(AidCase, { id: caseId });
    if (!isClosed(state)) return;
    const ground = `appeal/${objectionId}`;
    await this.supervision.flag(tx, {
      ...{ kind: 'APPEAL', subject: { type: 'case', id: caseId }, region, reason: ground },
    });
    // what a rejected case waits for is another decision, what runs is reviewed
    if (await this.decisions.reopen(tx, caseId, ground)) return;
    await this.reviews.openForCase(tx, caseId, { cause: 'SUPERVISION', ground });
  }

  /** Cases whose objections are answered and whose notice has ended since. @returns how many */
  async reportSettled(tx: Tx): Promise<number> {
    const waiting = await tx.query<{ id: string }>(
      `select c.id from aid_case c where c.state = 'REINVESTIGATING'
          and not exists (select from objection o where o.subject_type = 'case' and o.subject_id = c.id
                             and o.kind = 'OBJECTION' and o.state = 'RECEIVED')
        order by c.id limit 100 for update skip locked`,
    );
    let reported = 0;
    for (const { id } of waiting) {
      if (await this.#reportIfSettled(tx, id, this.clock.now())) reported += 1;
    }
    return reported;
  }

  async #reportIfSettled(tx: Tx, caseId: string, at: Date): Promise<boolean> {
    // the service of objections asks this host: it is found when it is needed
    const objections = this.moduleRef.get(ObjectionService, { strict: false });
    if (await objections.isAnyOpen(tx.manager, 'case', caseId, 'OBJECTION')) return false;
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    const notice = await this.notices.latest(tx.manager, 'case', caseId, 'PRELIMINARY');
    const isOver =
      notice !== null &&
      (aidCase.state === 'REINVESTIGATING'
        ? notice.state === 'OBJECTED' && this.clock.today() > notice.endsOn
        : aidCase.state === 'NOTICE' && notice.state === 'CLEAN');
    if (!isOver) return false;
    await this.limits.heedComplaints(tx, aidCase);
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'report', at);
    announceReported(tx, aidCase, move, at);
    return true;
  }
}

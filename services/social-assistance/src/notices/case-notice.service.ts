import { Injectable } from '@nestjs/common';
import { NoticeService, type PublicNotice } from '@minzheng/casework/notices';
import { Statements } from '@minzheng/casework/statements';
import { VisitService } from '@minzheng/casework/visits';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { AidCase } from '../applications/application.entity.js';
import { announceNotice, announceOpinion } from '../applications/application.events.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { CaseGuards } from '../applications/case-guards.js';
import { CaseLimitsService } from '../applications/case-limits.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { GiveOpinionDto, PostNoticeDto } from './notice.dto.js';

/** The township's opinion and its public notice (民发〔2021〕57号 arts. 19–20). */
@Injectable()
export class CaseNoticeService {
  constructor(
    private readonly statements: Statements,
    private readonly visits: VisitService,
    private readonly notices: NoticeService,
    private readonly guards: CaseGuards,
    private readonly limits: CaseLimitsService,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `own-investigation`, `notice-differs` where another amount is proposed than was assessed */
  async giveOpinion(tx: Tx, id: string, version: number, form: GiveOpinionDto): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'giveOpinion');
    await this.#requireNoInvestigator(tx, id);
    await this.guards.requireUnrelated(tx, aidCase);
    const assessedFen = BigInt(aidCase.assessment?.proposed?.monthlyFen ?? 0);
    const { reasons, ...given } = form;
    const opinion = { by: tx.actor, ...given };
    if (BigInt(opinion.proposedFen) !== assessedFen) throw new Problem(ASSISTANCE_PROBLEMS.noticeDiffers);
    aidCase.opinion = opinion;
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'giveOpinion', at);
    await this.statements.say(tx, { subject: { type: 'case', id }, kind: 'giveOpinion', text: reasons });
    announceOpinion(tx, aidCase, move, opinion, at);
    return aidCase;
  }

  /** @throws Problem `own-investigation`, `posted-on-future`; `illegal-transition` without an opinion */
  async post(
    tx: Tx,
    id: string,
    version: number,
    form: PostNoticeDto,
  ): Promise<{ notice: PublicNotice; aidCase: AidCase }> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'postNotice');
    await this.#requireNoInvestigator(tx, id);
    const { opinion, assessment, region } = aidCase;
    if (!opinion || !assessment)
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'postNotice');
    const notice = await this.notices.post(tx, {
      ...{ subjectType: 'case', subjectId: id, region, kind: 'PRELIMINARY' as const },
      ...{ postedOn: form.postedOn, place: form.place, photo: form.photo },
      // seven days can't have passed since
      notBefore: assessment.assessedOn,
    });
    await this.limits.renew(tx, aidCase);
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'postNotice', at);
    announceNotice(tx, aidCase, move, notice, at);
    return { notice, aidCase };
  }

  /**
   * What was decided is published (公布) after the approval: nothing waits for it (民发〔2021〕57号 art. 24).
   *
   * @throws Problem `posted-on-future`
   */
  async publish(tx: Tx, id: string, version: number, form: PostNoticeDto): Promise<PublicNotice> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const { decision, region } = aidCase;
    if (aidCase.state !== 'APPROVED' || !decision)
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'publish');
    const { postedOn, place, photo } = form;
    return this.notices.post(tx, {
      ...{ subjectType: 'case', subjectId: id, region, kind: 'RESULT' as const, postedOn, place, photo },
      notBefore: decision.decidedOn,
    });
  }

  async #requireNoInvestigator(tx: Tx, caseId: string): Promise<void> {
    const investigators = await this.visits.investigators(tx.manager, 'case', caseId);
    if (investigators.has(tx.actor)) throw new Problem(ASSISTANCE_PROBLEMS.ownInvestigation);
  }
}

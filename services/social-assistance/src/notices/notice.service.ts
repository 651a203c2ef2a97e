import { Injectable } from '@nestjs/common';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { announceNotice, announceOpinion, announceReported } from '../applications/application.events.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { noticeEndsOn } from '../entitlement/deadline.rules.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { VisitService } from '../visits/visit.service.js';
import type { GiveOpinionDto, PostNoticeDto } from './notice.dto.js';
import { PublicNotice } from './notice.entity.js';
import { NOTICE_LIFECYCLE } from './notice.lifecycle.js';

/** The township's opinion and its public notice (民发〔2021〕57号 arts. 19–20). */
@Injectable()
export class NoticeService {
  constructor(
    private readonly visits: VisitService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `own-investigation` */
  async giveOpinion(tx: Tx, id: string, version: number, form: GiveOpinionDto): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'giveOpinion');
    await this.#requireNoInvestigator(tx, id);
    const opinion = { by: tx.actor, ...form };
    aidCase.opinion = opinion;
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'giveOpinion', at);
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
    const { opinion, assessment } = aidCase;
    if (!opinion || !assessment)
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'postNotice');
    const today = this.clock.today();
    if (form.postedOn > today) throw new Problem(ASSISTANCE_PROBLEMS.postedOnFuture);
    // before the assessment there was nothing to post, and seven days can't have passed
    if (form.postedOn < assessment.assessedOn) throw invalidField('postedOn', 'min');
    const days = (await this.policies.book(tx)).resolve('assistance.notice.days', aidCase.region, today);
    const at = this.clock.now();
    const notice = await tx.begin(
      Object.assign(new PublicNotice(), {
        id: uuidv7(),
        region: aidCase.region,
        caseId: id,
        kind: 'PRELIMINARY' as const,
        postedOn: form.postedOn,
        endsOn: noticeEndsOn(form.postedOn, Number(days.value)),
        place: form.place,
        photoSha256: form.photo ?? null,
      }),
      NOTICE_LIFECYCLE,
      'post',
      at,
    );
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'postNotice', at);
    announceNotice(tx, aidCase, move, notice, at);
    return { notice, aidCase };
  }

  async #requireNoInvestigator(tx: Tx, caseId: string): Promise<void> {
    const investigators = await this.visits.investigators(tx.manager, caseId);
    if (investigators.has(tx.actor)) throw new Problem(ASSISTANCE_PROBLEMS.ownInvestigation);
  }

  /** Reports the cases whose notice has ended, each once. @returns how many */
  async closeEnded(tx: Tx): Promise<number> {
    const at = this.clock.now();
    // the case is locked first, as everywhere
    const ended = await tx.query<{ id: string; case_id: string }>(
      `select n.id, n.case_id from public_notice n join aid_case c on c.id = n.case_id
        where n.state = 'POSTED' and n.ends_on < $1::date and c.state = 'NOTICE'
        order by n.case_id limit 100 for update of c skip locked`,
      [this.clock.today()],
    );
    for (const { id, case_id } of ended) {
      const notice = await tx.loadForUpdate(PublicNotice, id);
      await tx.move(notice, NOTICE_LIFECYCLE, 'end', at);
      const aidCase = await tx.loadForUpdate(AidCase, case_id);
      const move = await tx.move(aidCase, CASE_LIFECYCLE, 'report', at);
      announceReported(tx, aidCase, move, at);
    }
    return ended.length;
  }
}

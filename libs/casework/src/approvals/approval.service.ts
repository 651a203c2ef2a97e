import { Injectable } from '@nestjs/common';
import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { countyOf } from '@minzheng/kernel/region';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { APPROVAL_PROBLEMS } from './approval.problems.js';

/** What is approved, as the department names it. */
export interface ApprovedSubject {
  readonly type: string;
  readonly id: string;
}

const OF_COUNTY = {
  zh: '该事项没有委托乡镇（街道）审核确认，由县级办理。',
  en: 'This is not delegated to the township: the county decides it.',
};

/** Second people and levels: who may decide, and when it takes two. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  /** Who has had a part in it does not decide. @throws Problem `actor-already-involved` */
  requireOutsider(actor: string, involved: ReadonlySet<string>): void {
    if (involved.has(actor)) throw new Problem(APPROVAL_PROBLEMS.actorAlreadyInvolved);
  }

  /**
   * A township decides what is delegated to it (委托审核确认), the county everything else.
   *
   * @throws Problem `out-of-region`
   */
  requireLevel(caller: AuthenticatedCaller, region: string, isDelegated: boolean): void {
    if (isDelegated) {
      caller.requireRegion(region);
      return;
    }
    const county = countyOf(this.regions.currentOf(region));
    if (!caller.covers(county)) throw new Problem(PROBLEMS.outOfRegion, { detail: OF_COUNTY });
  }

  /**
   * An act that needs two people: the first call is kept and changes nothing else, the second one by somebody else, saying
   * the same, completes it. The first person may say otherwise in between: that is then the first call.
   *
   * @param content - what both have to say the same
   * @returns who was the first; undefined for the first call
   * @throws Problem `same-person`, `approval-differs`
   */
  async sign(
    tx: Tx,
    { type, id }: ApprovedSubject,
    act: string,
    content: object,
  ): Promise<string | undefined> {
    const digest = sha256Hex(canonicalJson(content));
    const [first] = await tx.query<{ approver: string; content_sha256: string }>(
      `select approver, content_sha256 from pending_approval
        where subject_type = $1 and subject_id = $2 and act = $3 for update`,
      [type, id, act],
    );
    if (!first) {
      await tx.execute(
        `insert into pending_approval (subject_type, subject_id, act, content_sha256, approver, business_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [type, id, act, digest, tx.actor, this.clock.now()],
      );
      return undefined;
    }
    const isSame = first.content_sha256 === digest;
    if (first.approver === tx.actor) {
      if (isSame) throw new Problem(PROBLEMS.samePerson);
      await this.forget(tx, { type, id });
      return this.sign(tx, { type, id }, act, content);
    }
    if (!isSame) throw new Problem(APPROVAL_PROBLEMS.approvalDiffers);
    await this.forget(tx, { type, id });
    return first.approver;
  }

  /** What was signed once no longer counts: the subject has changed. */
  async forget(tx: Tx, { type, id }: ApprovedSubject): Promise<void> {
    await tx.execute('delete from pending_approval where subject_type = $1 and subject_id = $2', [type, id]);
  }
}

import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { Statements } from '@minzheng/casework/statements';
import type { Month } from '@minzheng/kernel/months';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Not } from 'typeorm';
import { Award } from '../awards/award.entity.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import type { RevokeDto } from './application.dto.js';
import { AidCase } from './application.entity.js';
import { announceRevoked } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import { CaseGuards } from './case-guards.js';

/** A decision is never edited: where fraud or a gross error is proven, two people of the county revoke it. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly statements: Statements,
    private readonly guards: CaseGuards,
    private readonly endings: AwardEndings,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The awards end from the first wrong month, and what was paid since is to be given back (R22).
   *
   * @returns whether it is done: the first of two calls changes nothing
   * @throws Problem `out-of-region`, `conflict-of-interest`, `same-person`, `approval-differs`
   */
  async revoke(
    tx: Tx,
    id: string,
    version: number,
    form: RevokeDto,
    caller: AuthenticatedCaller,
  ): Promise<{ aidCase: AidCase; isDone: boolean }> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'revoke');
    this.approvals.requireLevel(caller, aidCase.region, false);
    await this.guards.requireUnrelated(tx, aidCase);
    const { cause, fromMonth, proof, text } = form;
    const reasonCodes = [...form.reasonCodes].sort();
    const first = await this.approvals.sign(tx, { type: 'case', id }, 'revoke', {
      ...{ cause, fromMonth, proof, reasonCodes },
    });
    if (first === undefined) return { aidCase, isDone: false };
    const revocation = {
      by: [first, tx.actor] as const,
      on: this.clock.today(),
      ...{ fromMonth, cause, reasonCodes, proof },
    };
    aidCase.revocation = revocation;
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'revoke', at);
    await this.statements.say(tx, { subject: { type: 'case', id }, kind: 'revoke', text });
    await this.#cease(tx, id, fromMonth as Month, cause, text);
    announceRevoked(tx, aidCase, move, revocation, at);
    return { aidCase, isDone: true };
  }

  async #cease(
    tx: Tx,
    caseId: string,
    wrongFrom: Month,
    cause: 'FRAUD' | 'ERROR',
    reason: string,
  ): Promise<void> {
    const awards = await tx.manager.find(Award, {
      where: { caseId, state: Not('CEASED') },
      order: { id: 'ASC' },
    });
    for (const { id } of awards) {
      const award = await tx.loadForUpdate(Award, id);
      const fromMonth = wrongFrom < award.effectiveMonth ? award.effectiveMonth : wrongFrom;
      await this.endings.cease(tx, award, { fromMonth, cause: 'REVOKED', reason }, cause);
    }
  }
}

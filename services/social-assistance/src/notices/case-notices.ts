import { Injectable } from '@nestjs/common';
import { NoticeHost, type PublicNotice } from '@minzheng/casework/notices';
import { ObjectionService } from '@minzheng/casework/objections';
import type { Tx } from '@minzheng/platform/persistence';
import { AidCase } from '../applications/application.entity.js';
import { announceReported } from '../applications/application.events.js';
import { CaseLimitsService } from '../applications/case-limits.service.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';

/** When the notice of a case has ended and every objection is answered, the case is reported to who decides. */
@Injectable()
export class CaseNotices extends NoticeHost {
  constructor(
    private readonly objections: ObjectionService,
    private readonly limits: CaseLimitsService,
  ) {
    super();
  }

  async lockEnding(tx: Tx, type: string, id: string): Promise<boolean> {
    if (type !== 'case') return true;
    const locked = await tx.query('select from aid_case where id = $1 for update skip locked', [id]);
    return locked.length > 0;
  }

  async ended(tx: Tx, { subjectType, subjectId, kind }: PublicNotice, at: Date): Promise<void> {
    if (subjectType !== 'case' || kind !== 'PRELIMINARY') return;
    const aidCase = await tx.loadForUpdate(AidCase, subjectId);
    if (aidCase.state !== 'NOTICE') return;
    if (await this.objections.isAnyOpen(tx.manager, 'case', subjectId, 'OBJECTION')) return;
    await this.limits.heedComplaints(tx, aidCase);
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'report', at);
    announceReported(tx, aidCase, move, at);
  }
}

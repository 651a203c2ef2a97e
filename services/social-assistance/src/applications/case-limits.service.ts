import { Injectable } from '@nestjs/common';
import { NoticeService } from '@minzheng/casework/notices';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import {
  decisionDueOn,
  noticeStandstills,
  objectionStandstill,
  type SpecialReason,
} from '../entitlement/deadline.rules.js';
import { readStandstillPolicy } from '../entitlement/rule-policies.js';
import { decisionSafeguards } from '../entitlement/supervision.rules.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import type { AidCase } from './application.entity.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import { readProcedure } from './entitlement-policy.js';

/** Who decides a case, and by when (R18, R20). */
@Injectable()
export class CaseLimitsService {
  constructor(
    private readonly notices: NoticeService,
    private readonly supervision: SupervisionService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** At the acceptance. @throws PolicyMissing */
  async start(tx: Tx, aidCase: AidCase): Promise<void> {
    aidCase.acceptedOn = this.clock.today();
    await this.renew(tx, aidCase);
  }

  /** Somebody has complained about the case: from now on the county visits, and two decide. */
  async heedComplaints(tx: Tx, aidCase: AidCase): Promise<void> {
    if (aidCase.complaintFlag) return;
    const subject = { type: CASE_LIFECYCLE.name, id: aidCase.id };
    if (!(await this.supervision.isFlagged(tx.manager, ['COMPLAINT'], subject))) return;
    aidCase.complaintFlag = true;
    await this.renew(tx, aidCase);
  }

  /** The report is reopened: the clock stands still until the next one, at most for its working days. */
  async pause(tx: Tx, aidCase: AidCase): Promise<void> {
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const { objectionWorkingDays } = readStandstillPolicy(book, aidCase.region, today);
    aidCase.reportPauses = [
      ...aidCase.reportPauses,
      objectionStandstill(today, undefined, objectionWorkingDays),
    ];
    await this.renew(tx, aidCase);
  }

  /** The next report has come: the clock runs on. */
  async resume(tx: Tx, aidCase: AidCase): Promise<void> {
    const last = aidCase.reportPauses.at(-1);
    const today = this.clock.today();
    if (!last || last.to <= today) return;
    aidCase.reportPauses = [...aidCase.reportPauses.slice(0, -1), { from: last.from, to: today }];
    await this.renew(tx, aidCase);
  }

  /** One more reason why it may take longer; the clock runs on from the acceptance. */
  async extend(tx: Tx, aidCase: AidCase, reason: SpecialReason): Promise<void> {
    if (aidCase.specialReasons.includes(reason)) return;
    aidCase.specialReasons = [...aidCase.specialReasons, reason];
    await this.renew(tx, aidCase);
  }

  /**
   * Who decides and by when, as the case stands now: never the township where a relative or a complaint is concerned, or
   * an appeal was upheld; then the limits are counted from there.
   * Where the region leaves the days of notices out, the clock stands still while one hangs.
   */
  async renew(tx: Tx, aidCase: AidCase): Promise<void> {
    const { acceptedOn, reopenedOn, region, programme, relativeFlag, complaintFlag, specialReasons } =
      aidCase;
    if (acceptedOn === null) return;
    const since = reopenedOn ?? acceptedOn;
    const book = await this.policies.book(tx);
    const { delegated, limits } = readProcedure(book, region, programme, since);
    const { isDelegated } = decisionSafeguards({
      isDelegated: delegated && reopenedOn === null,
      isRelative: relativeFlag,
      hasComplaint: complaintFlag,
    });
    const { excludeNotice } = readStandstillPolicy(book, region, since);
    aidCase.delegated = isDelegated;
    aidCase.dueOn = decisionDueOn(since, limits, {
      isDelegated,
      specialReasons,
      standstills: [
        ...noticeStandstills(await this.notices.of(tx.manager, 'case', aidCase.id), excludeNotice),
        ...aidCase.reportPauses,
      ],
    });
  }
}

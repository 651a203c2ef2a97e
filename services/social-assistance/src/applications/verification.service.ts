import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { CheckService, type VerificationReport, type VerificationRequest } from '@minzheng/casework/checks';
import { ConsentService } from '@minzheng/casework/consents';
import { NoticeService } from '@minzheng/casework/notices';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  EconomicSideSchema,
  VerificationOccasion,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { toSnapshotMessage, type HouseholdWithPersons } from '../households/household.events.js';
import { AidCase, PROGRAMMES, type DeclaredItem } from './application.entity.js';
import { announceDiscrepancy } from './application.events.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import { ApplicationService } from './application.service.js';
import { CaseLimitsService } from './case-limits.service.js';
import type { RequestVerificationDto } from './application.dto.js';

const ofCase = (id: string) => ({ type: 'case', id });

/** The checks of a case: what is asked of verification, and what its report means for the case. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly applications: ApplicationService,
    private readonly checks: CheckService,
    private readonly notices: NoticeService,
    private readonly approvals: ApprovalService,
    private readonly limits: CaseLimitsService,
    private readonly consents: ConsentService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `consent-missing`, `request-open`, `validation` */
  async request(
    tx: Tx,
    id: string,
    version: number,
    { purposes: asked, dueOn: wanted }: RequestVerificationDto,
    named: HouseholdWithPersons,
  ): Promise<{ aidCase: AidCase; request: VerificationRequest }> {
    const purposes = asked ?? [...PROGRAMMES];
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'requestVerification');
    if (wanted && wanted < this.clock.today()) throw invalidField('dueOn', 'min');
    await this.applications.requireConsents(tx, named.members, purposes);
    // asOf is the day of acceptance (R1): the window of income follows from it
    const asOf = aidCase.acceptedOn ?? this.clock.today();
    const request = await this.checks.request(tx, {
      subject: ofCase(id),
      region: aidCase.region,
      caseRef: aidCase.caseNo,
      occasion: VerificationOccasion.APPLICATION,
      purposes,
      household: toSnapshotMessage(named, new Date(`${asOf}T00:00:00+08:00`)),
      consents: await this.consents.holding(
        tx.manager,
        named.members.map(({ personKey }) => personKey),
      ),
      declaredItems: aidCase.declaredItems.map(toDeclaredMessage),
      asOf,
      dueOn: wanted ?? (await this.#dueOn(tx, aidCase.region)),
    });
    await tx.move(aidCase, CASE_LIFECYCLE, 'requestVerification', this.clock.now());
    return { aidCase, request };
  }

  /** @throws Problem `report-missing`, `report-expired` */
  usableReport(manager: EntityManager, caseId: string): Promise<VerificationCompleted> {
    return this.checks.usableReport(manager, ofCase(caseId));
  }

  /** The report that may be rested on today, if there is one. */
  async standingReport(manager: EntityManager, caseId: string): Promise<VerificationCompleted | undefined> {
    const { report } = await this.checks.standing(manager, ofCase(caseId));
    return report;
  }

  latestReport(manager: EntityManager, caseId: string): Promise<VerificationReport | null> {
    return this.checks.latestReport(manager, ofCase(caseId));
  }

  /**
   * A material discrepancy or an ineligible household stops the case once, until it is disputed or the time for evidence
   * is over (民发〔2021〕57号 art. 18); a report that replaces the one a case was assessed on sends an undecided case back.
   */
  async reported(tx: Tx, caseId: string, message: VerificationCompleted): Promise<void> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    const at = this.clock.now();
    if (isClosed(aidCase.state)) return;
    await this.#resume(tx, aidCase);
    await this.#investigateAgain(tx, aidCase, at);
    const material = message.discrepancies.filter((discrepancy) => discrepancy.material);
    const isCause = material.length > 0 || showsIneligible(message);
    if (!isCause || aidCase.state !== 'INVESTIGATING' || aidCase.evidenceDueOn !== null) return;
    aidCase.evidenceDueOn = await this.#evidenceDueOn(tx, aidCase.region);
    const deltaFen = material.reduce(
      (sum, { declaredFen = 0n, verifiedFen = 0n }) => sum + (verifiedFen - declaredFen),
      0n,
    );
    const kinds = material.map(({ kind }) => kind);
    const exceedsLimits = showsIneligible(message);
    aidCase.dispute = { kinds, deltaFen: deltaFen.toString(), exceedsLimits };
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'findDiscrepancy', at);
    announceDiscrepancy(tx, aidCase, move, { kinds, deltaFen }, at);
  }

  /** The report is looked at again: the clock of the case stands still meanwhile (民发〔2021〕57号 art. 18). */
  async reopened(tx: Tx, caseId: string): Promise<void> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    if (isClosed(aidCase.state)) return;
    await this.limits.pause(tx, aidCase);
    await tx.save(aidCase);
  }

  async #resume(tx: Tx, aidCase: AidCase): Promise<void> {
    const { dueOn: before } = aidCase;
    await this.limits.resume(tx, aidCase);
    if (aidCase.dueOn !== before) await tx.save(aidCase);
  }

  /** The report that an undecided case was assessed on holds no longer. */
  async fallen(tx: Tx, caseId: string): Promise<void> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    if (!isClosed(aidCase.state)) await this.#investigateAgain(tx, aidCase, this.clock.now());
  }

  async #investigateAgain(tx: Tx, aidCase: AidCase, at: Date): Promise<void> {
    if (!aidCase.assessment || !CASE_LIFECYCLE.allowed(aidCase.state).includes('investigateAgain')) return;
    aidCase.assessment = null;
    aidCase.opinion = null;
    await this.notices.takeDown(tx, 'case', aidCase.id);
    await this.approvals.forget(tx, { type: 'case', id: aidCase.id });
    await tx.move(aidCase, CASE_LIFECYCLE, 'investigateAgain', at);
  }

  async #evidenceDueOn(tx: Tx, region: string): Promise<CivilDate> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('assistance.clock.disputeDays', region, today);
    return addDays(today, Number(row.value));
  }

  /** Verification answers within five working days (`verification.request.deadlineWd` there); asked for as such. */
  async #dueOn(tx: Tx, region: string): Promise<CivilDate> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('assistance.clock.verificationWd', region, today);
    return dueOn(today, Number(row.value));
  }
}

/** Over the limits of everything that was asked for. */
const showsIneligible = ({ conclusions }: VerificationCompleted): boolean =>
  conclusions.length > 0 && conclusions.every(({ conclusion }) => conclusion.startsWith('EXCEEDS_'));

const toDeclaredMessage = ({ side, amountFen, valueFen, ...item }: DeclaredItem) => ({
  ...item,
  side: enumValue(EconomicSideSchema, side),
  ...(amountFen === undefined ? {} : { amountFen: BigInt(amountFen) }),
  ...(valueFen === undefined ? {} : { valueFen: BigInt(valueFen) }),
});

import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema, ServiceCode } from '@minzheng/contracts/common';
import {
  ConsentMethodSchema,
  EconomicSideSchema,
  SignerRoleSchema,
  VerificationCompletedSchema,
  VerificationOccasion,
  VerificationPriority,
  VerificationRequestedSchema,
  VerificationResultSchema,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { addDays } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Consent } from '../consents/consent.entity.js';
import { ConsentService } from '../consents/consent.service.js';
import { toSnapshotMessage, type HouseholdWithPersons } from '../households/household.events.js';
import { said } from '../messages.js';
import { takeDownNotices } from '../notices/take-down.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase, PROGRAMMES, type DeclaredItem } from './application.entity.js';
import { announceDiscrepancy } from './application.events.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import { ApplicationService } from './application.service.js';
import type { RequestVerificationDto } from './application.dto.js';
import { VerificationReport, VerificationRequest } from './verification.entity.js';

/** A report came for a request that this service never made: parked, an operator looks. */
export class UnknownRequest extends Error {
  constructor() {
    super('unknown verification request');
    this.name = 'UnknownRequest';
  }
}

/** Asks verification what a household has, and keeps what it answers. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly applications: ApplicationService,
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
    const open = await tx.manager.existsBy(VerificationRequest, {
      caseId: id,
      state: In(['OPEN', 'REOPENED']),
    });
    if (open) throw new Problem(ASSISTANCE_PROBLEMS.requestOpen);
    if (wanted && wanted < this.clock.today()) throw invalidField('dueOn', 'min');
    await this.applications.requireConsents(tx, named.members, purposes);
    const at = this.clock.now();
    const request = Object.assign(new VerificationRequest(), {
      id: uuidv7(),
      caseId: id,
      purposes,
      requestedAt: at,
      dueAt: endOfDay(wanted ?? (await this.#dueOn(tx, aidCase.region))),
      state: 'OPEN' as const,
    });
    await tx.manager.insert(VerificationRequest, request);
    await tx.move(aidCase, CASE_LIFECYCLE, 'requestVerification', at);
    await this.#announce(tx, aidCase, request, named, at);
    return { aidCase, request };
  }

  async #announce(
    tx: Tx,
    aidCase: AidCase,
    request: VerificationRequest,
    named: HouseholdWithPersons,
    at: Date,
  ): Promise<void> {
    const consents = await this.consents.holding(
      tx.manager,
      named.members.map(({ personKey }) => personKey),
    );
    // asOf is the day of acceptance (R1): the window of income follows from it
    const asOf = new Date(`${aidCase.acceptedOn}T00:00:00+08:00`);
    tx.announce(
      VerificationRequestedSchema,
      {
        ...said(aidCase.region, at),
        requestId: request.id,
        requester: ServiceCode.ASSISTANCE,
        caseRef: aidCase.caseNo,
        occasion: VerificationOccasion.APPLICATION,
        purposes: request.purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
        household: toSnapshotMessage(named, asOf),
        consents: consents.map(toConsentMessage),
        declaredItems: aidCase.declaredItems.map(toDeclaredMessage),
        asOf: timestampFromDate(asOf),
        priority: VerificationPriority.NORMAL,
        dueAt: timestampFromDate(request.dueAt),
      },
      { aggregate: 'verificationRequest', id: request.id, version: 1n },
    );
  }

  /**
   * Keeps a report as it came. A material discrepancy or an ineligible household stops the case once, until it is
   * disputed or the time for evidence is over (民发〔2021〕57号 art. 18); a report that replaces the one a case was
   * assessed on sends an undecided case back.
   *
   * @throws UnknownRequest
   */
  async attach(tx: Tx, message: VerificationCompleted, bytes: Uint8Array): Promise<void> {
    const request = await tx.manager.findOne(VerificationRequest, {
      where: { id: message.requestId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!request) throw new UnknownRequest();
    const result = enumName(VerificationResultSchema, message.result) as VerificationReport['result'];
    const isNews = await this.#keep(tx, request, message, result, bytes);
    if (!isNews) return;
    await tx.manager.update(
      VerificationRequest,
      { id: request.id },
      { state: result === 'REFUSED' ? 'REFUSED' : 'ANSWERED' },
    );
    if (result !== 'REFUSED') await this.#effectOnCase(tx, request.caseId, message);
  }

  /** @returns false for a report that is here already, or that a later one has replaced */
  async #keep(
    tx: Tx,
    { id, caseId }: VerificationRequest,
    message: VerificationCompleted,
    result: VerificationReport['result'],
    bytes: Uint8Array,
  ): Promise<boolean> {
    const latest = await tx.manager.maximum(VerificationReport, 'sequence', { requestId: id });
    if (latest !== null && latest >= message.sequence) return false;
    await tx.manager.insert(VerificationReport, {
      requestId: id,
      sequence: message.sequence,
      reportId: message.reportId ?? null,
      caseId,
      result,
      validTo: message.validTo === '' ? null : message.validTo,
      message: Buffer.from(bytes),
    });
    return true;
  }

  async #effectOnCase(tx: Tx, caseId: string, message: VerificationCompleted): Promise<void> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    const at = this.clock.now();
    if (isClosed(aidCase.state)) return;
    if (aidCase.assessment && CASE_LIFECYCLE.allowed(aidCase.state).includes('investigateAgain')) {
      aidCase.assessment = null;
      aidCase.opinion = null;
      await takeDownNotices(tx, caseId, at);
      await tx.move(aidCase, CASE_LIFECYCLE, 'investigateAgain', at);
    }
    const material = message.discrepancies.filter((discrepancy) => discrepancy.material);
    const isCause = material.length > 0 || showsIneligible(message);
    if (!isCause || aidCase.state !== 'INVESTIGATING' || aidCase.evidenceDueOn !== null) return;
    aidCase.evidenceDueOn = await this.#evidenceDueOn(tx, aidCase.region);
    const deltaFen = material.reduce(
      (sum, { declaredFen = 0n, verifiedFen = 0n }) => sum + (verifiedFen - declaredFen),
      0n,
    );
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'findDiscrepancy', at);
    announceDiscrepancy(tx, aidCase, move, { kinds: material.map(({ kind }) => kind), deltaFen }, at);
  }

  /** No decision on the report until the next one comes. */
  async reopen(tx: Tx, requestId: string): Promise<void> {
    const { affected } = await tx.manager.update(
      VerificationRequest,
      { id: requestId },
      { state: 'REOPENED' },
    );
    if (affected === 0) throw new UnknownRequest();
  }

  /**
   * The report that an assessment or decision may rest on: the latest, not refused, not reopened, still valid.
   *
   * @throws Problem `report-missing`, `report-expired`
   */
  async usableReport(manager: EntityManager, caseId: string): Promise<VerificationCompleted> {
    const latest = await this.latestReport(manager, caseId);
    const isOpen = await manager.existsBy(VerificationRequest, { caseId, state: In(['OPEN', 'REOPENED']) });
    if (!latest || latest.result === 'REFUSED' || isOpen)
      throw new Problem(ASSISTANCE_PROBLEMS.reportMissing);
    if ((latest.validTo ?? '') < this.clock.today()) throw new Problem(ASSISTANCE_PROBLEMS.reportExpired);
    return fromBinary(VerificationCompletedSchema, latest.message);
  }

  latestReport(manager: EntityManager, caseId: string): Promise<VerificationReport | null> {
    return manager.findOne(VerificationReport, {
      where: { caseId },
      order: { receivedAt: 'DESC', sequence: 'DESC' },
    });
  }

  async #evidenceDueOn(tx: Tx, region: string): Promise<string> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('assistance.clock.disputeDays', region, today);
    return addDays(today, Number(row.value));
  }

  /** Verification answers within five working days (`verification.request.deadlineWd` there); asked for as such. */
  async #dueOn(tx: Tx, region: string): Promise<string> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('assistance.clock.verificationWd', region, today);
    return dueOn(today, Number(row.value));
  }
}

/** Over the limits of everything that was asked for. */
const showsIneligible = ({ conclusions }: VerificationCompleted): boolean =>
  conclusions.length > 0 && conclusions.every(({ conclusion }) => conclusion.startsWith('EXCEEDS_'));

/** 24:00 in Asia/Shanghai. */
const endOfDay = (day: string): Date => new Date(`${addDays(day, 1)}T00:00:00+08:00`);

const toConsentMessage = (consent: Consent) => ({
  consentId: consent.id,
  personKey: consent.personKey,
  signerKey: consent.signerKey,
  signerRole: enumValue(SignerRoleSchema, consent.signerRole),
  purposes: consent.purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
  datasets: consent.datasets,
  method: enumValue(ConsentMethodSchema, consent.method),
  documentSha256: consent.documentSha256,
  ...(consent.powerSha256 === null ? {} : { powerSha256: consent.powerSha256 }),
  signedAt: timestampFromDate(consent.signedAt),
  validTo: consent.validTo,
});

const toDeclaredMessage = ({ side, amountFen, valueFen, ...item }: DeclaredItem) => ({
  ...item,
  side: enumValue(EconomicSideSchema, side),
  ...(amountFen === undefined ? {} : { amountFen: BigInt(amountFen) }),
  ...(valueFen === undefined ? {} : { valueFen: BigInt(valueFen) }),
});

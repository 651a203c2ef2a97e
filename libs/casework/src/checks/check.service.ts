import { fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema, type HouseholdSnapshotSchema } from '@minzheng/contracts/common';
import {
  ConsentMethodSchema,
  SignerRoleSchema,
  VerificationCompletedSchema,
  VerificationPriority,
  VerificationRequestedSchema,
  VerificationResultSchema,
  type DeclaredItemSchema,
  type ReopenCause,
  type VerificationCompleted,
  type VerificationOccasion,
} from '@minzheng/contracts/verification';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Consent } from '../consents/index.js';
import { Department } from '../department/index.js';
import { said } from '../messages/index.js';
import { CheckEffects, type FallenReport } from './check.effects.js';
import { VerificationReport, VerificationRequest, type CheckSubject } from './check.entity.js';
import { CHECK_PROBLEMS } from './check.problems.js';

/** What is asked of verification. */
export interface CheckAsked {
  readonly subject: CheckSubject;
  /** Of the office that is responsible. */
  readonly region: string;
  /** Number under which the department knows the matter. */
  readonly caseRef: string;
  readonly occasion: VerificationOccasion;
  /** Names of `Purpose`. */
  readonly purposes: readonly string[];
  readonly household: MessageInitShape<typeof HouseholdSnapshotSchema>;
  /** Of the persons in it: {@link ConsentService.holding}. */
  readonly consents: readonly Consent[];
  readonly declaredItems: readonly MessageInitShape<typeof DeclaredItemSchema>[];
  /** The day as of which the household is looked at: the window of income follows from it. */
  readonly asOf: CivilDate;
  /** Last day for the answer. */
  readonly dueOn: CivilDate;
  readonly priority?: VerificationPriority;
}

/** The report that may be rested on, or why there is none. */
export type CheckStanding =
  | { readonly state: 'USABLE'; readonly report: VerificationCompleted }
  | {
      readonly state: 'NONE' | 'OPEN' | 'REOPENED' | 'REFUSED' | 'SUPERSEDED' | 'REVOKED' | 'EXPIRED';
      readonly report?: undefined;
    };

/** A report came for a request that this service never made: parked, an operator looks. */
export class UnknownRequest extends Error {
  constructor() {
    super('unknown verification request');
    this.name = 'UnknownRequest';
  }
}

/** Asks verification what a household has, and keeps what it answers. */
@Injectable()
export class CheckService implements OnModuleInit {
  #effects!: CheckEffects;

  constructor(
    private readonly department: Department,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.#effects = this.moduleRef.get(CheckEffects, { strict: false });
  }

  /** The caller holds the subject, and has made sure of the consents. @throws Problem `request-open` */
  async request(tx: Tx, asked: CheckAsked): Promise<VerificationRequest> {
    const { subject, region, purposes, asOf } = asked;
    if (await this.#pending(tx.manager, subject)) throw new Problem(CHECK_PROBLEMS.requestOpen);
    const at = this.clock.now();
    const request = Object.assign(new VerificationRequest(), {
      id: uuidv7(),
      subjectType: subject.type,
      subjectId: subject.id,
      purposes: [...purposes],
      requestedAt: at,
      dueAt: startOf(addDays(asked.dueOn, 1)),
      state: 'OPEN' as const,
    });
    await tx.manager.insert(VerificationRequest, request);
    tx.announce(
      VerificationRequestedSchema,
      {
        ...said(region, at),
        requestId: request.id,
        requester: this.department.code,
        caseRef: asked.caseRef,
        occasion: asked.occasion,
        purposes: purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
        household: asked.household,
        consents: asked.consents.map(toConsentMessage),
        declaredItems: [...asked.declaredItems],
        asOf: timestampFromDate(startOf(asOf)),
        priority: asked.priority ?? VerificationPriority.NORMAL,
        dueAt: timestampFromDate(request.dueAt),
      },
      { aggregate: 'verificationRequest', id: request.id, version: 1n },
    );
    return request;
  }

  /** Keeps a report as it came; the department then does what it means. @throws UnknownRequest */
  async attach(tx: Tx, message: VerificationCompleted, bytes: Uint8Array): Promise<void> {
    const request = await this.#requestOf(tx, message.requestId);
    const result = enumName(VerificationResultSchema, message.result) as VerificationReport['result'];
    if (!(await this.#keep(tx, request, message, result, bytes))) return;
    const state = result === 'REFUSED' ? 'REFUSED' : 'ANSWERED';
    await tx.manager.update(VerificationRequest, { id: request.id }, { state });
    if (result === 'REFUSED') await this.#effects.refused(tx, subjectOf(request), message);
    else await this.#effects.reported(tx, subjectOf(request), message);
  }

  /** @returns false for a report that is here already, or that a later one has replaced */
  async #keep(
    tx: Tx,
    { id, subjectType, subjectId }: VerificationRequest,
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
      ...{ subjectType, subjectId, result },
      validTo: message.validTo === '' ? null : message.validTo,
      message: Buffer.from(bytes),
    });
    return true;
  }

  /** No decision on the report until the next one comes. @throws UnknownRequest */
  async reopen(tx: Tx, requestId: string, cause: ReopenCause): Promise<void> {
    const request = await this.#requestOf(tx, requestId);
    await tx.manager.update(VerificationRequest, { id: requestId }, { state: 'REOPENED' });
    await this.#effects.reopened(tx, subjectOf(request), cause);
  }

  /** @param successor - the report in its place, which comes, or has come, by itself @throws UnknownRequest */
  async supersede(tx: Tx, fallen: FallenReport, successor?: string): Promise<void> {
    const request = await this.#fall(tx, fallen, 'supersededAt');
    if (request && successor === undefined) {
      await this.#effects.superseded(tx, subjectOf(request), fallen);
    }
  }

  /** @throws UnknownRequest */
  async revoke(tx: Tx, fallen: FallenReport): Promise<void> {
    const request = await this.#fall(tx, fallen, 'revokedAt');
    if (request) await this.#effects.revoked(tx, subjectOf(request), fallen);
  }

  /** @returns undefined when the report is not here, or fell before */
  async #fall(
    tx: Tx,
    { requestId, reportId }: FallenReport,
    column: 'supersededAt' | 'revokedAt',
  ): Promise<VerificationRequest | undefined> {
    const request = await this.#requestOf(tx, requestId);
    const report = await tx.manager.findOneBy(VerificationReport, { requestId, reportId });
    if (!report || report[column] !== null) return undefined;
    const { sequence } = report;
    await tx.manager.update(VerificationReport, { requestId, sequence }, { [column]: this.clock.now() });
    return request;
  }

  async #requestOf(tx: Tx, id: string): Promise<VerificationRequest> {
    const request = await tx.manager.findOne(VerificationRequest, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!request) throw new UnknownRequest();
    return request;
  }

  /**
   * The report that an assessment or decision may rest on.
   *
   * @throws Problem `report-missing`, `report-expired`
   */
  async usableReport(manager: EntityManager, subject: CheckSubject): Promise<VerificationCompleted> {
    const { state, report } = await this.standing(manager, subject);
    if (state === 'EXPIRED') throw new Problem(PROBLEMS.reportExpired);
    if (state !== 'USABLE') throw new Problem(CHECK_PROBLEMS.reportMissing);
    return report;
  }

  /** The latest report of the subject, if it may be rested on today, or why not. */
  async standing(manager: EntityManager, subject: CheckSubject): Promise<CheckStanding> {
    const pending = await this.#pending(manager, subject);
    if (pending) return { state: pending.state === 'OPEN' ? 'OPEN' : 'REOPENED' };
    const latest = await this.latestReport(manager, subject);
    if (!latest) return { state: 'NONE' };
    if (latest.result === 'REFUSED') return { state: 'REFUSED' };
    if (latest.revokedAt !== null) return { state: 'REVOKED' };
    if (latest.supersededAt !== null) return { state: 'SUPERSEDED' };
    if ((latest.validTo ?? '') < this.clock.today()) return { state: 'EXPIRED' };
    return { state: 'USABLE', report: fromBinary(VerificationCompletedSchema, latest.message) };
  }

  latestReport(manager: EntityManager, { type, id }: CheckSubject): Promise<VerificationReport | null> {
    return manager.findOne(VerificationReport, {
      where: { subjectType: type, subjectId: id },
      order: { receivedAt: 'DESC', sequence: 'DESC' },
    });
  }

  #pending(manager: EntityManager, { type, id }: CheckSubject): Promise<VerificationRequest | null> {
    return manager.findOne(VerificationRequest, {
      where: { subjectType: type, subjectId: id, state: In(['OPEN', 'REOPENED']) },
      order: { state: 'ASC' },
    });
  }
}

const subjectOf = ({ subjectType, subjectId }: VerificationRequest): CheckSubject => ({
  type: subjectType,
  id: subjectId,
});

/** 00:00 in Asia/Shanghai. */
const startOf = (day: CivilDate): Date => new Date(`${day}T00:00:00+08:00`);

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

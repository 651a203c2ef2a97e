import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { dueOn } from '@minzheng/kernel/working-days';
import type { Caller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { wholeNumber } from '../requests/check-policy.js';
import type { DraftAgreementDto } from './agreement.dto.js';
import { DataAgreement } from './agreement.entity.js';
import { announceActivated, announceSuspended, type FileTerms } from './agreement.events.js';
import { AGREEMENT_LIFECYCLE, type AgreementCommand } from './agreement.lifecycle.js';
import {
  AGREEMENT_ENDED,
  IMPACT_ASSESSMENT_MISSING,
  OTHER_AGENCY,
  OVERLAPPING,
  UNKNOWN_DATASET,
} from './agreement.problems.js';
import { AgreementParties } from './agreement-party.js';
import { datasetOf } from './dataset.data.js';
import { SHIPPED_AGREEMENTS, type ShippedAgreement } from './shipped-agreements.data.js';

const SYSTEM = 'agreements';
/** SQLSTATE of an exclusion constraint. */
const EXCLUSION_VIOLATION = '23P01';

/**
 * From the draft of a data agreement (数据共享协议) to its end. Agreements hold for the whole province: data come in and leave by
 * one exit.
 */
@Injectable()
export class AgreementService implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly parties: AgreementParties,
  ) {}

  /** Takes over what was concluded before the platform, each once. */
  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      // several instances may start at once
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['shipped agreements']);
      const stored = await tx.query<{ id: string }>(
        'select id from data_agreement where id = any($1::uuid[])',
        [SHIPPED_AGREEMENTS.map(({ id }) => id)],
      );
      const known = new Set(stored.map(({ id }) => id));
      const fresh = SHIPPED_AGREEMENTS.filter(({ id }) => !known.has(id)).map((each) =>
        takenOver(each, this.regions.province),
      );
      const at = this.clock.now();
      await tx.beginAll(fresh, AGREEMENT_LIFECYCLE, 'takeOver', at);
      const terms = await this.#fileTerms(tx);
      for (const agreement of fresh) announceActivated(tx, agreement, '', at, terms);
    });
  }

  /** @throws Problem `other-agency`, `unknown-dataset` */
  async draft(tx: Tx, form: DraftAgreementDto, caller: Caller): Promise<DataAgreement> {
    const { agency, dataset: code, direction } = form;
    this.#requireSide(caller, agency);
    const dataset = datasetOf(code, direction);
    const isProvided = dataset !== undefined && (direction === 'OUT' || dataset.provider === agency);
    const kinds = form.kinds ?? dataset?.kinds ?? [];
    const fields = form.fields ?? dataset?.fields ?? [];
    const isWithin =
      isProvided &&
      kinds.every((kind) => dataset.kinds.includes(kind)) &&
      fields.every((field) => dataset.fields.includes(field));
    if (!isWithin) throw new Problem(UNKNOWN_DATASET);
    const book = await this.policies.book(tx);
    const limit = (name: string): number =>
      wholeNumber(book.resolve(`verification.agreement.${name}`, this.regions.province, this.clock.today()));
    const agreement = Object.assign(new DataAgreement(), {
      id: uuidv7(),
      region: this.regions.province,
      ...{ agency, direction, dataset: code },
      mode: form.mode ?? dataset.mode,
      purposes: form.purposes ?? [],
      kinds: [...new Set(kinds)],
      fields: [...new Set(fields)],
      legalBasis: form.legalBasis,
      consentGated: dataset.consentGated,
      ratePerSecond: form.ratePerSecond ?? limit('ratePerSecond'),
      dailyQuota: form.dailyQuota ?? limit('dailyQuota'),
      maxLagDays: form.maxLagDays ?? null,
      validFrom: form.validFrom,
      validTo: form.validTo,
      impactAssessmentRef: form.impactAssessmentRef ?? null,
      ...{ answerDueOn: null, openDueOn: null, agencyApprover: null, centreApprover: null },
    });
    return tx.begin(agreement, AGREEMENT_LIFECYCLE, 'draft', this.clock.now());
  }

  /** @throws Problem `impact-assessment-missing`, `other-agency` */
  async submit(tx: Tx, id: string, version: number, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.#load(tx, id, version, 'submit', caller);
    if (!agreement.impactAssessmentRef) throw new Problem(IMPACT_ASSESSMENT_MISSING);
    agreement.answerDueOn = await this.#dueOn(tx, 'answerWd');
    await tx.move(agreement, AGREEMENT_LIFECYCLE, 'submit', this.clock.now());
    return agreement;
  }

  /**
   * One side approves; when both have, the agreement is approved. Nobody approves what he drafted, and nobody for both.
   *
   * @throws Problem `same-person`
   */
  async approve(tx: Tx, id: string, version: number, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.#load(tx, id, version, 'approve', caller);
    const isOfAgency = this.parties.of(caller) === agreement.agency;
    const other = isOfAgency ? agreement.centreApprover : agreement.agencyApprover;
    if (caller.subject === agreement.createdBy || caller.subject === other) {
      throw new Problem(PROBLEMS.samePerson);
    }
    Object.assign(agreement, { [isOfAgency ? 'agencyApprover' : 'centreApprover']: caller.subject });
    const isApproved = agreement.agencyApprover !== null && agreement.centreApprover !== null;
    if (isApproved) agreement.openDueOn = await this.#dueOn(tx, 'openWd');
    await tx.move(agreement, AGREEMENT_LIFECYCLE, isApproved ? 'approve' : 'agree', this.clock.now());
    return agreement;
  }

  /** @throws Problem `same-person` */
  async reject(tx: Tx, id: string, version: number, reason: string, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.#load(tx, id, version, 'reject', caller);
    if (caller.subject === agreement.createdBy) throw new Problem(PROBLEMS.samePerson);
    await tx.move(agreement, AGREEMENT_LIFECYCLE, 'reject', this.clock.now(), reason);
    return agreement;
  }

  /** @throws Problem `overlapping`, `agreement-ended` */
  async activate(tx: Tx, id: string, version: number, caller: Caller): Promise<DataAgreement> {
    return this.#openUp(tx, await this.#load(tx, id, version, 'activate', caller), 'activate');
  }

  /** @throws Problem `other-agency` unless the caller is of the centre */
  async suspend(tx: Tx, id: string, version: number, reason: string, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.#load(tx, id, version, 'suspend', caller);
    this.#requireCentre(caller);
    return this.#close(tx, agreement, 'suspend', reason);
  }

  /** @throws Problem `agreement-ended`, `other-agency` unless the caller is of the centre */
  async resume(tx: Tx, id: string, version: number, reason: string, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.#load(tx, id, version, 'resume', caller);
    this.#requireCentre(caller);
    return this.#openUp(tx, agreement, 'resume', reason);
  }

  /** Either side ends it. */
  async revoke(tx: Tx, id: string, version: number, reason: string, caller: Caller): Promise<DataAgreement> {
    return this.#close(tx, await this.#load(tx, id, version, 'revoke', caller), 'revoke', reason);
  }

  /** Ends what has had its last day, so many at once. @returns how many there were */
  async expire(tx: Tx, at: Date, atMost: number): Promise<number> {
    const moved = await tx.moveWhere(DataAgreement, AGREEMENT_LIFECYCLE, 'expire', at, {
      where: 't.valid_to < $1',
      parameters: [civilDateOf(at)],
      atMost,
    });
    const fromOf = new Map(moved.map(({ aggregateId, from }) => [aggregateId, from ?? '']));
    const ended = await tx.manager.findBy(DataAgreement, { id: In([...fromOf.keys()]) });
    for (const agreement of ended) announceSuspended(tx, agreement, fromOf.get(agreement.id) ?? '', at);
    return moved.length;
  }

  async #load(
    tx: Tx,
    id: string,
    version: number,
    command: AgreementCommand,
    caller: Caller,
  ): Promise<DataAgreement> {
    const agreement = await tx.loadForUpdate(DataAgreement, id, version);
    AGREEMENT_LIFECYCLE.next(agreement.state, command);
    this.#requireSide(caller, agreement.agency);
    return agreement;
  }

  /** The centre is a side of every agreement, everybody else of the own. */
  #requireSide(caller: Caller, agency: string): void {
    const party = this.parties.of(caller);
    if (party !== undefined && party !== agency) throw new Problem(OTHER_AGENCY);
  }

  #requireCentre(caller: Caller): void {
    if (this.parties.of(caller) !== undefined) throw new Problem(OTHER_AGENCY);
  }

  async #openUp(
    tx: Tx,
    agreement: DataAgreement,
    command: 'activate' | 'resume',
    reason?: string,
  ): Promise<DataAgreement> {
    if (agreement.validTo < this.clock.today()) throw new Problem(AGREEMENT_ENDED);
    const at = this.clock.now();
    const { from } = await tx
      .move(agreement, AGREEMENT_LIFECYCLE, command, at, reason)
      .catch((error: unknown) => {
        throw isExclusion(error) ? new Problem(OVERLAPPING) : error;
      });
    announceActivated(tx, agreement, from, at, await this.#fileTerms(tx));
    return agreement;
  }

  async #close(
    tx: Tx,
    agreement: DataAgreement,
    command: 'suspend' | 'revoke',
    reason: string,
  ): Promise<DataAgreement> {
    const at = this.clock.now();
    const { from } = await tx.move(agreement, AGREEMENT_LIFECYCLE, command, at, reason);
    announceSuspended(tx, agreement, from, at);
    return agreement;
  }

  async #dueOn(tx: Tx, name: 'answerWd' | 'openWd'): Promise<CivilDate> {
    const today = civilDateOf(this.clock.now());
    const book = await this.policies.book(tx);
    return dueOn(
      today,
      wholeNumber(book.resolve(`verification.agreement.${name}`, this.regions.province, today)),
    );
  }

  async #fileTerms(tx: Tx): Promise<FileTerms> {
    const book: PolicyBook = await this.policies.book(tx);
    const number = (name: string): number =>
      wholeNumber(book.resolve(`verification.file.${name}`, this.regions.province, this.clock.today()));
    const [maxRejectBp, keepDays] = [number('maxRejectBp'), number('keepDays')];
    return { maxRejectBp, keepDays, policyVersionIds: book.used().map(({ id }) => id) };
  }
}

const isExclusion = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === EXCLUSION_VIOLATION;

function takenOver({ dataset, ...agreement }: ShippedAgreement, province: Region): DataAgreement {
  const { id, agency, direction, purposes, ratePerSecond, dailyQuota, validFrom, validTo } = agreement;
  return Object.assign(new DataAgreement(), {
    ...{ id, agency, direction, purposes, ratePerSecond, dailyQuota, validFrom, validTo },
    impactAssessmentRef: agreement.impactAssessmentRef,
    region: province,
    dataset: dataset.code,
    mode: dataset.mode,
    kinds: [...dataset.kinds],
    fields: [...dataset.fields],
    legalBasis: dataset.legalBasis,
    consentGated: dataset.consentGated,
    ...{ maxLagDays: null, answerDueOn: null, openDueOn: null, agencyApprover: null, centreApprover: null },
  });
}

import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KIND_NOT_IN_AGREEMENT, NO_AGREEMENT } from '../agreements/agreement.problems.js';
import { agreementFor } from '../agreements/agreement.rules.js';
import { takeOfAgreement, takeOfAgreements, type AgreementLimits } from '../agreements/agreement-use.js';
import { isDatasetOf } from '../facts/dataset.rules.js';
import { AgreementCopies, type AgreementCopy } from './agreement-copies.js';
import { isAgency, isFactType, isKnownKind, maySend } from './agency.rules.js';
import type { InboundBatchDto } from './inbound-batch.dto.js';
import { isObject } from './item-refusal.js';
import type { AgencyQuery } from './queries/query.store.js';

/** Under which agreement each dataset of a call is sent. */
export type AgreementOf = (dataset: string) => AgreementCopy | undefined;

/** What agreements allow an agency to send: agreement, kinds, rate and quota, before anything of a call is read. */
@Injectable()
export class InboundAgreement {
  constructor(
    private readonly copies: AgreementCopies,
    private readonly clock: BusinessClock,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * What the agency may send today.
   *
   * @throws Problem `no-agreement`
   */
  async inForce(agency: string, org: string | undefined): Promise<AgreementOf> {
    if (org !== agency || !isAgency(agency)) throw new Problem(NO_AGREEMENT);
    const active = await this.copies.activeOf(agency);
    const today = this.clock.today();
    const agreementOf: AgreementOf = (dataset) => agreementFor(active, dataset, today);
    const isAny = active.some(({ validFrom, validTo }) => validFrom <= today && today <= validTo);
    if (!isAny) throw new Problem(NO_AGREEMENT);
    return agreementOf;
  }

  /**
   * Whether the agency may be told today who is meant by a query: only one that may send what is asked of the dataset. PIPL
   * art. 23; 国务院令第809号; verification 4 (Agreement).
   */
  async mayBeAsked({ agency, dataset }: Pick<AgencyQuery, 'agency' | 'dataset'>): Promise<boolean> {
    return agreementFor(await this.copies.activeOf(agency), dataset, this.clock.today()) !== undefined;
  }

  /**
   * Lets a call pass that its agreements allow, and counts it.
   *
   * @throws Problem `no-agreement`, `kind-not-in-agreement`, `rate-limited`, `quota`
   */
  async admit(batch: InboundBatchDto, org: string | undefined): Promise<AgreementOf> {
    const agreementOf = await this.inForce(batch.agency, org);
    const used = usedOf(batch, agreementOf);
    await takeOfAgreements(this.dataSource, used, this.clock.now());
    return agreementOf;
  }

  /**
   * Counts one call of an agreement, and its items.
   *
   * @throws Problem `rate-limited`, `quota`
   */
  take(agreement: AgreementLimits, items: number): Promise<void> {
    return takeOfAgreement(this.dataSource, agreement, items, this.clock.now());
  }
}

/** Items of the call by agreement. What names no dataset of the agency is answered item by item, and counts nowhere. */
function usedOf({ agency, facts, answers, watermark }: InboundBatchDto, agreementOf: AgreementOf) {
  const used = new Map<AgreementCopy, number>();
  const outside: string[] = [];
  const kinds: string[] = [];
  const count = (dataset: unknown, place: string, items: number): AgreementCopy | undefined => {
    if (typeof dataset !== 'string' || !isDatasetOf(agency, dataset)) return undefined;
    const agreement = agreementOf(dataset);
    if (agreement) used.set(agreement, (used.get(agreement) ?? 0) + items);
    else outside.push(`${place}.dataset`);
    return agreement;
  };
  facts?.forEach((item, index) => {
    const agreement = isObject(item) ? count(item['dataset'], `facts.${index}`, 1) : undefined;
    if (isOutsideKind(agency, item, agreement)) kinds.push(`facts.${index}.kind`);
  });
  answers?.forEach((item, index) => {
    if (isObject(item)) count(item['dataset'], `answers.${index}`, 1);
  });
  if (watermark) count(watermark.dataset, 'watermark', 0);
  if (outside.length > 0) throw refusal(NO_AGREEMENT, outside);
  if (kinds.length > 0) throw refusal(KIND_NOT_IN_AGREEMENT, kinds);
  return used;
}

function isOutsideKind(agency: string, item: unknown, agreement: AgreementCopy | undefined): boolean {
  if (!isObject(item)) return false;
  const { type, kind } = item;
  // a kind that nobody knows is answered item by item
  if (!isFactType(type) || typeof kind !== 'string' || !isKnownKind(type, kind)) return false;
  return !maySend(agency, type, kind) || (agreement !== undefined && !agreement.kinds.includes(kind));
}

function refusal(type: typeof NO_AGREEMENT, fields: readonly string[]): Problem {
  return new Problem(type, { errors: fields.map((field) => ({ field, code: type.name, message: type })) });
}

import type { HukouType } from '@minzheng/kernel/means-test';
import { parseFen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { BenefitPolicy, Tier } from '../entitlement/benefit.rules.js';
import type { ClassificationPolicy, SinglePersonCategory } from '../entitlement/classification.rules.js';
import type { ExtraKind, ExtraPolicy } from '../entitlement/classified-extra.rules.js';
import type { CaseLimits } from '../entitlement/deadline.rules.js';
import type { IllnessPolicy } from '../entitlement/illness-dibao.rules.js';

/** The rows that R5–R8 read. */
export interface EntitlementPolicy {
  readonly classification: ClassificationPolicy;
  readonly benefit: BenefitPolicy;
  readonly extra: ExtraPolicy;
}

/** @throws PolicyMissing: there is no default in code */
export function readEntitlementPolicy(
  book: PolicyBook,
  region: string,
  hukouType: HukouType,
  on: CivilDate,
): EntitlementPolicy {
  const value = <T>(key: string): T => book.resolve(`assistance.${key}`, region, on).value as T;
  const standardFen = parseFen(value<Record<HukouType, string>>('dibao.standardMonthlyFen')[hukouType]);
  const illness: IllnessPolicy | undefined = value<boolean>('illness.enabled')
    ? {
        incomeBasis: value<IllnessPolicy['incomeBasis']>('illness.incomeBasis'),
        costKinds: value<string[]>('illness.costKinds'),
        deductsMedical: value<string[]>('rigid.deductGroups').includes('MEDICAL'),
      }
    : undefined;
  return {
    classification: {
      standardFen,
      edgeMultipleBp: value<number>('edge.multipleBp'),
      rigidRatioBp: value<number>('rigid.ratioBp'),
      singlePersonCategories: value<SinglePersonCategory[]>('singlePerson.categories'),
      disposableIncomeLastYearFen: () => parseFen(value<string>('disposableIncome.lastYearFen')),
      ...(illness && { illness }),
    },
    benefit: {
      standardFen,
      mode: value<BenefitPolicy['mode']>('dibao.amount.mode'),
      tiers: value<Tier[]>('dibao.amount.tiers'),
      floorFen: parseFen(value<string>('dibao.amount.floorFen')),
    },
    extra: {
      standardFen,
      bp: value<Partial<Record<ExtraKind, number>>>('extra.bp'),
      mode: value<ExtraPolicy['mode']>('extra.mode'),
      capBp: value<number>('extra.capBp'),
    },
  };
}

/** Whether the township decides the programme in this region, and by when. @throws PolicyMissing */
export function readProcedure(
  book: PolicyBook,
  region: string,
  programme: string,
  on: CivilDate,
): { readonly delegated: boolean; readonly limits: CaseLimits } {
  const value = <T>(key: string): T => book.resolve(`assistance.${key}`, region, on).value as T;
  return {
    delegated: value<Record<string, boolean>>('approval.delegated')[programme] === true,
    limits: {
      totalWorkingDays: value<number>('clock.totalWd'),
      delegatedWorkingDays: value<number>('clock.delegatedWd'),
      specialWorkingDays: value<number>('clock.specialWd'),
    },
  };
}

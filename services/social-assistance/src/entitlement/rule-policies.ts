import type { HukouType } from '@minzheng/kernel/means-test';
import { parseFen, type Fen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { GradualExitCause, GradualExitPolicy } from './gradual-exit.rules.js';
import type { HardshipItem, HardshipItems, HardshipMode, HardshipPolicy } from './hardship-score.rules.js';
import type { StandardFloors, StandardMethod } from './next-standard.rules.js';
import type { PriceSubsidyGroup, PriceSubsidyPolicy } from './price-subsidy.rules.js';
import type { FinePolicy } from './recovery.rules.js';
import type { ReviewCategory, ReviewPolicy } from './review-due.rules.js';
import type { SupervisionPolicy } from './supervision.rules.js';
import type { TempAidExpenditurePolicy } from './temp-aid.rules.js';

/** Reads rows of this service, as they hold in a region on a day. */
type Rows = <T>(key: string) => T;

const rowsOf =
  (book: PolicyBook, region: string, on: CivilDate): Rows =>
  <T>(key: string) =>
    book.resolve(`assistance.${key}`, region, on).value as T;

/** The rows of R9. @throws PolicyMissing */
export function readGradualExitPolicy(book: PolicyBook, region: string, on: CivilDate): GradualExitPolicy {
  const value = rowsOf(book, region, on);
  return {
    months: value<number>('gradualExit.months'),
    scheduleBp: value<number[]>('gradualExit.scheduleBp'),
    ceilingStd: value<number>('gradualExit.ceilingStd'),
    gapMonths: value<number>('gradualExit.gapMonths'),
    causes: value<GradualExitCause[]>('gradualExit.causes'),
  };
}

/** The region's method needs last year's consumption a head, and nobody has given it. */
export class ConsumptionMissing extends Error {
  override readonly name = 'ConsumptionMissing';
}

/**
 * What R10 proposes by and tests against.
 *
 * @param consumptionAnnualFen - last year's consumption a head; read where the region's method is CONSUMPTION_RATIO
 * @throws PolicyMissing: without a poverty line nothing is published
 * @throws ConsumptionMissing
 */
export function readStandardPolicy(
  book: PolicyBook,
  region: string,
  hukouType: HukouType,
  on: CivilDate,
  consumptionAnnualFen?: Fen,
): StandardFloors & { readonly method: StandardMethod } {
  return {
    ...readStandardFloors(book, region, on),
    method: methodOf(rowsOf(book, region, on), hukouType, consumptionAnnualFen),
  };
}

/** What R10 tests against. @throws PolicyMissing */
export function readStandardFloors(book: PolicyBook, region: string, on: CivilDate): StandardFloors {
  const value = rowsOf(book, region, on);
  return {
    povertyLineAnnualFen: parseFen(value<string>('poverty.lineAnnualFen')),
    provincialMinimumFen: parseFen(value<string>('dibao.provincialMinimumFen')),
  };
}

function methodOf(value: Rows, hukouType: HukouType, consumptionAnnualFen: Fen | undefined): StandardMethod {
  if (value<StandardMethod['kind']>('dibao.standardMethod') === 'GROWTH_RATE') {
    return { kind: 'GROWTH_RATE', growthBp: value<number>('dibao.growthBp') };
  }
  if (consumptionAnnualFen === undefined) {
    throw new ConsumptionMissing('the method needs last year’s consumption a head');
  }
  const ratioBp = value<Record<HukouType, number>>('dibao.consumptionBp')[hukouType];
  return { kind: 'CONSUMPTION_RATIO', consumptionAnnualFen, ratioBp };
}

/** The rows of R15; the version names those that the points come from. @throws PolicyMissing */
export function readHardshipPolicy(book: PolicyBook, region: string, on: CivilDate): HardshipPolicy {
  const row = (key: string) => book.resolve(`assistance.hardshipScore.${key}`, region, on);
  const [weights, items] = [row('weights'), row('items')];
  return {
    mode: row('mode').value as HardshipMode,
    cutoff: row('cutoff').value as number,
    weights: weights.value as Record<HardshipItem, number>,
    items: items.value as HardshipItems,
    version: `${weights.id}/${items.id}`,
  };
}

/** The rows of R17. @throws PolicyMissing */
export function readPriceSubsidyPolicy(book: PolicyBook, region: string, on: CivilDate): PriceSubsidyPolicy {
  const value = rowsOf(book, region, on);
  return {
    cpiBp: value<number>('price.cpiBp'),
    foodBp: value<number>('price.foodBp'),
    minimumFen: parseFen(value<string>('price.minFen')),
    payWorkingDays: value<number>('price.payWd'),
    groups: value<PriceSubsidyGroup[]>('price.groups'),
  };
}

/** The rows of R19. @throws PolicyMissing */
export function readReviewPolicy(book: PolicyBook, region: string, on: CivilDate): ReviewPolicy {
  const value = rowsOf(book, region, on);
  return {
    months: value<Record<ReviewCategory, number>>('review.months'),
    illnessMonths: value<number>('illness.reviewMonths'),
    materialStdBp: value<number>('review.materialStdBp'),
    deathMonths: value<number>('review.deathMonths'),
    emergencyExtensionMonths: value<number>('review.emergencyExtensionMonths'),
    isEmergency: value<boolean>('emergency.active'),
  };
}

/** The rows of R20. @throws PolicyMissing */
export function readSupervisionPolicy(book: PolicyBook, region: string, on: CivilDate): SupervisionPolicy {
  const value = rowsOf(book, region, on);
  return {
    tekunSampleBp: value<number>('supervise.tekunSampleBp'),
    delegatedSampleBp: value<number>('approval.delegatedSampleBp'),
    reentryMonths: value<number>('supervise.reentryMonths'),
    churnExits: value<number>('supervise.churnExits'),
    churnMonths: value<number>('supervise.churnMonths'),
  };
}

/** The rows of R22 on the day on which a recovery is decided. @throws PolicyMissing */
export function readRecoveryPolicy(
  book: PolicyBook,
  region: string,
  decidedOn: CivilDate,
): FinePolicy & { readonly offsetBp: number } {
  const value = rowsOf(book, region, decidedOn);
  return {
    offsetBp: value<number>('recover.offsetBp'),
    minimumTimes: value<number>('recover.fineMin'),
    maximumTimes: value<number>('recover.fineMax'),
  };
}

/** The rows of R14 EXPENDITURE. @throws PolicyMissing */
export function readTempAidExpenditurePolicy(
  book: PolicyBook,
  region: string,
  hukouType: HukouType,
  on: CivilDate,
): TempAidExpenditurePolicy {
  const value = rowsOf(book, region, on);
  return {
    standardFen: parseFen(value<Record<HukouType, string>>('dibao.standardMonthlyFen')[hukouType]),
    expenditureRateBp: value<number>('temp.expenditureRateBp'),
    capStd: value<number>('temp.capStd'),
    disposableIncomeLastYearFen: () => parseFen(value<string>('disposableIncome.lastYearFen')),
  };
}

/** Whether the clock leaves notices out, and how long an objection stops it (R18). @throws PolicyMissing */
export function readStandstillPolicy(
  book: PolicyBook,
  region: string,
  on: CivilDate,
): { readonly excludeNotice: boolean; readonly objectionWorkingDays: number } {
  const value = rowsOf(book, region, on);
  return {
    excludeNotice: value<boolean>('clock.excludeNotice'),
    objectionWorkingDays: value<number>('clock.objectionPauseWd'),
  };
}

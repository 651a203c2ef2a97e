import {
  addDays,
  addMonths,
  addMonthsToDate,
  ageOn,
  lastDay,
  monthOf,
  type CivilDate,
} from '@minzheng/kernel/months';
import type { Fen } from '@minzheng/kernel/money';
import type { Study } from '@minzheng/kernel/means-test';
import { isBelow, rational, subtract, ZERO, type Rational } from '@minzheng/kernel/rational';

/** How often a household is looked at again (定期核查): A where little can change, B otherwise. */
export type ReviewCategory = 'A' | 'B' | 'EDGE';

/** Rows that the reviews read. */
export interface ReviewPolicy {
  readonly months: Readonly<Record<ReviewCategory, number>>;
  /** A change of income below this part of the standard is no clear change. */
  readonly materialStdBp: number;
  readonly deathMonths: number;
  /** Instead of those of A for an award by the cost of illness. */
  readonly illnessMonths: number;
  /** Added to each review while an emergency is declared. */
  readonly emergencyExtensionMonths: number;
  readonly isEmergency: boolean;
}

/** What of a counted member decides the category. */
export interface ReviewedMember {
  readonly birthDate: CivilDate;
  readonly labour: 'FULL' | 'PARTIAL' | 'NONE';
  readonly study: Study;
}

const WORKING_AGE = { from: 16, to: 59 };

/** Able to work (有劳动能力): aged 16 to 59, full or part labour capacity, not studying. */
export function isAbleToWork({ birthDate, labour, study }: ReviewedMember, on: CivilDate): boolean {
  const age = ageOn(birthDate, on);
  return age >= WORKING_AGE.from && age <= WORKING_AGE.to && labour !== 'NONE' && study === 'NONE';
}

/**
 * R19: the category of an award: EDGE for edge families; A for special hardship, for the cost of illness, and where no
 * counted member is able to work; else B.
 *
 * Legal basis: 民发〔2021〕57号 art. 31.
 */
export function reviewCategory(
  { programme, subtype }: { readonly programme: 'DIBAO' | 'TEKUN' | 'EDGE'; readonly subtype?: string },
  counted: readonly ReviewedMember[],
  on: CivilDate,
): ReviewCategory {
  if (programme === 'EDGE') return 'EDGE';
  if (programme === 'TEKUN' || subtype === 'ILLNESS') return 'A';
  return counted.some((member) => isAbleToWork(member, on)) ? 'B' : 'A';
}

/**
 * R19: the last day of the month by which the next review is due.
 *
 * Legal basis: 民发〔2021〕57号 art. 31; 民发〔2022〕83号 §1(3).
 *
 * @param since - day of the approval, or on which the last review was concluded
 * @param subtype - of the award; ILLNESS has months of its own
 */
export function reviewDueOn(
  category: ReviewCategory,
  since: CivilDate,
  policy: ReviewPolicy,
  subtype?: string,
): CivilDate {
  const months = subtype === 'ILLNESS' ? policy.illnessMonths : policy.months[category];
  const extension = policy.isEmergency ? policy.emergencyExtensionMonths : 0;
  return lastDay(addMonths(monthOf(since), months + extension));
}

/** R19: a household is reviewed within 3 months, to the day, of a member's death (民发〔2022〕83号). */
export function deathReviewDueOn(
  diedOn: CivilDate,
  { deathMonths }: Pick<ReviewPolicy, 'deathMonths'>,
): CivilDate {
  return addMonthsToDate(diedOn, deathMonths);
}

/** The last day of a recognition as rigid-expenditure family; afterwards a new application (刚性支出困难家庭认定办法 art. 10). */
export function recognitionEndsOn(recognizedOn: CivilDate, validMonths: number): CivilDate {
  return addDays(addMonthsToDate(recognizedOn, validMonths), -1);
}

/**
 * R19: whether the income changed so little that the amount stays, while R5 gives the same (无明显变化); exact, strictly
 * below the limit.
 *
 * Legal basis: 民发〔2021〕57号 art. 31 (the limit is the region's).
 *
 * @param assessed - income a head that the running segment rests on
 * @param found - income a head that the review found
 */
export function isNoClearChange(
  assessed: Rational,
  found: Rational,
  standardFen: Fen,
  { materialStdBp }: Pick<ReviewPolicy, 'materialStdBp'>,
): boolean {
  const difference = subtract(found, assessed);
  const change = isBelow(difference, ZERO) ? subtract(ZERO, difference) : difference;
  return isBelow(change, rational(standardFen * BigInt(materialStdBp), 10_000n));
}

import type { Month } from '@minzheng/kernel/months';
import { monthsBetween } from '@minzheng/kernel/months';
import { draw } from '@minzheng/kernel/sampling';
import type { StatedReason } from './stated-reason.js';

/** Rows that supervision reads. */
export interface SupervisionPolicy {
  /** Part of the special-hardship cases of a month that the county checks. */
  readonly tekunSampleBp: number;
  /** Part of the cases of a month decided by townships. */
  readonly delegatedSampleBp: number;
  /** Approved again within fewer calendar months after an exit: REENTRY. */
  readonly reentryMonths: number;
  /** So many exits in `churnMonths`: CHURN. */
  readonly churnExits: number;
  readonly churnMonths: number;
}

/** The population of a month that is sampled: special hardship, or what townships decided. */
export type SampledPopulation = 'TEKUN' | 'DELEGATED';

/**
 * R20: the cases of a county and month that are checked: ⌈share × N⌉ with the lowest HMAC-SHA-256(platform secret,
 * `county/month/caseId`). The same question gives the same list for ever.
 *
 * Legal basis: 民发〔2021〕43号 art. 16 (special hardship, 30 %); 民发〔2022〕83号 §4 (delegated decisions).
 *
 * @param secret - the platform's
 * @throws RangeError when a case stands twice
 */
export function sampledCases(
  {
    county,
    month,
    population,
    caseIds,
  }: {
    readonly county: string;
    readonly month: Month;
    readonly population: SampledPopulation;
    readonly caseIds: readonly string[];
  },
  secret: string | Uint8Array,
  policy: Pick<SupervisionPolicy, 'tekunSampleBp' | 'delegatedSampleBp'>,
): string[] {
  const shareBp = population === 'TEKUN' ? policy.tekunSampleBp : policy.delegatedSampleBp;
  return draw({ seed: secret, scope: `${county}/${month}`, ids: caseIds }, shareBp);
}

/** R20: approved again so soon after an exit that it is looked at; by the difference of the calendar months. */
export function isReentry(
  lastExitMonth: Month | undefined,
  approvedMonth: Month,
  { reentryMonths }: Pick<SupervisionPolicy, 'reentryMonths'>,
): boolean {
  if (lastExitMonth === undefined || lastExitMonth > approvedMonth) return false;
  return monthsSince(lastExitMonth, approvedMonth) < reentryMonths;
}

/** R20: whether this exit makes it too many: exits of the months before it within `churnMonths`, itself included. */
export function isChurn(
  exitMonths: readonly Month[],
  lastExitMonth: Month,
  { churnExits, churnMonths }: Pick<SupervisionPolicy, 'churnExits' | 'churnMonths'>,
): boolean {
  const counted = exitMonths.filter(
    (month) => month <= lastExitMonth && monthsSince(month, lastExitMonth) < churnMonths,
  );
  return counted.length >= churnExits;
}

/** How a case has to be decided. */
export interface DecisionSafeguards {
  /** The township decides; never where a relative or a complaint is concerned. */
  readonly isDelegated: boolean;
  readonly countyVisit: boolean;
  readonly approvers: 1 | 2;
  readonly reasons: readonly StatedReason[];
}

/**
 * R20: who decides: cases of an official's relative, and those complained about, are all visited by the county and
 * decided by two.
 *
 * Legal basis: 民发〔2021〕57号 arts. 11, 20; 民发〔2022〕83号 §4.
 */
export function decisionSafeguards({
  isDelegated,
  isRelative,
  hasComplaint,
}: {
  readonly isDelegated: boolean;
  readonly isRelative: boolean;
  readonly hasComplaint: boolean;
}): DecisionSafeguards {
  const reasons = [...(isRelative ? [RELATIVE] : []), ...(hasComplaint ? [COMPLAINT] : [])];
  const isFlagged = reasons.length > 0;
  return {
    isDelegated: isDelegated && !isFlagged,
    countyVisit: isFlagged,
    approvers: isFlagged ? 2 : 1,
    reasons,
  };
}

function monthsSince(earlier: Month, later: Month): number {
  return monthsBetween(earlier, later).length - 1;
}

const RELATIVE: StatedReason = {
  code: 'RELATIVE',
  zh: '申请人与社会救助经办人员或村（居）委会成员有近亲属关系，由县级入户核查并由两人审批。',
  en: 'The applicant is a near relative of a handler or of a member of the village committee: the county visits and two people decide.',
};
const COMPLAINT: StatedReason = {
  code: 'COMPLAINT',
  zh: '有投诉举报，由县级入户核查并由两人审批。',
  en: 'There is a complaint: the county visits and two people decide.',
};

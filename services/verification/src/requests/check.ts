import type {
  EconomicFact,
  HouseholdSnapshot,
  MeansResult,
  SourceDifference,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { AgreedPurposes } from '../agreements/agreed-purposes.rules.js';
import type { ConsentForm, ConsentRefusal } from '../consents/consent.rules.js';
import type { CheckPolicy } from './check-policy.js';
import type { Comparison } from './comparison.rules.js';
import type { SourceAnswer, SourceGap, SourceStanding, Watermark } from './completeness.rules.js';
import type { Conclusion } from './conclusion.rules.js';
import type { DeclaredItem, HouseholdUnderCheck } from './household-under-check.js';
import type { Pattern, SharedDeposit } from './patterns.rules.js';
import type { SinglePersonConclusion } from './single-person.rules.js';

/** What is asked of a check (核对), all of it part of the stored input of a report. */
export interface CheckQuestion {
  readonly requestId: string;
  readonly household: HouseholdUnderCheck;
  readonly purposes: readonly string[];
  readonly declaredItems: readonly DeclaredItem[];
  /** RFC 3339 */
  readonly asOf: string;
  /** The business day on which it is evaluated: on it consents must hold. */
  readonly today: CivilDate;
  readonly consents: readonly ConsentForm[];
  readonly answers: readonly SourceAnswer[];
  readonly watermarks: readonly Watermark[];
  readonly disputedFactIds: readonly string[];
  /** Form of the report that it is checked for (see {@link REPORT_FORM}); without it one of before patterns were looked for. */
  readonly form?: number;
  /** What agencies have agreed that their facts are used for, of those that limit it; none left out. */
  readonly agreements?: readonly AgreedPurposes[];
  /** Households on record of obligors, and of members who are such where they live apart; who has none is looked at alone. */
  readonly obligorHouseholds?: Readonly<Record<string, HouseholdSnapshot>>;
  /**
   * Who was told to be guardian of a child of the household and is not concerned otherwise; without it, courts' word on
   * custody is not looked for.
   */
  readonly custodians?: readonly string[];
  /** Deposits of the household that others hold too. */
  readonly sharedDeposits?: readonly SharedDeposit[];
}

/**
 * Version of a report's form; a replay uses the form that the report was issued in. Since 2 it concludes for members who
 * may be judged alone, too; since 3 each conclusion tells property apart; since 4 it looks for patterns, and at the
 * households of obligors; since 5 it tells the datasets of a source apart, tries what two sources say of one payer as a
 * whole, and judges alone whom policy names; since 6 the population register alone says that it knows no such member; since
 * 7 a member who lives apart and owes support is looked at as an obligor is.
 */
export const REPORT_FORM = {
  ...{ WITH_SINGLE_PERSONS: 2, WITH_PROPERTY: 3, WITH_PATTERNS: 4, WITH_DATASETS: 5, WITH_REGISTER: 6 },
  ...{ WITH_LIVING_APART: 7, NEWEST: 7 },
} as const;

/** The form that a question is checked for. */
export const formOf = ({ form }: Pick<CheckQuestion, 'form'>): number => form ?? REPORT_FORM.WITH_PROPERTY;

/** What is known: the facts that were visible at one instant. */
export interface CheckKnowledge {
  readonly facts: readonly EconomicFact[];
  /** Microseconds since 1970. */
  readonly knownAtMicros: bigint;
}

export interface PurposeConclusion extends Conclusion {
  readonly purpose: string;
  /** Who is judged alone, where the purpose asks for that. */
  readonly personKey?: string;
  /** Agencies of the purpose's core set that are missing. */
  readonly missingCore: readonly string[];
}

/** An obligor's own figures; without consent only of what was declared or surveyed. */
export interface ObligorMeans {
  readonly personKey: string;
  readonly authorised: boolean;
  readonly means: MeansResult;
}

/** The result of a check, before it becomes a report. */
export interface CheckResult {
  readonly policy: CheckPolicy;
  readonly means: MeansResult;
  readonly obligors: readonly ObligorMeans[];
  readonly standings: readonly (SourceStanding & { readonly core: boolean })[];
  readonly gaps: readonly (SourceGap & { readonly core: boolean })[];
  readonly comparisons: readonly Comparison[];
  readonly conflicts: readonly SourceDifference[];
  readonly material: boolean;
  readonly conclusions: readonly PurposeConclusion[];
  readonly patterns: readonly Pattern[];
  /** No purpose has a means test: only statuses were looked at. */
  readonly statusOnly: boolean;
  /** Of the members who may be judged alone. */
  readonly singlePersons: readonly SinglePersonConclusion[];
  /** No source of a core set is missing: the report can be issued before its deadline. */
  readonly complete: boolean;
  /** The last day on which all that the check rests on is open to it by consent. */
  readonly earliestConsentEnd: CivilDate | undefined;
}

export type CheckOutcome =
  { readonly refusals: readonly ConsentRefusal[] } | { readonly result: CheckResult };

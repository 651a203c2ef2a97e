import { agencyInWords } from '@minzheng/casework/agencies';
import {
  ConclusionBasis,
  PropertyVerdict,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { readMeansPolicy, type HukouType } from '@minzheng/kernel/means-test';
import { ageOn, type CivilDate, type Month } from '@minzheng/kernel/months';
import { compare, fromWire, toWire, ZERO, type Rational } from '@minzheng/kernel/rational';
import type {
  AssetVerdict,
  Classification,
  ClassifiedMember,
  MeansFigures,
  SinglePersonCategory,
} from '../entitlement/classification.rules.js';
import { classify } from '../entitlement/classification.rules.js';
import {
  illnessCountyVisit,
  type IllnessChecks,
  type IllnessPolicy,
} from '../entitlement/illness-dibao.rules.js';
import { assessHardship, type HardshipBasis } from '../evaluations/hardship.rules.js';
import type { ExtraMember } from '../entitlement/classified-extra.rules.js';
import { isSeverelyDisabled } from '../entitlement/disability.rules.js';
import { proposeBenefit, type BenefitOption } from '../entitlement/proposal.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';
import type { Assessment, StoredOption } from './assessment.js';
import { discrepancyReason } from './discrepancy.reason.js';
import { readEntitlementPolicy } from './entitlement-policy.js';
import { illnessFiguresOf } from './illness-figures.rules.js';
import { supplementReport, type MeansSupplement } from './means-supplement.rules.js';
import { cardOf } from './member-card.rules.js';

/** What the rules read of a member beside the report. */
export type AssessedMember = Pick<
  HouseholdMember,
  'personKey' | 'birthDate' | 'disabilityKind' | 'disabilityGrade' | 'cardValidTo' | 'majorIllnessCode'
> &
  // absent in what was stored before the cost of illness was a path of its own
  Partial<Pick<HouseholdMember, 'fiscalPaid' | 'study'>>;

/** What an assessment rests on beside report and policies: kept as it was. */
export interface AssessmentBasis {
  readonly members: readonly AssessedMember[];
  readonly region: string;
  readonly hukouType: HukouType;
  /** Day of acceptance: the standard in force then. */
  readonly asOf: CivilDate;
  /** First month that would be paid. */
  readonly firstMonth: Month;
  /** What visits, letters and people have added to the report, if anything. */
  readonly supplement?: MeansSupplement;
  /** Absent in what was stored before there was an index. */
  readonly hardship?: HardshipBasis;
  /** What the clerk has flagged where the cost of illness counts. */
  readonly illnessChecks?: IllnessChecks;
}

export interface AssessmentQuestion extends AssessmentBasis {
  readonly report: VerificationCompleted;
  readonly book: PolicyBook;
}

export type AssessmentResult = Pick<
  Assessment,
  | 'memberCount'
  | 'perCapitaMonthly'
  | 'perCapitaAfterRigid'
  | 'householdClass'
  | 'subtype'
  | 'reasons'
  | 'proposed'
  | 'alternatives'
  | 'basis'
  | 'hardship'
  | 'countyVisit'
>;

const ADULT = 18;
const ELDER = 60;

/**
 * R5–R8 on the figures of the report: the group of the household, and what each way that is open would pay, with the
 * reasons in words. The report's figures are the means test's; nothing is rounded before the benefit.
 *
 * @throws PolicyMissing
 */
export function assess(question: AssessmentQuestion): AssessmentResult {
  const { book, region, hukouType, asOf, firstMonth } = question;
  const report = reportOf(question);
  const policy = readEntitlementPolicy(book, region, hukouType, asOf);
  const figures = figuresOf({ ...question, report }, policy.classification.illness);
  const classification = classify(figures, policy.classification);
  const { proposed, alternatives } = proposeBenefit({
    classification,
    figures,
    people: peopleOf(question),
    month: firstMonth,
    benefit: policy.benefit,
    extra: policy.extra,
  });
  const { standardFen } = policy.benefit;
  const { members, hardship: basis } = question;
  const hardship = basis && assessHardship({ basis, report, members, region, asOf, standardFen, book });
  const isByIllness = classification.subtype === 'ILLNESS';
  return {
    memberCount: figures.memberCount,
    perCapitaMonthly: toWire(figures.perCapita),
    perCapitaAfterRigid: toWire(figures.perCapitaAfterRigid),
    householdClass: classification.householdClass,
    ...(classification.subtype === undefined ? {} : { subtype: classification.subtype }),
    ...basisOf(classification, figures),
    reasons: [
      ...classification.reasons,
      ...report.discrepancies.map(discrepancyReason),
      ...(hardship?.reasons ?? []),
    ],
    ...(proposed ? { proposed: toStored(proposed) } : {}),
    alternatives: alternatives.map(toStored),
    ...(hardship ? { hardship: hardship.stored } : {}),
    ...(isByIllness ? { countyVisit: illnessCountyVisit(question.illnessChecks ?? NOTHING_FLAGGED) } : {}),
  };
}

/** Kept where no other figure tells it: of ILLNESS, and of RIGID_DEDUCTION where illness has its own path. */
function basisOf(
  { subtype, basis }: Classification,
  { perCapitaAfterRigid }: MeansFigures,
): Pick<Assessment, 'basis'> {
  const isKept =
    subtype === 'ILLNESS' ||
    (subtype === 'RIGID_DEDUCTION' && basis !== undefined && compare(basis, perCapitaAfterRigid) !== 0);
  return isKept && basis ? { basis: toWire(basis) } : {};
}

const NOTHING_FLAGGED: IllnessChecks = {
  hasStableJob: false,
  hasCommercialPension: false,
  isSplitHukou: false,
};

/** The report, with what was added since. */
export function reportOf({
  report,
  supplement,
  book,
  region,
  hukouType,
  asOf,
}: AssessmentQuestion): VerificationCompleted {
  if (!supplement) return report;
  return supplementReport(report, supplement, asOf, readMeansPolicy(book, region, hukouType, asOf));
}

function figuresOf(
  { report, members, asOf }: AssessmentQuestion,
  illness: IllnessPolicy | undefined,
): MeansFigures {
  const household = report.householdFigures;
  const counted = report.members.filter((member) => member.counted);
  const card = new Map(members.map((member) => [member.personKey, member]));
  return {
    memberCount: household?.memberCount ?? 0,
    perCapita: rationalOf(household?.perCapitaMonthly),
    perCapitaAfterRigid: rationalOf(household?.perCapitaAfterRigid),
    rigidAnnualFen: household?.rigidAnnualFen ?? 0n,
    isComplete: !report.conclusions.some(({ conclusion }) => conclusion === 'INCOMPLETE'),
    missingSources: missingAgencies(report).map(agencyInWords),
    ...(illness && { illness: illnessFiguresOf(report, fiscalPaidOf(members), illness) }),
    assets: {
      DIBAO: verdict(report, 'DIBAO'),
      EDGE: verdict(report, 'EDGE'),
      RIGID: verdict(report, 'RIGID'),
    },
    members: counted.map(({ personKey, ownMonthly, statuses }): ClassifiedMember => {
      const member = card.get(personKey);
      return {
        personKey,
        isAdult: member !== undefined && ageOn(member.birthDate, asOf) >= ADULT,
        isEmployed: statuses.some(({ kind, days }) => kind === EMPLOYED && days?.to === undefined),
        categories: member ? categoriesOf(member, asOf) : [],
        ownMonthly: rationalOf(ownMonthly),
        ownAssets: verdict(report, 'DIBAO', personKey),
      };
    }),
  };
}

const fiscalPaidOf = (members: readonly AssessedMember[]): string[] =>
  members.filter(({ fiscalPaid }) => fiscalPaid).map(({ personKey }) => personKey);

const EMPLOYED = enumValue(StatusKindSchema, 'employed');

const MISSING = 'MISSING_';

/** Agencies of the core set that have not answered: the reasons name them, else the gaps. */
function missingAgencies({ conclusions, gaps }: VerificationCompleted): string[] {
  const named = conclusions
    .filter(({ conclusion }) => conclusion === 'INCOMPLETE')
    .flatMap(({ reasonCodes }) => reasonCodes.filter((code) => code.startsWith(MISSING)))
    .map((code) => code.slice(MISSING.length));
  return [...new Set(named.length > 0 ? named : gaps.map(({ agency }) => agency))];
}

const SOURCE_MISSING = 'SOURCE_MISSING';

/**
 * What the report says of property: over is over; what a source or a person has still to say, or nobody was asked of, is
 * not known. An income over its limit says nothing of property: there the property verdict counts, which reports of
 * before it was told apart do not have.
 */
export function verdict(
  report: VerificationCompleted,
  purpose: 'DIBAO' | 'EDGE' | 'RIGID',
  personKey?: string,
): AssetVerdict {
  const ofPurpose = report.conclusions.filter((each) => enumName(PurposeSchema, each.purpose) === purpose);
  const own = ofPurpose.find(
    (each) => each.basis === ConclusionBasis.SINGLE_PERSON && each.personKey === personKey,
  );
  const found = own ?? ofPurpose.find(({ basis }) => basis !== ConclusionBasis.SINGLE_PERSON);
  switch (found?.conclusion) {
    case 'EXCEEDS_PROPERTY':
    case 'EXCEEDS_BOTH':
      return 'FAIL';
    case 'INCOMPLETE':
      return 'INCOMPLETE';
    case 'EXCEEDS_INCOME':
      if (found.property !== PropertyVerdict.UNKNOWN) return 'PASS';
      return found.propertyReasonCodes.every((code) => code === SOURCE_MISSING) ? 'INCOMPLETE' : 'UNKNOWN';
    case 'WITHIN_LIMITS':
      return 'PASS';
    default:
      return 'UNKNOWN';
  }
}

function categoriesOf(member: AssessedMember, on: CivilDate): SinglePersonCategory[] {
  const card = cardOf(member);
  const age = ageOn(member.birthDate, on);
  return [
    ...(card && isSeverelyDisabled(card, on) ? (['SEVERE_DISABILITY'] as const) : []),
    ...(member.majorIllnessCode === null ? [] : (['SERIOUS_ILLNESS'] as const)),
    ...(age >= ELDER ? (['HARDSHIP_ELDER'] as const) : []),
    ...(age < ADULT ? (['MINOR'] as const) : []),
  ];
}

function peopleOf({ members }: AssessmentQuestion): Map<string, ExtraMember> {
  return new Map(
    members.map((member) => {
      const disability = cardOf(member);
      return [
        member.personKey,
        {
          birthDate: member.birthDate,
          isSeriouslyIll: member.majorIllnessCode !== null,
          ...(disability ? { disability } : {}),
        },
      ];
    }),
  );
}

const rationalOf = (wire: { numerator: string; denominator: string } | undefined): Rational =>
  wire ? fromWire(wire) : ZERO;

const toStored = ({
  subtype,
  personKeys,
  baseFen,
  extras,
  shares,
  monthlyFen,
  reasons,
}: BenefitOption): StoredOption => ({
  subtype,
  personKeys,
  baseFen: baseFen.toString(),
  extras: extras.map(({ personKey, kinds, fen }) => ({ personKey, kinds, amountFen: fen.toString() })),
  shares: shares.map(({ personKey, amountFen }) => ({ personKey, amountFen: amountFen.toString() })),
  monthlyFen: monthlyFen.toString(),
  reasons,
});

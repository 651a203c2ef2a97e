import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import { isAbleToWork, type ReviewedMember } from './review-due.rules.js';
import type { StatedReason } from './stated-reason.js';

/** What is offered unasked (主动告知), as a programme of this service or a need that another department meets. */
export type OfferedNeed =
  'TEMP_AID' | 'MEDICAL_AID' | 'EDUCATION_AID' | 'HOUSING_AID' | 'EMPLOYMENT_AID' | 'VETERAN_SUPPORT';

/** Who meets a referred need: an agency, or a service by its short name. */
const RECEIVERS: Readonly<Record<Exclude<OfferedNeed, 'TEMP_AID'>, string>> = {
  MEDICAL_AID: 'NHSA',
  EDUCATION_AID: 'EDU',
  HOUSING_AID: 'HOU',
  EMPLOYMENT_AID: 'HRSS',
  VETERAN_SUPPORT: 'veterans',
};

export interface Offer {
  readonly need: OfferedNeed;
  /** Absent where this service handles it. */
  readonly receiver?: string;
  /** `ZERO_JOB`: every member who can work is without a job (零就业家庭): they are helped first. */
  readonly flags: readonly 'ZERO_JOB'[];
  readonly reason: StatedReason;
}

/** What is known of a counted member when offers are made. */
export interface CatalogueMember extends ReviewedMember {
  /** An open `employed`. */
  readonly isEmployed: boolean;
  /** An open `preferentialObject` (优抚对象). */
  readonly isPreferentialObject: boolean;
}

export interface CatalogueQuestion {
  readonly householdClass: 'DIBAO' | 'TEKUN' | 'EDGE' | 'RIGID' | 'NONE';
  readonly members: readonly CatalogueMember[];
  readonly on: CivilDate;
  /** Spending of the group MEDICAL in the window. */
  readonly medicalFen: Fen;
  /** An open `houseUnsafe` or `dwellingLost` of a member. */
  readonly isHousingUnsafe: boolean;
  /** What R14 EXPENDITURE gives; 0 for nothing. */
  readonly tempAidFen: Fen;
  /** Needs that are met already, or in hand: they are not offered again. */
  readonly received: readonly OfferedNeed[];
}

/**
 * R23: what a household is offered without asking. MEDICAL_AID, EDUCATION_AID, HOUSING_AID and EMPLOYMENT_AID go to the
 * four groups of recipients; TEMP_AID to those outside the minimum living guarantee and special hardship.
 *
 * Legal basis: 社会救助暂行办法 chs. 5–9 and art. 43; 中共中央办公厅、国务院办公厅《关于改革完善社会救助制度的意见》(2020).
 */
export function matchCatalogue(question: CatalogueQuestion): Offer[] {
  const { householdClass, members, medicalFen, isHousingUnsafe, tempAidFen, received } = question;
  const isTekun = householdClass === 'TEKUN';
  const isOfFourGroups = householdClass !== 'NONE';
  const able = members.filter((member) => isAbleToWork(member, question.on));
  const jobless = able.filter(({ isEmployed }) => !isEmployed);
  const holds: Readonly<Record<OfferedNeed, boolean>> = {
    TEMP_AID: !isTekun && householdClass !== 'DIBAO' && tempAidFen > 0n,
    MEDICAL_AID: isTekun || (isOfFourGroups && medicalFen > 0n),
    EDUCATION_AID: isOfFourGroups && members.some(({ study }) => study === 'SCHOOL' || study === 'BACHELOR'),
    HOUSING_AID: isOfFourGroups && isHousingUnsafe,
    EMPLOYMENT_AID: isOfFourGroups && !isTekun && jobless.length > 0,
    VETERAN_SUPPORT: members.some(({ isPreferentialObject }) => isPreferentialObject),
  };
  return NEEDS.filter((need) => holds[need] && !received.includes(need)).map((need) => ({
    need,
    ...(need !== 'TEMP_AID' && { receiver: RECEIVERS[need] }),
    flags: need === 'EMPLOYMENT_AID' && jobless.length === able.length ? ['ZERO_JOB'] : [],
    reason: REASONS[need],
  }));
}

const NEEDS = [
  'MEDICAL_AID',
  'EDUCATION_AID',
  'HOUSING_AID',
  'EMPLOYMENT_AID',
  'TEMP_AID',
  'VETERAN_SUPPORT',
] as const satisfies readonly OfferedNeed[];

const REASONS: Readonly<Record<OfferedNeed, StatedReason>> = {
  MEDICAL_AID: {
    code: 'OFFER_MEDICAL_AID',
    zh: '可以申请医疗救助，由医疗保障部门办理。',
    en: 'Medical aid may be asked for; the healthcare security office handles it.',
  },
  EDUCATION_AID: {
    code: 'OFFER_EDUCATION_AID',
    zh: '有在读成员，可以申请教育救助，由教育部门办理。',
    en: 'A member is at school: education aid may be asked for; the education office handles it.',
  },
  HOUSING_AID: {
    code: 'OFFER_HOUSING_AID',
    zh: '住房不安全或者倒损，可以申请住房救助，由住房城乡建设部门办理。',
    en: 'The dwelling is unsafe or lost: housing aid may be asked for; the housing office handles it.',
  },
  EMPLOYMENT_AID: {
    code: 'OFFER_EMPLOYMENT_AID',
    zh: '有劳动能力的成员未就业，可以申请就业救助，由人力资源社会保障部门办理。',
    en: 'A member who can work has no job: employment aid may be asked for; the labour office handles it.',
  },
  TEMP_AID: {
    code: 'OFFER_TEMP_AID',
    zh: '必需支出超出家庭承受能力，可以申请临时救助。',
    en: 'The necessary spending goes beyond what the household has: temporary aid may be asked for.',
  },
  VETERAN_SUPPORT: {
    code: 'OFFER_VETERAN_SUPPORT',
    zh: '家庭中有优抚对象，可以申请退役军人帮扶，由退役军人事务部门办理。',
    en: 'A member is entitled to preferential treatment: the veterans’ office can help.',
  },
};

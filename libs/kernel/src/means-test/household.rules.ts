import { addMonthsToDate, type CivilDate } from '../months/index.js';
import type {
  EconomicFact,
  HouseholdMember,
  HouseholdSnapshot,
  Obligor,
  PersonKey,
  StatusFact,
} from './facts.js';
import type { MeansPolicy } from './means-policy.js';
import type { Reason } from './reason.js';
import { holdsOn, isMinor, type Statuses } from './status.rules.js';

/** Why somebody is counted as a member living together, or not. */
export type MembershipCode =
  | 'DEAD'
  | 'MISSING'
  | 'IN_CUSTODY'
  | 'CLERGY_AWAY'
  | 'EXCLUDED_STATUS'
  | 'APPLICANT'
  | 'SPOUSE'
  | 'MINOR_CHILD'
  | 'CUSTODY_ELSEWHERE'
  | 'CHILD_IN_EDUCATION'
  | 'SEVERELY_DISABLED_CHILD'
  | 'LIVING_TOGETHER'
  | 'NOT_LIVING_TOGETHER';

/** Whether a named person counts (是否计入共同生活的家庭成员). */
export interface MembershipVerdict {
  readonly member: HouseholdMember;
  readonly counted: boolean;
  readonly reason: Reason<MembershipCode>;
}

export interface HouseholdComposition {
  /** In the order of the snapshot. */
  readonly members: readonly MembershipVerdict[];
  readonly countedKeys: readonly PersonKey[];
  /** Adults who don't count but owe the applicant support. Civil Code arts. 1059, 1067, 1074, 1075. */
  readonly obligors: readonly Obligor[];
}

/** The rows by which it is judged who counts. */
export type CompositionPolicy = Pick<MeansPolicy, 'coResidenceMonths' | 'clergyMonths' | 'excludedStatuses'>;

export interface HouseholdQuestion {
  readonly snapshot: HouseholdSnapshot;
  readonly statuses: Statuses;
  readonly on: CivilDate;
  readonly policy: CompositionPolicy;
  /** Whether the person had a wage in the window. */
  readonly hasWage: (personKey: PersonKey) => boolean;
  /** The applicant asks for extreme-hardship support (特困): being on it already excludes him from nothing. */
  readonly forTekun: boolean;
}

/**
 * Who counts as a member of the household (共同生活的家庭成员), by the first rule that matches.
 * 民发〔2021〕57号 art. 7; Civil Code art. 1045.
 */
export function composeHousehold(question: HouseholdQuestion): HouseholdComposition {
  const { snapshot, on } = question;
  const members = snapshot.members.map((member) => ({ member, ...judge(member, question) }));
  const applicant = snapshot.members.find(({ relation }) => relation === 'APPLICANT');
  const owing = members.filter(
    ({ member: { relation, birthDate }, reason }) =>
      reason.code === 'NOT_LIVING_TOGETHER' && relation !== 'OTHER' && !isMinor(birthDate, on),
  );
  return {
    members,
    countedKeys: members.filter(({ counted }) => counted).map(({ member }) => member.personKey),
    obligors: owing.flatMap(({ member: { personKey, relation } }) =>
      applicant === undefined ? [] : [{ personKey, relation, obligorOfKey: applicant.personKey }],
    ),
  };
}

type Judgement = Omit<MembershipVerdict, 'member'>;

function judge(member: HouseholdMember, question: HouseholdQuestion): Judgement {
  return (
    outWhoeverItIs(member, question) ?? inByRelation(member, question) ?? livingTogether(member, question)
  );
}

function outWhoeverItIs(
  { personKey, relation }: HouseholdMember,
  question: HouseholdQuestion,
): Judgement | undefined {
  const { statuses, on, policy, forTekun } = question;
  const dead = statuses.holding(personKey, on, 'deceased', 'cremated', 'declaredDead');
  if (dead !== undefined) {
    return out('DEAD', dead);
  }
  const missing = statuses.holding(personKey, on, 'declaredMissing');
  if (missing !== undefined) {
    return out('MISSING', missing);
  }
  const custody = statuses.inCustody(personKey, on);
  if (custody !== undefined) {
    return out('IN_CUSTODY', custody);
  }
  const clergy = statuses
    .of(personKey, 'clergyAway')
    .find((away) => holdsOn(away, on) && addMonthsToDate(away.days.from, policy.clergyMonths) <= on);
  if (clergy !== undefined) {
    return out('CLERGY_AWAY', clergy);
  }
  const excluded = statuses.holding(personKey, on, ...policy.excludedStatuses);
  if (excluded !== undefined && !(forTekun && relation === 'APPLICANT')) {
    return out('EXCLUDED_STATUS', excluded);
  }
  return undefined;
}

function inByRelation(member: HouseholdMember, question: HouseholdQuestion): Judgement | undefined {
  const { personKey, relation, birthDate } = member;
  const { statuses, on } = question;
  if (relation === 'APPLICANT' || relation === 'SPOUSE') {
    return within(relation);
  }
  if (relation !== 'CHILD') {
    return undefined;
  }
  if (isMinor(birthDate, on)) {
    const custody = custodyElsewhere(personKey, question);
    return custody === undefined ? within('MINOR_CHILD', { birthDate }) : out('CUSTODY_ELSEWHERE', custody);
  }
  if (isInEducation(member, question)) {
    return within('CHILD_IN_EDUCATION', { study: member.study });
  }
  const card = statuses.severeDisability(personKey, on);
  return card === undefined || question.hasWage(personKey)
    ? undefined
    : within('SEVERELY_DISABLED_CHILD', {}, card);
}

function livingTogether({ livesTogetherSince }: HouseholdMember, { on, policy }: HouseholdQuestion) {
  const figures = livesTogetherSince === undefined ? {} : { livesTogetherSince };
  const isLongEnough =
    livesTogetherSince !== undefined && addMonthsToDate(livesTogetherSince, policy.coResidenceMonths) <= on;
  return isLongEnough ? within('LIVING_TOGETHER', figures) : verdict(false, 'NOT_LIVING_TOGETHER', figures);
}

/** What a court tells of who has custody of a child (抚养权): it is of the child, whoever's record it stands on. */
export const isCustody = (fact: EconomicFact): fact is StatusFact =>
  fact.type === 'STATUS' && fact.kind === 'guardianOf' && fact.source.agency === 'COURT';

/** A court has given custody of the child to somebody outside the snapshot, and to nobody inside. */
function custodyElsewhere(
  child: PersonKey,
  { snapshot, statuses, on }: HouseholdQuestion,
): StatusFact | undefined {
  const named = new Set(snapshot.members.map(({ personKey }) => personKey));
  const custodies = statuses.all.filter(
    (status) => isCustody(status) && status.attributes['wardKey'] === child && holdsOn(status, on),
  );
  return custodies.some(({ personKey }) => named.has(personKey)) ? undefined : custodies[0];
}

/** Full-time education up to bachelor; what the schools report comes before what was stated in the request. */
function isInEducation({ personKey, study }: HouseholdMember, { statuses, on }: HouseholdQuestion): boolean {
  const known = statuses
    .of(personKey, 'enrolled')
    .filter(({ days, attributes }) => days.from <= on && attributes['level'] !== undefined);
  if (known.length === 0) {
    return study === 'SCHOOL' || study === 'BACHELOR';
  }
  return known.some(
    (enrolled) =>
      holdsOn(enrolled, on) &&
      enrolled.attributes['fullTime'] === 'true' &&
      enrolled.attributes['level'] !== 'MASTER_OR_ABOVE',
  );
}

function within(code: MembershipCode, figures: Reason['figures'] = {}, status?: StatusFact): Judgement {
  return verdict(true, code, figures, status);
}

function out(code: MembershipCode, status: StatusFact): Judgement {
  const { kind, days } = status;
  const figures = { status: kind, from: days.from, ...(days.to !== undefined && { to: days.to }) };
  return verdict(false, code, figures, status);
}

function verdict(
  counted: boolean,
  code: MembershipCode,
  figures: Reason['figures'],
  status?: StatusFact,
): Judgement {
  return { counted, reason: { code, figures, factIds: status === undefined ? [] : [status.factId] } };
}

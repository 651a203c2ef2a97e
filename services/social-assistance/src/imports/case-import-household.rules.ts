import {
  composeHousehold,
  perCapitaAfterRigid,
  perCapitaMonthly,
  readCompositionPolicy,
  Statuses,
  type MembershipCode,
} from '@minzheng/kernel/means-test';
import { addDays, addMonths, firstDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import type { Fen } from '@minzheng/kernel/money';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { rational, toWire } from '@minzheng/kernel/rational';
import type { FileReject } from '@minzheng/platform/files';
import { readEntitlementPolicy } from '../applications/entitlement-policy.js';
import type { Assessed, AssessedPerson } from '../awards/assessed.js';
import { readAwardPolicy } from '../awards/award-policy.js';
import type { PersonPart } from '../awards/award-segments.js';
import { formProblems } from '../households/household-form.rules.js';
import { recognitionEndsOn, reviewCategory, reviewDueOn } from '../entitlement/review-due.rules.js';
import { readReviewPolicy } from '../entitlement/rule-policies.js';
import { partsOf } from '../standards/recomputation.rules.js';
import type { ImportColumnName } from './case-import.columns.js';
import { reject, type ImportProblem } from './case-import.problems.js';
import type { ImportedDecision, ImportedPerson } from './case-import-row.rules.js';

/** A person with the key by which services know him or her. */
export type KeyedPerson = ImportedPerson & { readonly personKey: string };

/** A member as the household is stored: whether counted, and why (R1). */
export interface PlannedMember extends KeyedPerson {
  readonly counted: boolean;
  readonly reasonCode: MembershipCode;
}

/** What an award pays from its first month here on. */
export interface PlannedAmount {
  readonly parts: readonly PersonPart[];
  readonly assessed: Assessed;
  readonly standardFen: Fen;
  /** First month that this system pays. */
  readonly from: Month;
}

export interface PlannedAward {
  readonly programme: 'DIBAO' | 'EDGE' | 'RIGID';
  readonly subtype: Assessed['subtype'] | null;
  /** Ascending. */
  readonly personKeys: readonly string[];
  readonly effectiveMonth: Month;
  readonly validTo: CivilDate | null;
  readonly reviewCategory: 'A' | 'B' | null;
  readonly nextReviewDue: CivilDate | null;
  /** None of a recognised group. */
  readonly amount?: PlannedAmount;
}

/** A household that can be loaded, and all that comes of it. */
export interface PlannedHousehold {
  readonly decision: ImportedDecision;
  readonly members: readonly PlannedMember[];
  /** What is paid comes first. */
  readonly awards: readonly PlannedAward[];
  readonly policyVersionIds: readonly string[];
}

export interface PlanQuestion {
  readonly book: PolicyBook;
  readonly today: CivilDate;
}

/** Thrown inside this file: the household cannot be loaded. */
class Rejected extends Error {
  constructor(readonly rejects: readonly FileReject[]) {
    super('the household is rejected');
  }
}

const MONTHS_OF_A_YEAR = 12;
const MOST_MEMBERS = 30;
type PersonProblem = readonly [KeyedPerson, ImportColumnName, ImportProblem];

/**
 * What a household of the file comes to: who counts (R1), what is covered and paid (R6, R7, on the income that the file
 * states), and when it is looked at again (R19). The amounts of the file have to be those that the rules give.
 *
 * Legal basis: 民发〔2021〕57号 arts. 7, 8, 23, 27, 31; 刚性支出困难家庭认定办法 art. 10.
 *
 * @param people - the rows of one household, each well-formed
 */
export function planHousehold(
  people: readonly KeyedPerson[],
  question: PlanQuestion,
): PlannedHousehold | readonly FileReject[] {
  const book = question.book.renewed();
  try {
    const decision = decisionOf(people);
    refuseIf(wrongForm(people));
    const members = judge(people, decision, book);
    const awards = awardsOf(members, decision, { ...question, book });
    return { decision, members, awards, policyVersionIds: book.used().map(({ id }) => id) };
  } catch (error) {
    if (error instanceof Rejected) return error.rejects;
    if (error instanceof PolicyMissing) return [reject(people[0]?.line ?? 1, '', 'policy-missing')];
    throw error;
  }
}

function refuseIf(problems: readonly PersonProblem[]): void {
  if (problems.length === 0) return;
  throw new Rejected(problems.map(([{ line }, column, problem]) => reject(line, column, problem)));
}

/** The applicant's row says what was decided. */
function decisionOf(people: readonly KeyedPerson[]): ImportedDecision {
  const [first] = people;
  if (!first) throw new RangeError('a household has a row');
  const decision = people.find((person) => person.decision)?.decision;
  if (!decision) throw new Rejected([reject(first.line, 'relation', 'no-applicant')]);
  return decision;
}

/** Where a form names what a column of the file holds. */
const COLUMN_OF = {
  relation: 'relation',
  idNumber: 'id_number',
  guardianIdNumber: 'guardian_id_number',
} as const satisfies Readonly<Record<string, ImportColumnName>>;

/** The rules of every household's form, as rejects of rows. */
function wrongAsForm(people: readonly KeyedPerson[]): PersonProblem[] {
  const members = people.map(({ idNumber, relation, guardianIdNumber }) => ({
    ...{ idNumber, relation },
    ...(guardianIdNumber === undefined ? {} : { guardianIdNumber }),
  }));
  return formProblems({ members }).flatMap(({ field, code }): PersonProblem[] => {
    const [, place = '0', name = 'relation'] = field.split('.');
    const person = people[Number(place)];
    return person ? [[person, COLUMN_OF[name as keyof typeof COLUMN_OF], code as ImportProblem]] : [];
  });
}

function wrongForm(people: readonly KeyedPerson[]): PersonProblem[] {
  const decision = people.find((person) => person.decision)?.decision;
  const isPaid = decision?.effectiveMonth !== undefined;
  const payees = people.filter(({ payee }) => payee);
  const judgedOn = decision?.reviewedOn ?? '';
  const [first] = people;
  return [
    ...(people.length > MOST_MEMBERS && first ? [[first, 'household_ref', 'too-many-members'] as const] : []),
    ...wrongAsForm(people),
    ...payees.slice(1).map((person) => [person, 'account', 'second-payee'] as const),
    ...(isPaid && payees.length === 0 && first ? [[first, 'account', 'payee-missing'] as const] : []),
    ...people
      .filter(({ birthDate }) => birthDate > judgedOn)
      .map((person) => [person, 'id_number', 'born-later'] as const),
  ];
}

/** R1, as of the day on which the household was judged last. */
function judge(
  people: readonly KeyedPerson[],
  { region, reviewedOn }: ImportedDecision,
  book: PolicyBook,
): PlannedMember[] {
  const { members } = composeHousehold({
    snapshot: { members: people.map(snapshotOf), obligors: [] },
    statuses: new Statuses([]),
    on: reviewedOn,
    policy: readCompositionPolicy(book, region, reviewedOn),
    hasWage: () => false,
    forTekun: false,
  });
  return people.map((person, index) => {
    const verdict = members[index];
    if (!verdict) throw new RangeError('every person is judged');
    return { ...person, counted: verdict.counted, reasonCode: verdict.reason.code };
  });
}

const snapshotOf = ({ personKey, birthDate, relation, study, livesTogetherSince }: KeyedPerson) => ({
  ...{ personKey, birthDate, relation, study },
  ...(livesTogetherSince === undefined ? {} : { livesTogetherSince }),
});

function awardsOf(
  members: readonly PlannedMember[],
  decision: ImportedDecision,
  question: PlanQuestion,
): PlannedAward[] {
  const { programme, subtype } = decision;
  const counted = members.filter((member) => member.counted);
  refuseIf(unpaidAmounts(members, decision));
  return [
    ...(programme === 'DIBAO' || subtype === 'SINGLE_PERSON'
      ? [paidAward(members, counted, decision, question)]
      : []),
    ...(programme === 'DIBAO' ? [] : [recognisedAward(programme, counted, decision, question)]),
  ];
}

/** Sums where nothing is paid, or for somebody who is not covered. */
function unpaidAmounts(
  members: readonly PlannedMember[],
  { programme, subtype }: ImportedDecision,
): PersonProblem[] {
  const isAlone = subtype === 'SINGLE_PERSON';
  const isPaid = programme === 'DIBAO' || isAlone;
  return members.flatMap((member): PersonProblem[] => {
    const { counted, relation, baseFen, extraFen } = member;
    if (!isPaid) {
      return [
        ...(baseFen === undefined ? [] : [[member, 'base_fen', 'not-for-programme'] as const]),
        ...(extraFen === 0n ? [] : [[member, 'extra_fen', 'not-for-programme'] as const]),
      ];
    }
    const isCovered = isAlone ? baseFen !== undefined : counted;
    const isBasePlace = isAlone || relation === 'APPLICANT';
    return [
      ...(baseFen !== undefined && !isBasePlace ? [[member, 'base_fen', 'only-applicant'] as const] : []),
      ...(baseFen !== undefined && isAlone && !counted ? [[member, 'base_fen', 'not-counted'] as const] : []),
      ...(extraFen > 0n && !isCovered ? [[member, 'extra_fen', 'not-counted'] as const] : []),
      ...(!isAlone && relation === 'APPLICANT' && baseFen === undefined
        ? [[member, 'base_fen', 'missing'] as const]
        : []),
    ];
  });
}

function paidAward(
  members: readonly PlannedMember[],
  counted: readonly PlannedMember[],
  decision: ImportedDecision,
  { book, today }: PlanQuestion,
): PlannedAward {
  const subtype = decision.subtype ?? 'HOUSEHOLD';
  const covered =
    subtype === 'SINGLE_PERSON' ? counted.filter(({ baseFen }) => baseFen !== undefined) : counted;
  const applicant = applicantOf(members);
  if (covered.length === 0) refuseIf([[applicant, 'base_fen', 'nobody-covered']]);
  const { effectiveMonth, paidThrough } = monthsOf(applicant, decision, { book, today });
  const assessed = assessedOf(subtype, covered, counted);
  const month = paidThrough >= effectiveMonth ? paidThrough : effectiveMonth;
  const policy = readEntitlementPolicy(book, decision.region, decision.hukouType, firstDay(month));
  const parts = partsOf(assessed, month, policy);
  refuseIf(differing(covered, applicant, parts, subtype));
  const category = reviewCategory({ programme: 'DIBAO', subtype }, counted, decision.reviewedOn);
  const reviews = readReviewPolicy(book, decision.region, decision.reviewedOn);
  return {
    ...{ programme: 'DIBAO', subtype, effectiveMonth, validTo: null },
    personKeys: parts.map(({ personKey }) => personKey),
    reviewCategory: category === 'EDGE' ? null : category,
    nextReviewDue: reviewDueOn(category, decision.reviewedOn, reviews, subtype),
    amount: { parts, assessed, standardFen: policy.benefit.standardFen, from: addMonths(paidThrough, 1) },
  };
}

/** When the award began, and up to when it was paid elsewhere; only few months may be open. */
function monthsOf(
  applicant: PlannedMember,
  { region, decidedOn, effectiveMonth, paidThrough }: ImportedDecision,
  { book, today }: PlanQuestion,
): { readonly effectiveMonth: Month; readonly paidThrough: Month } {
  const current = monthOf(today);
  if (effectiveMonth === undefined || paidThrough === undefined) {
    throw new Rejected([reject(applicant.line, 'effective_month', 'missing')]);
  }
  const openMonths = book.resolve('assistance.caseImport.openMonths', region, today).value as number;
  const isOrdered = effectiveMonth >= monthOf(decidedOn);
  const isInRange = paidThrough >= addMonths(effectiveMonth, -1) && paidThrough <= current;
  refuseIf([
    ...(isOrdered ? [] : [[applicant, 'effective_month', 'before-decision'] as const]),
    ...(effectiveMonth > current ? [[applicant, 'effective_month', 'not-begun'] as const] : []),
    ...(isInRange ? [] : [[applicant, 'paid_through', 'paid-out-of-range'] as const]),
    ...(isInRange && paidThrough < addMonths(current, -1 - openMonths)
      ? [[applicant, 'paid_through', 'months-unpaid'] as const]
      : []),
  ]);
  return { effectiveMonth, paidThrough };
}

/** The income that the file states, as the rules keep it with an award. */
function assessedOf(
  subtype: Assessed['subtype'],
  covered: readonly PlannedMember[],
  counted: readonly PlannedMember[],
): Assessed {
  const total = rational(sum(counted.map(({ incomeFen }) => incomeFen)));
  const deducted = sum(counted.map(({ deductedFen }) => deductedFen));
  const isAfter = subtype === 'RIGID_DEDUCTION' || subtype === 'ILLNESS';
  const perCapita = isAfter
    ? perCapitaAfterRigid(total, deducted, MONTHS_OF_A_YEAR, counted.length)
    : perCapitaMonthly(total, MONTHS_OF_A_YEAR, counted.length);
  return {
    subtype,
    memberCount: counted.length,
    perCapita: toWire(perCapita),
    members: covered
      .map((person): AssessedPerson => ({
        personKey: person.personKey,
        birthDate: person.birthDate,
        ...(person.disability && { disability: person.disability }),
        isSeriouslyIll: person.majorIllnessCode !== undefined,
        ownMonthly: toWire(rational(person.incomeFen, BigInt(MONTHS_OF_A_YEAR))),
      }))
      .sort((a, b) => (a.personKey < b.personKey ? -1 : 1)),
  };
}

/** What the file says was paid, beside what the rules give for that month. */
function differing(
  covered: readonly PlannedMember[],
  applicant: PlannedMember,
  parts: readonly PersonPart[],
  subtype: Assessed['subtype'],
): PersonProblem[] {
  const partOf = new Map(parts.map((part) => [part.personKey, part]));
  const base = sum(parts.map(({ baseFen }) => baseFen));
  if (subtype !== 'SINGLE_PERSON' && base === 0n) return [[applicant, 'income_fen', 'not-below-standard']];
  const ofHousehold: PersonProblem[] =
    subtype !== 'SINGLE_PERSON' && applicant.baseFen !== base
      ? [[applicant, 'base_fen', 'amount-differs']]
      : [];
  const ofPersons = covered.flatMap((person): PersonProblem[] => {
    const part = partOf.get(person.personKey);
    const isAlone = subtype === 'SINGLE_PERSON';
    if (isAlone && part?.baseFen === 0n) return [[person, 'income_fen', 'not-below-standard']];
    return [
      ...(isAlone && person.baseFen !== part?.baseFen
        ? [[person, 'base_fen', 'amount-differs'] as const]
        : []),
      ...(person.extraFen === part?.extraFen ? [] : [[person, 'extra_fen', 'amount-differs'] as const]),
    ];
  });
  return [...ofHousehold, ...ofPersons];
}

function recognisedAward(
  programme: 'EDGE' | 'RIGID',
  counted: readonly PlannedMember[],
  { region, decidedOn, reviewedOn }: ImportedDecision,
  { book, today }: PlanQuestion,
): PlannedAward {
  const common = {
    ...{ programme, subtype: null, effectiveMonth: monthOf(decidedOn), reviewCategory: null },
    personKeys: counted.map(({ personKey }) => personKey).sort(),
  };
  if (programme === 'EDGE') {
    const nextReviewDue = reviewDueOn('EDGE', reviewedOn, readReviewPolicy(book, region, reviewedOn));
    return { ...common, validTo: null, nextReviewDue };
  }
  const months = readAwardPolicy(book, region, decidedOn).rigidValidMonths();
  const validTo = addDays(recognitionEndsOn(decidedOn, months), 1);
  if (validTo <= today) refuseIf([[applicantOf(counted), 'decided_on', 'recognition-expired']]);
  return { ...common, validTo, nextReviewDue: null };
}

function applicantOf(members: readonly PlannedMember[]): PlannedMember {
  const applicant = members.find(({ relation }) => relation === 'APPLICANT');
  if (!applicant) throw new RangeError('the applicant counts in every household');
  return applicant;
}

const sum = (amounts: readonly Fen[]): Fen => amounts.reduce((total, amount) => total + amount, 0n);

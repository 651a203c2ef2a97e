import { Problem, type FieldProblem } from '@minzheng/platform/http';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { HouseholdMembersDto, MemberDto, ObligorDto, PayeeDto } from './household.dto.js';

const WORDS = {
  'named-twice': { zh: '同一人重复填写', en: 'names a person who is named already' },
  'no-applicant': { zh: '须有一名申请人', en: 'must have one applicant' },
  'second-applicant': { zh: '申请人只能有一名', en: 'is a second applicant' },
  'second-spouse': { zh: '申请人的配偶只能有一名', en: 'is a second spouse' },
  'own-obligor': { zh: '赡养（抚养、扶养）义务人不得是本人', en: 'is the obligor' },
  'not-a-member': { zh: '不是家庭成员', en: 'is not a member of the household' },
} as const;

const wrong = (field: string, code: keyof typeof WORDS): FieldProblem => ({
  field,
  code,
  message: WORDS[code],
});

/**
 * One applicant, nobody twice; guardians, obligors and the holder of the account as they can be.
 *
 * @throws Problem `household-invalid` with an entry for each wrong field
 */
export function checkForm(form: HouseholdMembersDto): void {
  const errors = formProblems(form);
  if (errors.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.householdInvalid, { errors });
}

/** What decides of a member whether the household fits together. */
export type NamedMember = Pick<MemberDto, 'idNumber' | 'relation' | 'guardianIdNumber'>;

/** As {@link checkForm}: what is wrong, nothing where all is well. */
export function formProblems({
  members,
  obligors,
  payee,
}: Pick<HouseholdMembersDto, 'obligors' | 'payee'> & {
  readonly members: readonly NamedMember[];
}): FieldProblem[] {
  const numbers = members.map(({ idNumber }) => normalized(idNumber));
  const isMember = (idNumber: string) => numbers.includes(normalized(idNumber));
  return [
    ...wrongRelations(members),
    ...members.flatMap((member, index) => wrongMember(member, index, numbers, isMember)),
    ...(obligors ?? []).flatMap((obligor, index) => wrongObligor(obligor, index, isMember)),
    ...wrongPayee(payee, isMember),
  ];
}

type IsMember = (idNumber: string) => boolean;

function wrongRelations(members: readonly NamedMember[]): FieldProblem[] {
  const fieldsOf = (wanted: MemberDto['relation']) =>
    members.flatMap(({ relation }, index) => (relation === wanted ? [`members.${index}.relation`] : []));
  const applicants = fieldsOf('APPLICANT');
  return [
    ...(applicants.length === 0 ? [wrong('members', 'no-applicant')] : []),
    ...applicants.slice(1).map((field) => wrong(field, 'second-applicant')),
    ...fieldsOf('SPOUSE')
      .slice(1)
      .map((field) => wrong(field, 'second-spouse')),
  ];
}

function wrongMember(
  { idNumber, guardianIdNumber }: NamedMember,
  index: number,
  numbers: readonly string[],
  isMember: IsMember,
): FieldProblem[] {
  const isFirst = numbers.indexOf(numbers[index] ?? '') === index;
  const isGuardianKnown = isMember(guardianIdNumber ?? idNumber);
  return [
    ...(isFirst ? [] : [wrong(`members.${index}.idNumber`, 'named-twice')]),
    ...(isGuardianKnown ? [] : [wrong(`members.${index}.guardianIdNumber`, 'not-a-member')]),
  ];
}

function wrongObligor(
  { idNumber, obligorOfIdNumber }: ObligorDto,
  index: number,
  isMember: IsMember,
): FieldProblem[] {
  const field = `obligors.${index}.obligorOfIdNumber`;
  if (normalized(idNumber) === normalized(obligorOfIdNumber)) return [wrong(field, 'own-obligor')];
  return isMember(obligorOfIdNumber) ? [] : [wrong(field, 'not-a-member')];
}

function wrongPayee(payee: PayeeDto | null | undefined, isMember: IsMember): FieldProblem[] {
  const isKnown = !payee || isMember(payee.holderIdNumber);
  return isKnown ? [] : [wrong('payee.holderIdNumber', 'not-a-member')];
}

export const normalized = (idNumber: string): string => idNumber.replaceAll(/\s/g, '').toUpperCase();

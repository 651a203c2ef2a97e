import type { VerificationCompleted } from '@minzheng/contracts/verification';
import type { AssessedMember, AssessmentResult } from '../applications/assessment.rules.js';
import type { StoredOption, StoredRational } from '../applications/assessment.js';
import type { Assessed, AssessedPerson } from './assessed.js';
import type { PersonPart } from './award-segments.js';

const NOTHING = { numerator: '0', denominator: '1' };

/** What an award rests on, of the assessment that found it. */
export function assessedOf(
  option: StoredOption,
  result: AssessmentResult,
  people: readonly AssessedMember[],
  report: Pick<VerificationCompleted, 'members'>,
): Assessed {
  const subtype = option.subtype as Assessed['subtype'];
  const own = new Map(report.members.map(({ personKey, ownMonthly }) => [personKey, ownMonthly]));
  return {
    subtype,
    memberCount: result.memberCount,
    perCapita: incomeOf(subtype, result),
    members: people
      .filter(({ personKey }) => option.personKeys.includes(personKey))
      .map((person) => memberOf(person, own.get(person.personKey)))
      .sort((a, b) => (a.personKey < b.personKey ? -1 : 1)),
  };
}

/** The income a head and month that a subtype is found on: after rigid expenditure, or the cost of illness, where so. */
export function incomeOf(
  subtype: string | null,
  { basis, perCapitaAfterRigid, perCapitaMonthly }: AssessmentResult,
): StoredRational {
  if (subtype === 'RIGID_DEDUCTION') return basis ?? perCapitaAfterRigid;
  return subtype === 'ILLNESS' && basis ? basis : perCapitaMonthly;
}

/** What an option pays by person: base and extra apart. */
export function partsOfOption({ shares, extras }: StoredOption): PersonPart[] {
  return shares
    .map(({ personKey, amountFen }) => {
      const extra = extras.find((each) => each.personKey === personKey);
      const extraFen = BigInt(extra?.amountFen ?? 0);
      return { personKey, baseFen: BigInt(amountFen) - extraFen, extraFen, extraKinds: extra?.kinds ?? [] };
    })
    .sort((a, b) => (a.personKey < b.personKey ? -1 : 1));
}

/** The option without the own part of the base of these persons: extras stay. */
export function withoutBaseOf(option: StoredOption, persons: ReadonlySet<string>): StoredOption {
  const lost = partsOfOption(option).filter(({ personKey }) => persons.has(personKey));
  const lostFen = new Map(lost.map(({ personKey, baseFen }) => [personKey, baseFen]));
  const sum = lost.reduce((fen, { baseFen }) => fen + baseFen, 0n);
  return {
    ...option,
    baseFen: (BigInt(option.baseFen) - sum).toString(),
    monthlyFen: (BigInt(option.monthlyFen) - sum).toString(),
    shares: option.shares.map(({ personKey, amountFen }) => ({
      personKey,
      amountFen: (BigInt(amountFen) - (lostFen.get(personKey) ?? 0n)).toString(),
    })),
  };
}

function memberOf(
  { personKey, birthDate, disabilityKind, disabilityGrade, cardValidTo, majorIllnessCode }: AssessedMember,
  ownMonthly: { readonly numerator: string; readonly denominator: string } | undefined,
): AssessedPerson {
  const disability =
    disabilityKind === null || disabilityGrade === null
      ? undefined
      : {
          kind: disabilityKind,
          grade: disabilityGrade,
          ...(cardValidTo === null ? {} : { validTo: cardValidTo }),
        };
  const { numerator, denominator } = ownMonthly ?? NOTHING;
  return {
    personKey,
    birthDate,
    ...(disability && { disability }),
    isSeriouslyIll: majorIllnessCode !== null,
    ownMonthly: { numerator, denominator },
  };
}

import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import { dibaoAmount, singlePersonAmount, type BenefitPolicy, type MonthlyAmount } from './benefit.rules.js';
import type {
  Classification,
  ClassifiedMember,
  HouseholdSubtype,
  MeansFigures,
} from './classification.rules.js';
import {
  classifiedExtra,
  type ExtraKind,
  type ExtraMember,
  type ExtraPolicy,
} from './classified-extra.rules.js';
import { sharesOf, type PersonShare } from './shares.rules.js';
import type { StatedReason } from './stated-reason.js';

/** The classified extra of one covered person. */
export interface PersonExtra {
  readonly personKey: PersonKey;
  readonly kinds: readonly ExtraKind[];
  readonly fen: Fen;
}

/** One way in which the minimum living guarantee is open, and what it would pay in its first month. */
export interface BenefitOption {
  readonly subtype: HouseholdSubtype | 'SINGLE_PERSON';
  /** Who is covered, in the order of personKey. */
  readonly personKeys: readonly PersonKey[];
  readonly baseFen: Fen;
  readonly extras: readonly PersonExtra[];
  /** Base and extras by person; they add up to `monthlyFen`. */
  readonly shares: readonly PersonShare[];
  readonly monthlyFen: Fen;
  readonly reasons: readonly StatedReason[];
}

/** What is proposed, and what else is open (`alternatives` of `CaseAssessed`). */
export interface BenefitProposal {
  /** Absent where the minimum living guarantee is not open. */
  readonly proposed?: BenefitOption;
  readonly alternatives: readonly BenefitOption[];
}

export interface ProposalQuestion {
  readonly classification: Classification;
  readonly figures: MeansFigures;
  /** What the extras depend on, of every counted member. */
  readonly people: ReadonlyMap<PersonKey, ExtraMember>;
  /** First month that would be paid. */
  readonly month: Month;
  readonly benefit: BenefitPolicy;
  readonly extra: ExtraPolicy;
}

/**
 * R5–R7 together: what each way that is open would pay, the higher total (base and extras of the first month) being
 * proposed; on a tie the household's. What clergy away from home may get stands beside that and is proposed only where
 * nothing else is open: it needs a case of its own.
 *
 * Legal basis: 民发〔2021〕57号 arts. 8, 23, 27; 民发〔2022〕83号 §1.
 *
 * @throws RangeError when nothing is known of a covered member
 */
export function proposeBenefit(question: ProposalQuestion): BenefitProposal {
  const { classification } = question;
  const { members, clergyAway = [] } = question.figures;
  const competing = [
    ...(classification.subtype === undefined ? [] : [asHousehold(classification.subtype, question)]),
    ...asSinglePersons(members, classification.singlePersons, question),
  ];
  const options = [...competing, ...asSinglePersons(clergyAway, classification.clergyAlone ?? [], question)];
  const best = competing.reduce<BenefitOption | undefined>(
    (higher, option) => (higher && higher.monthlyFen >= option.monthlyFen ? higher : option),
    undefined,
  );
  const proposed = best ?? options[0];
  return {
    ...(proposed && { proposed }),
    alternatives: options.filter((option) => option !== proposed),
  };
}

function asHousehold(subtype: HouseholdSubtype, question: ProposalQuestion): BenefitOption {
  const { figures, benefit } = question;
  const { basis } = question.classification;
  if (basis === undefined)
    throw new RangeError('a benefit rests on the income that the subtype was found on');
  const { fen, reasons } = dibaoAmount(figures.memberCount, basis, benefit);
  const personKeys = figures.members.map(({ personKey }) => personKey).sort();
  return option(subtype, sharesOf(fen, personKeys, []), reasons, question);
}

/** Each person's base is that person's own: it is not split. */
function asSinglePersons(
  people: readonly ClassifiedMember[],
  entitled: readonly PersonKey[],
  question: ProposalQuestion,
): BenefitOption[] {
  if (entitled.length === 0) return [];
  const bases = people
    .filter(({ personKey }) => entitled.includes(personKey))
    .toSorted((a, b) => (a.personKey < b.personKey ? -1 : 1))
    .map(({ personKey, ownMonthly }): PersonShare & Pick<MonthlyAmount, 'reasons'> => {
      const { fen, reasons } = singlePersonAmount(ownMonthly, question.benefit);
      return { personKey, amountFen: fen, reasons };
    });
  const reasons = bases.flatMap((base) => base.reasons);
  return [option('SINGLE_PERSON', bases, reasons, question)];
}

function option(
  subtype: BenefitOption['subtype'],
  bases: readonly PersonShare[],
  reasons: readonly StatedReason[],
  { people, month, extra }: ProposalQuestion,
): BenefitOption {
  const parts = bases.map(({ personKey, amountFen }) => {
    const person = people.get(personKey);
    if (!person) throw new RangeError('nothing is known of a covered member');
    const addition = classifiedExtra(person, month, extra);
    return { personKey, baseFen: amountFen, addition };
  });
  const baseFen = parts.reduce((sum, part) => sum + part.baseFen, 0n);
  return {
    subtype,
    personKeys: parts.map(({ personKey }) => personKey),
    baseFen,
    extras: parts
      .filter(({ addition }) => addition.fen > 0n)
      .map(({ personKey, addition: { kinds, fen } }) => ({ personKey, kinds, fen })),
    shares: parts.map((part) => ({
      personKey: part.personKey,
      amountFen: part.baseFen + part.addition.fen,
    })),
    monthlyFen: parts.reduce((sum, { addition }) => sum + addition.fen, baseFen),
    reasons: [...reasons, ...parts.flatMap(({ addition }) => addition.reasons)],
  };
}

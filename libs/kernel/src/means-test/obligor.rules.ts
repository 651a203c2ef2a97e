import type { CivilDate } from '../months/index.js';
import { ZERO } from '../rational/index.js';
import type { HouseholdSnapshot, Obligor, PersonKey } from './facts.js';
import { totalOf, type MeansBook } from './figures.js';
import { composeHousehold } from './household.rules.js';
import { perCapitaMonthly, personIncome } from './income.rules.js';
import { isMinor } from './status.rules.js';
import { addMonthsToDate } from '../months/index.js';
import {
  AGE_OF_UNCOUNTED_SUPPORT,
  inability,
  receivedSupport,
  supportOfPair,
  uncountedSupport,
  type ObligorStanding,
  type SupportAmount,
} from './support.rules.js';

/** What is known of those who owe support to somebody in the household. */
export interface SupportQuestion {
  readonly snapshot: HouseholdSnapshot;
  readonly obligors: readonly Obligor[];
  /** The households on record of obligors, by obligor; who has none is looked at alone. */
  readonly obligorHouseholds: ReadonlyMap<PersonKey, HouseholdSnapshot>;
  readonly withoutConsent: ReadonlySet<PersonKey>;
  readonly on: CivilDate;
  readonly book: MeansBook;
}

/** Support that one person of the household has from outside it (应得赡养抚养扶养费), obligor by obligor. */
export function supportOf(supportedKey: PersonKey, question: SupportQuestion): SupportAmount[] {
  return pairsOf(supportedKey, question).map((pair) =>
    isUncounted(pair, question)
      ? uncountedSupport(pair)
      : supportOfPair(
          pair,
          standingOf(pair.personKey, question),
          supportedPersons(pair.personKey, question.obligors),
          question.book,
        ),
  );
}

/** Whether the person had a wage in the window. */
export function hadWage({ income, window }: MeansBook): (personKey: PersonKey) => boolean {
  return (personKey) =>
    (income.get(personKey) ?? []).some(
      ({ fact, month, amountFen }) =>
        fact.kind === 'wage' && amountFen > 0n && window.from <= month && month <= window.to,
    );
}

/** The obligors of a person, and who else paid support that isn't to be counted. */
function pairsOf(supportedKey: PersonKey, question: SupportQuestion): Obligor[] {
  const named = question.obligors.filter(({ obligorOfKey }) => obligorOfKey === supportedKey);
  const payers = (question.book.income.get(supportedKey) ?? [])
    .filter(({ fact }) => receivedSupport(fact))
    .map(({ fact }) => fact.payerKey);
  const others = [...new Set(payers)]
    .filter((payer) => !named.some(({ personKey }) => personKey === payer))
    .map((payer): Obligor => ({
      personKey: payer,
      obligorOfKey: supportedKey,
      relation: relationOf(payer, supportedKey, question),
    }))
    .filter((pair) => isUncounted(pair, question));
  return [...named, ...others].toSorted((a, b) => (a.personKey < b.personKey ? -1 : 1));
}

/** A member's relation is to the applicant; to others it isn't known. */
function relationOf(
  payer: PersonKey,
  supportedKey: PersonKey,
  { snapshot }: SupportQuestion,
): Obligor['relation'] {
  const supported = snapshot.members.find(({ personKey }) => personKey === supportedKey);
  const member = snapshot.members.find(({ personKey }) => personKey === payer);
  return supported?.relation === 'APPLICANT' && member !== undefined ? member.relation : 'OTHER';
}

function isUncounted({ personKey, obligorOfKey, relation }: Obligor, question: SupportQuestion): boolean {
  const { book, on, snapshot } = question;
  const supported = snapshot.members.find((member) => member.personKey === obligorOfKey);
  const isAdultUnemployedDisabled =
    supported !== undefined &&
    !isMinor(supported.birthDate, on) &&
    book.statuses.severeDisability(obligorOfKey, on) !== undefined &&
    book.statuses.holding(obligorOfKey, on, 'employed') === undefined;
  return isAdultUnemployedDisabled && (relation === 'SIBLING' || isOld(personKey, question));
}

function isOld(personKey: PersonKey, { snapshot, obligorHouseholds, book, on }: SupportQuestion): boolean {
  const members = [snapshot, ...obligorHouseholds.values()].flatMap((household) => household.members);
  const birthDate =
    members.find((member) => member.personKey === personKey)?.birthDate ??
    book.statuses.of(personKey, 'born')[0]?.days.from;
  return birthDate !== undefined && addMonthsToDate(birthDate, AGE_OF_UNCOUNTED_SUPPORT * 12) <= on;
}

function supportedPersons(obligorKey: PersonKey, obligors: readonly Obligor[]): number {
  const pairs = obligors.filter(({ personKey }) => personKey === obligorKey);
  return new Set(pairs.map(({ obligorOfKey }) => obligorOfKey)).size;
}

/** The obligor's household counts its income as received: nothing is imputed to it in turn. */
function standingOf(obligorKey: PersonKey, question: SupportQuestion): ObligorStanding {
  const { book, on, obligorHouseholds, withoutConsent } = question;
  const own = personIncome(obligorKey, [], book);
  const household = obligorHouseholds.get(obligorKey);
  const counted =
    household === undefined
      ? [obligorKey]
      : composeHousehold({
          snapshot: household,
          statuses: book.statuses,
          on,
          policy: book.policy,
          hasWage: hadWage(book),
          forTekun: false,
        }).countedKeys;
  const persons = counted.includes(obligorKey) ? counted : [obligorKey];
  const total = totalOf(
    persons.map((personKey) => (personKey === obligorKey ? own : personIncome(personKey, [], book)).total),
  );
  const unable = inability(obligorKey, own.total, book.statuses, on);
  return {
    perCapitaMonthly:
      unable === undefined ? perCapitaMonthly(total, book.policy.windowMonths, persons.length) : ZERO,
    ...(unable !== undefined && { unable }),
    authorised: !withoutConsent.has(obligorKey),
  };
}

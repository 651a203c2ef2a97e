import type { Fen } from '../money/index.js';
import { incomeWindow, type CivilDate, type IncomeWindow } from '../months/index.js';
import type { Rational } from '../rational/index.js';
import type { EconomicFact, HouseholdSnapshot, Obligor, PersonKey, StatusFact } from './facts.js';
import { sumFen, totalOf, type MeansBook } from './figures.js';
import {
  composeHousehold,
  isCustody,
  type HouseholdComposition,
  type MembershipVerdict,
} from './household.rules.js';
import { perCapitaMonthly, personIncome, type PersonIncome } from './income.rules.js';
import type { MeansPolicy } from './means-policy.js';
import { hadWage, supportOf, type SupportQuestion } from './obligor.rules.js';
import { testProperty, type MissingSource, type PropertyResult } from './property.rules.js';
import {
  perCapitaAfterRigid,
  rigidRatio,
  rigidSpending,
  type RigidRatio,
  type RigidSpending,
} from './rigid.rules.js';
import type { CoveredThrough } from './month-lines.rules.js';
import { selectFacts, type SelectedFacts } from './selection.rules.js';
import { Statuses } from './status.rules.js';

/** What the means test is asked. */
export interface MeansQuestion {
  readonly snapshot: HouseholdSnapshot;
  /** All stored facts of the members, of their obligors and of the obligors' households; none is left out by rank. */
  readonly facts: readonly EconomicFact[];
  /** Day of acceptance, or on which the review opened. */
  readonly asOf: CivilDate;
  readonly policy: MeansPolicy;
  /** What was known by then, in microseconds since 1970; without it, everything that is recorded. */
  readonly knownAtMicros?: bigint | undefined;
  /** The last month that a fresh monthly source has reached, by agency; without it, no month is carried as stale. */
  readonly coveredThrough?: CoveredThrough | undefined;
  /** Core sources that haven't answered for a person: property that is otherwise within the limits is unknown. */
  readonly missingSources?: readonly MissingSource[] | undefined;
  /** The households on record of obligors, by obligor. */
  readonly obligorHouseholds?: ReadonlyMap<PersonKey, HouseholdSnapshot> | undefined;
  /** Persons who owe support and whose consent is missing: only what was declared or surveyed of them counts. */
  readonly withoutConsent?: ReadonlySet<PersonKey> | undefined;
  /** Who counts, where that is judged by more than what counts of everybody ({@link compositionOf}). */
  readonly composition?: HouseholdComposition | undefined;
  /** The applicant asks for extreme-hardship support (特困). */
  readonly forTekun?: boolean | undefined;
  /**
   * What counts of each person's facts as of the same day ({@link selectFacts}), where the asker has selected it already: it
   * takes the place of `facts`. Facts of several persons never stand against each other.
   */
  readonly selectedOf?: ReadonlyMap<PersonKey, SelectedFacts> | undefined;
}

/** One named person: whether counted, and the person judged alone (N = 1, own income and property). */
export interface MemberMeans {
  readonly personKey: PersonKey;
  readonly membership: MembershipVerdict;
  readonly income: PersonIncome;
  readonly rigid: readonly RigidSpending[];
  /** Own income a month, in fen: the figure of the single-person guarantee and of extreme-hardship support. */
  readonly ownMonthly: Rational;
  readonly property: PropertyResult;
}

/** Figures of the household over the window, exact, in fen. */
export interface HouseholdMeans {
  /** Countable income of all counted members. */
  readonly total: Rational;
  readonly perCapitaMonthly: Rational;
  readonly rigidFen: Fen;
  readonly perCapitaAfterRigid: Rational;
  readonly rigidRatio: RigidRatio;
  readonly property: PropertyResult;
}

export interface MeansResult {
  readonly window: IncomeWindow;
  /** Every person of the snapshot, in its order. */
  readonly members: readonly MemberMeans[];
  /** How many members count (N). */
  readonly counted: number;
  /** Absent when nobody counts (`NO_COUNTED_MEMBER`). */
  readonly household?: HouseholdMeans;
  /** Who owes support to whom, with the adults of the snapshot who don't count. */
  readonly obligors: readonly Obligor[];
  readonly selected: SelectedFacts;
}

/**
 * The means test (家庭经济状况核对计算): who counts, what income, rigid spending and property add up to as of a day.
 * The same question gives the same answer. 民发〔2021〕57号 arts. 7, 13, 14; 刚性支出困难家庭认定办法.
 *
 * @throws PolicyMissing when a row that the facts need is missing
 * @throws RangeError when a date or an amount isn't valid
 */
export function testMeans(question: MeansQuestion): MeansResult {
  return plainMeans(meansAsAsked(question));
}

/** All figures of a result, computed, as a plain object: to be copied, stored or compared. */
export function plainMeans(result: MeansResult): MeansResult {
  const { window, members, counted, household, obligors, selected } = result;
  return {
    window,
    members: members.map(({ personKey, membership, income, rigid, ownMonthly, property }) => ({
      ...{ personKey, membership, income: plainIncome(income), rigid, ownMonthly, property },
    })),
    counted,
    ...(household !== undefined && { household: plainHousehold(household) }),
    obligors,
    selected,
  };
}

const plainIncome = ({
  personKey,
  kinds,
  support,
  deductions,
  total,
  monthly,
}: PersonIncome): PersonIncome => ({
  ...{ personKey, kinds, support, deductions, total, monthly },
});

function plainHousehold(household: HouseholdMeans): HouseholdMeans {
  const { total, perCapitaMonthly: perCapita, rigidFen, property } = household;
  return {
    total,
    perCapitaMonthly: perCapita,
    rigidFen,
    perCapitaAfterRigid: household.perCapitaAfterRigid,
    rigidRatio: household.rigidRatio,
    property,
  };
}

/**
 * As {@link testMeans}, for who looks at few of the figures: each is computed when it is first asked for. Copied or
 * compared as {@link plainMeans} only.
 *
 * @throws PolicyMissing when a row that the facts need is missing
 * @throws RangeError when a date or an amount isn't valid
 */
export function meansAsAsked(question: MeansQuestion): MeansResult {
  const { snapshot, asOf, policy, missingSources = [] } = question;
  const book = bookOf(question);
  const { statuses, window } = book;
  const composition = question.composition ?? composedBy(book, question);
  const obligors = obligorsOutside(snapshot, composition);
  const support: SupportQuestion = {
    snapshot,
    obligors,
    obligorHouseholds: question.obligorHouseholds ?? new Map(),
    withoutConsent: question.withoutConsent ?? new Set(),
    on: asOf,
    book,
  };
  const propertyOf = (persons: readonly PersonKey[]): PropertyResult =>
    testProperty({ persons, assets: book.selected().assets, statuses, on: asOf, policy, missingSources });
  const members = composition.members.map((membership): MemberMeans => {
    const { member } = membership;
    const income = personIncome(member.personKey, supportOf(member.personKey, support), book);
    const rigid = rigidSpending(member.personKey, member.study, book);
    return new ComputedMember(membership, income, rigid, propertyOf);
  });
  const counted = members.filter(({ membership }) => membership.counted);
  const household =
    counted.length === 0
      ? undefined
      : new ComputedHousehold(counted, policy, () => propertyOf(composition.countedKeys));
  return new ComputedMeans(window, members, household, obligors, book);
}

/**
 * Who counts by what the question looks at: to be asked with more than counts of a member, who owes support where he lives
 * apart and whose consent is looked for only then.
 *
 * @throws PolicyMissing when a row that the facts need is missing
 * @throws RangeError when a date or an amount isn't valid
 */
export function compositionOf(question: MeansQuestion): HouseholdComposition {
  return composedBy(bookOf(question), question);
}

function composedBy(
  book: MeansBook,
  { snapshot, asOf, policy, forTekun = false }: MeansQuestion,
): HouseholdComposition {
  const { statuses } = book;
  return composeHousehold({ snapshot, statuses, on: asOf, policy, hasWage: hadWage(book), forTekun });
}

class ComputedMember implements MemberMeans {
  readonly #propertyOf: (persons: readonly PersonKey[]) => PropertyResult;
  #property: PropertyResult | undefined;

  constructor(
    readonly membership: MembershipVerdict,
    readonly income: PersonIncome,
    readonly rigid: readonly RigidSpending[],
    propertyOf: (persons: readonly PersonKey[]) => PropertyResult,
  ) {
    this.#propertyOf = propertyOf;
  }

  get personKey(): PersonKey {
    return this.membership.member.personKey;
  }

  get ownMonthly(): Rational {
    return this.income.monthly;
  }

  get property(): PropertyResult {
    this.#property ??= this.#propertyOf([this.personKey]);
    return this.#property;
  }
}

class ComputedHousehold implements HouseholdMeans {
  readonly total: Rational;
  readonly rigidFen: Fen;
  readonly #counted: number;
  readonly #policy: MeansPolicy;
  readonly #propertyOf: () => PropertyResult;
  #perCapita: Rational | undefined;
  #property: PropertyResult | undefined;

  constructor(counted: readonly MemberMeans[], policy: MeansPolicy, propertyOf: () => PropertyResult) {
    this.total = totalOf(counted.map(({ income }) => income.total));
    this.rigidFen = sumFen(counted.flatMap(({ rigid }) => rigid.map(({ countedFen }) => countedFen)));
    this.#counted = counted.length;
    this.#policy = policy;
    this.#propertyOf = propertyOf;
  }

  get perCapitaMonthly(): Rational {
    this.#perCapita ??= perCapitaMonthly(this.total, this.#policy.windowMonths, this.#counted);
    return this.#perCapita;
  }

  get perCapitaAfterRigid(): Rational {
    return perCapitaAfterRigid(this.total, this.rigidFen, this.#policy.windowMonths, this.#counted);
  }

  get rigidRatio(): RigidRatio {
    return rigidRatio(this.rigidFen, this.total, this.#policy.rigidRatioBp);
  }

  get property(): PropertyResult {
    this.#property ??= this.#propertyOf();
    return this.#property;
  }
}

class ComputedMeans implements MeansResult {
  readonly counted: number;
  readonly household?: HouseholdMeans;
  readonly #book: SelectedBook;

  constructor(
    readonly window: IncomeWindow,
    readonly members: readonly MemberMeans[],
    household: HouseholdMeans | undefined,
    readonly obligors: readonly Obligor[],
    book: SelectedBook,
  ) {
    this.counted = members.filter(({ membership }) => membership.counted).length;
    if (household !== undefined) this.household = household;
    this.#book = book;
  }

  get selected(): SelectedFacts {
    return this.#book.selected();
  }
}

/** Of persons whose consent is missing only what was declared or surveyed is looked at, and what courts tell of children. */
function permitted({ facts, withoutConsent = new Set() }: MeansQuestion): EconomicFact[] {
  return facts.filter((fact) => {
    const { personKey, quality } = fact;
    if (!withoutConsent.has(personKey)) return true;
    return quality === 'DECLARED' || quality === 'SURVEYED' || isCustody(fact);
  });
}

interface SelectedBook extends MeansBook {
  readonly selected: () => SelectedFacts;
}

function bookOf(question: MeansQuestion): SelectedBook {
  const { asOf, policy, selectedOf } = question;
  const window = incomeWindow(asOf, policy.windowMonths);
  if (selectedOf === undefined) {
    const selected = selectFacts(permitted(question), { ...question, validAt: asOf });
    return {
      income: Map.groupBy(selected.income, ({ fact }) => fact.personKey),
      expenditure: Map.groupBy(selected.expenditure, ({ fact }) => fact.personKey),
      statuses: new Statuses(selected.statuses),
      window,
      policy,
      selected: () => selected,
    };
  }
  const income = new Map<PersonKey, SelectedFacts['income']>();
  const expenditure = new Map<PersonKey, SelectedFacts['expenditure']>();
  const statuses: StatusFact[] = [];
  for (const [personKey, ofPerson] of selectedOf) {
    income.set(personKey, ofPerson.income);
    expenditure.set(personKey, ofPerson.expenditure);
    statuses.push(...ofPerson.statuses);
  }
  const selected = (): SelectedFacts => together([...selectedOf.values()]);
  return { income, expenditure, statuses: new Statuses(statuses), window, policy, selected };
}

const together = (parts: readonly SelectedFacts[]): SelectedFacts => ({
  income: parts.flatMap(({ income }) => income),
  expenditure: parts.flatMap(({ expenditure }) => expenditure),
  assets: parts.flatMap(({ assets }) => assets),
  statuses: parts.flatMap(({ statuses }) => statuses),
  differences: parts.flatMap(({ differences }) => differences),
});

/** Named obligors and adults of the snapshot who live apart, each pair once; who counts as a member owes nothing. */
function obligorsOutside({ obligors }: HouseholdSnapshot, composition: HouseholdComposition): Obligor[] {
  const pairs = new Map<string, Obligor>();
  for (const pair of [...composition.obligors, ...obligors]) {
    if (!composition.countedKeys.includes(pair.personKey)) {
      pairs.set(`${pair.personKey} ${pair.obligorOfKey}`, pair);
    }
  }
  return [...pairs.values()];
}

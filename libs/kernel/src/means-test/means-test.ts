import type { Fen } from '../money/index.js';
import { incomeWindow, type CivilDate, type IncomeWindow } from '../months/index.js';
import type { Rational } from '../rational/index.js';
import type { EconomicFact, HouseholdSnapshot, Obligor, PersonKey } from './facts.js';
import { sumFen, totalOf, type MeansBook } from './figures.js';
import { composeHousehold, type HouseholdComposition, type MembershipVerdict } from './household.rules.js';
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
  /** Persons outside the household whose consent is missing: only what was declared or surveyed of them counts. */
  readonly withoutConsent?: ReadonlySet<PersonKey> | undefined;
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
  const { snapshot, asOf, policy, forTekun = false, missingSources = [] } = question;
  const book = bookOf(question);
  const { statuses, window } = book;
  const composition = composeHousehold({
    snapshot,
    statuses,
    on: asOf,
    policy,
    hasWage: hadWage(book),
    forTekun,
  });
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
    testProperty({ persons, assets: book.selected.assets, statuses, on: asOf, policy, missingSources });
  const members = composition.members.map((membership): MemberMeans => {
    const { member } = membership;
    const income = personIncome(member.personKey, supportOf(member.personKey, support), book);
    let property: PropertyResult | undefined;
    return {
      personKey: member.personKey,
      membership,
      income,
      rigid: rigidSpending(member.personKey, member.study, book),
      ownMonthly: income.monthly,
      get property() {
        property ??= propertyOf([member.personKey]);
        return property;
      },
    };
  });
  const counted = members.filter(({ membership }) => membership.counted);
  return {
    window,
    members,
    counted: counted.length,
    ...(counted.length > 0 && {
      household: householdMeans(counted, policy, () => propertyOf(composition.countedKeys)),
    }),
    obligors,
    get selected() {
      return book.selected;
    },
  };
}

function householdMeans(
  counted: readonly MemberMeans[],
  policy: MeansPolicy,
  propertyOf: () => PropertyResult,
): HouseholdMeans {
  let property: PropertyResult | undefined;
  const total = totalOf(counted.map(({ income }) => income.total));
  const rigidFen = sumFen(counted.flatMap(({ rigid }) => rigid.map(({ countedFen }) => countedFen)));
  return {
    total,
    perCapitaMonthly: perCapitaMonthly(total, policy.windowMonths, counted.length),
    rigidFen,
    perCapitaAfterRigid: perCapitaAfterRigid(total, rigidFen, policy.windowMonths, counted.length),
    rigidRatio: rigidRatio(rigidFen, total, policy.rigidRatioBp),
    get property() {
      property ??= propertyOf();
      return property;
    },
  };
}

/** Of persons whose consent is missing only what was declared or surveyed is looked at. */
function permitted({ facts, withoutConsent = new Set() }: MeansQuestion): EconomicFact[] {
  return facts.filter(
    ({ personKey, quality }) =>
      !withoutConsent.has(personKey) || quality === 'DECLARED' || quality === 'SURVEYED',
  );
}

interface SelectedBook extends MeansBook {
  readonly selected: SelectedFacts;
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
      selected,
    };
  }
  const parts = [...selectedOf];
  const all = [...selectedOf.values()];
  let together: SelectedFacts | undefined;
  return {
    income: new Map(parts.map(([personKey, { income }]) => [personKey, income])),
    expenditure: new Map(parts.map(([personKey, { expenditure }]) => [personKey, expenditure])),
    statuses: new Statuses(all.flatMap(({ statuses }) => statuses)),
    window,
    policy,
    get selected() {
      together ??= {
        income: all.flatMap(({ income }) => income),
        expenditure: all.flatMap(({ expenditure }) => expenditure),
        assets: all.flatMap(({ assets }) => assets),
        statuses: all.flatMap(({ statuses }) => statuses),
        differences: all.flatMap(({ differences }) => differences),
      };
      return together;
    },
  };
}

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

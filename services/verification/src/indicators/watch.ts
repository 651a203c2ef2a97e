import {
  compositionOf,
  meansAsAsked,
  Statuses,
  type CoveredThrough,
  type EconomicFact,
  type HouseholdSnapshot,
  type MeansPolicy,
  type MeansQuestion,
  type MeansResult,
  type PersonKey,
  type PropertyLevel,
  type SelectedFacts,
} from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook, PolicyRow } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { ALL_MAY_BE_USED } from '../agreements/monitoring-use.js';
import { coveringGuardians, opens, type ConsentForm } from '../consents/consent.rules.js';
import { openingSources } from '../facts/opening-sources.rules.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { SourceAnswer, Watermark } from '../requests/completeness.rules.js';
import { INCOME_AGENCIES, IncomeSources } from './income-sources.js';
import { coreSources } from '../requests/check-policy.js';
import { guardiansOf } from '../requests/household-under-check.js';
import { rulesOf, type RegionRules } from './indicator-policy.js';
import { Computed } from './computed.js';
import { MONITORING, supportedPurposes } from './supported-purposes.rules.js';
import { PersonOnWatch, type WatchedPerson, type WrittenBack } from './watched-person.js';

/** What indicators look at (监测对象): one household on record, or one person of whom none is, on a day. */
export interface Watch {
  readonly today: CivilDate;
  /** Whose policy rows apply. */
  readonly region: Region;
  readonly book: PolicyBook;
  readonly rules: RegionRules;
  readonly household?: HouseholdOnRecord;
  /** The members, or the one person. */
  readonly persons: readonly WatchedPerson[];
  /** Who owes a member support and is none. */
  readonly obligors: readonly WatchedPerson[];
  /** Who was ever told to be guardian of one of the persons, and is neither: of them statuses are known. */
  readonly guardians: readonly WatchedPerson[];
  /** A member, the one person, or an obligor. */
  person(personKey: PersonKey): WatchedPerson | undefined;
  /** The local standard of the household's class (of a person alone: urban). @throws PolicyMissing */
  readonly standardMonthlyFen: Fen;
  /** @throws PolicyMissing */
  readonly policy: MeansPolicy;
  /** The statuses of all persons, obligors and guardians. */
  readonly statuses: Statuses;
  /**
   * The means test over kinds that the law opens, as of a day; undefined without a household. Computed once for a day.
   *
   * @param windowMonths - length of the window, where it is not that of the region's policy
   * @throws PolicyMissing
   */
  meansOn(asOf: CivilDate, windowMonths?: number): MeansResult | undefined;
  /** The last month that each of TAX and HRSS has reached for all members; absent of who is not fresh. @throws PolicyMissing */
  readonly covered: CoveredThrough;
  /**
   * TAX or HRSS is fresh for every counted member, and monitoring may use all that both send; else household income is unknown:
   * of what may not be used nobody can say how much it is. @throws PolicyMissing
   */
  readonly isIncomeKnown: boolean;
  /** An indicator has asked for income that is unknown: it may hit as soon as TAX or HRSS is fresh again, though no fact comes. */
  readonly waitsForIncome: boolean;
  readonly knowledge: WatchKnowledge;
  /** What a rule has computed of the watch, once: it lives as long as the watch. */
  once<Value>(name: symbol, make: () => Value): Value;
}

/** What is known and is no fact. */
export interface WatchKnowledge {
  readonly answers: readonly SourceAnswer[];
  readonly watermarks: readonly Watermark[];
  /** The consents of members, obligors or the person, also those that no longer hold. */
  readonly consents: readonly ConsentForm[];
  /** Day of asOf of the household's last report. */
  readonly lastReportValidAt?: CivilDate | undefined;
  /** Day of the household's last `HouseholdChanged`. */
  readonly householdChangedOn?: CivilDate | undefined;
  /** Day on which an application of the household was last refused. */
  readonly refusedOn?: CivilDate | undefined;
  /** Day by which the next periodic review is due; the earliest of the members'. */
  readonly nextReviewOn?: CivilDate | undefined;
  /** Agencies whose agreements do not let monitoring use all that they send: what they do not tell says nothing. */
  readonly withheld: ReadonlySet<string>;
  /** Other households on record to which one of the members belongs too. */
  readonly overlapping: readonly Watch[];
}

export const NO_KNOWLEDGE: WatchKnowledge = {
  ...{ answers: [], watermarks: [], consents: [], overlapping: [] },
  withheld: ALL_MAY_BE_USED.withheld,
};

/** What a watch is built from. */
export interface WatchSource {
  readonly today: CivilDate;
  readonly region: Region;
  readonly book: PolicyBook;
  readonly household?: HouseholdOnRecord | undefined;
  /** Without a household: the person. */
  readonly personKey?: PersonKey | undefined;
  /** Who was told to be guardian of one of the persons. */
  readonly guardians?: readonly PersonKey[];
  /** Households on record of obligors, and of members who are such where they live apart; who has none is looked at alone. */
  readonly obligorHouseholds?: ReadonlyMap<PersonKey, HouseholdSnapshot> | undefined;
  /** Visible facts by person, of any gate, of all of them. */
  readonly facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>;
  /** What counts of all facts of a person today, where it is known. */
  readonly selected?: ReadonlyMap<PersonKey, SelectedFacts> | undefined;
  readonly writtenBack: ReadonlyMap<PersonKey, WrittenBack>;
  readonly knowledge: WatchKnowledge;
}

/** Figures are computed when they are first asked for, and once. */
export function buildWatch(source: WatchSource): Watch {
  return new WatchOfSource(source);
}

class WatchOfSource implements Watch {
  readonly today: CivilDate;
  readonly region: Region;
  readonly book: PolicyBook;
  readonly rules: RegionRules;
  readonly household?: HouseholdOnRecord;
  readonly persons: readonly WatchedPerson[];
  readonly obligors: readonly WatchedPerson[];
  readonly guardians: readonly PersonOnWatch[];
  readonly knowledge: WatchKnowledge;
  readonly #sources: IncomeSources;
  readonly #byKey: ReadonlyMap<PersonKey, PersonOnWatch>;
  /** Also of members who are no obligors. */
  readonly #householdsOnRecord: ReadonlyMap<PersonKey, HouseholdSnapshot>;
  /** Who lives in one of them. */
  readonly #living: readonly PersonOnWatch[];
  /** Those of obligors who are no members. */
  readonly #obligorHouseholds: ReadonlyMap<PersonKey, HouseholdSnapshot>;
  readonly #means = new Map<string, MeansResult>();
  readonly #computed = new Computed();
  #statuses: Statuses | undefined;
  #purposes: ReadonlySet<string> | undefined;
  #restricted: ReadonlySet<PersonKey> | undefined;
  #isIncomeKnown: boolean | undefined;

  constructor(source: WatchSource) {
    const { today, region, book, household, personKey, knowledge } = source;
    this.today = today;
    this.region = region;
    this.book = book;
    this.rules = rulesOf(book, region, today);
    this.knowledge = knowledge;
    this.#sources = new IncomeSources(this.rules, knowledge.answers, knowledge.watermarks);
    if (household !== undefined) this.household = household;
    const members = household?.members ?? (personKey === undefined ? [] : [{ personKey }]);
    const persons = members.map((member) => this.#watched(member, source));
    const keys = new Set(members.map((member) => member.personKey));
    const obligors = [...new Set((household?.obligors ?? []).map((obligor) => obligor.personKey))]
      .filter((key) => !keys.has(key))
      .map((key) => this.#watched({ personKey: key }, source));
    this.persons = persons;
    this.obligors = obligors;
    this.#byKey = new Map([...persons, ...obligors].map((person) => [person.personKey, person]));
    this.guardians = this.#others(source.guardians ?? [], source);
    this.#householdsOnRecord = source.obligorHouseholds ?? NO_HOUSEHOLDS;
    const living = [...this.#householdsOnRecord.values()].flatMap((own) => own.members);
    this.#living = this.#others(
      living.map((member) => member.personKey),
      source,
    );
    this.#obligorHouseholds = this.#ofObligors(obligors.map((obligor) => obligor.personKey));
  }

  once<Value>(name: symbol, make: () => Value): Value {
    return this.#computed.once(name, make);
  }

  person(personKey: PersonKey): WatchedPerson | undefined {
    return this.#byKey.get(personKey);
  }

  get policy(): MeansPolicy {
    return this.#policyOn(this.today);
  }

  #policyOn(day: CivilDate): MeansPolicy {
    return rulesOf(this.book, this.region, day).meansPolicy(this.household?.hukouType ?? 'URBAN');
  }

  get #members(): PersonKey[] {
    return this.persons.map(({ personKey }) => personKey);
  }

  get covered(): CoveredThrough {
    return this.#sources.coveredThrough(this.#members, this.today);
  }

  get standardMonthlyFen(): Fen {
    return this.policy.standardMonthlyFen;
  }

  get statuses(): Statuses {
    this.#statuses ??= new Statuses(
      [...this.#byKey.values(), ...this.guardians].flatMap(({ statuses }) => statuses),
    );
    return this.#statuses;
  }

  get isIncomeKnown(): boolean {
    this.#isIncomeKnown ??= this.#knowsIncome();
    return this.#isIncomeKnown;
  }

  get waitsForIncome(): boolean {
    return this.#isIncomeKnown === false && !this.#mayNotUseIncome;
  }

  meansOn(asOf: CivilDate, windowMonths?: number): MeansResult | undefined {
    const { household } = this;
    if (household === undefined) return undefined;
    const key = `${asOf} ${windowMonths ?? ''}`;
    const known = this.#means.get(key);
    if (known !== undefined) return known;
    const policy = this.#policyOn(asOf);
    const covered = this.#sources.coveredThrough(this.#members, asOf);
    const selectedOf = new Map<PersonKey, SelectedFacts>();
    for (const person of [...this.guardians, ...this.#livingIn(this.#obligorHouseholds)]) {
      selectedOf.set(person.personKey, person.selectedOn(asOf, covered, false));
    }
    for (const [personKey, person] of this.#byKey) {
      selectedOf.set(personKey, person.selectedOn(asOf, covered, this.#withoutConsent.has(personKey)));
    }
    const question: MeansQuestion = {
      snapshot: household,
      facts: [],
      selectedOf,
      asOf,
      policy: windowMonths === undefined ? policy : overMonths(policy, windowMonths),
      coveredThrough: covered,
      withoutConsent: this.#withoutConsent,
      obligorHouseholds: this.#obligorHouseholds,
    };
    const result = this.#withApart(question, meansAsAsked(question), (person, isRestricted) =>
      person.selectedOn(asOf, covered, isRestricted),
    );
    this.#means.set(key, result);
    return result;
  }

  /**
   * The same with members who turn out to live apart and to owe support looked at as obligors: who has consented to nothing with
   * what may be read of him, who has with his household on record.
   */
  #withApart(
    question: MeansQuestion,
    means: MeansResult,
    select: (person: PersonOnWatch, isRestricted: boolean) => SelectedFacts,
  ): MeansResult {
    const members = new Set(this.#members);
    const apart = means.obligors.map(({ personKey }) => personKey).filter((key) => members.has(key));
    const closed = new Set(apart.filter((key) => !this.#hasConsent(key)));
    const households = this.#ofObligors(apart);
    if (closed.size === 0 && households.size === 0) return means;
    const selectedOf = new Map(question.selectedOf);
    for (const person of this.#byKey.values()) {
      if (closed.has(person.personKey)) selectedOf.set(person.personKey, select(person, true));
    }
    for (const person of this.#livingIn(households)) selectedOf.set(person.personKey, select(person, false));
    return meansAsAsked({
      ...{ ...question, composition: compositionOf(question), selectedOf },
      withoutConsent: new Set([...this.#withoutConsent, ...closed]),
      obligorHouseholds: new Map([...this.#obligorHouseholds, ...households]),
    });
  }

  /** The households on record of those of these obligors who have agreed for what is supported here. */
  #ofObligors(obligorKeys: readonly PersonKey[]): ReadonlyMap<PersonKey, HouseholdSnapshot> {
    if (this.#householdsOnRecord.size === 0) return NO_HOUSEHOLDS;
    return new Map(
      obligorKeys.flatMap((key) => {
        const own = this.#householdsOnRecord.get(key);
        return own === undefined || !this.#hasConsent(key) ? [] : [[key, own] as const];
      }),
    );
  }

  #livingIn(households: ReadonlyMap<PersonKey, HouseholdSnapshot>): PersonOnWatch[] {
    if (households.size === 0) return [];
    const members = [...households.values()].flatMap((household) => household.members);
    const keys = new Set(members.map(({ personKey }) => personKey));
    return this.#living.filter(({ personKey }) => keys.has(personKey));
  }

  /** Obligors outside the household of whom only what was declared or surveyed may be read. */
  get #withoutConsent(): ReadonlySet<PersonKey> {
    this.#restricted ??= new Set(
      this.obligors.filter(({ personKey }) => !this.#hasConsent(personKey)).map(({ personKey }) => personKey),
    );
    return this.#restricted;
  }

  get #mayNotUseIncome(): boolean {
    return INCOME_AGENCIES.some((agency) => this.knowledge.withheld.has(agency));
  }

  #knowsIncome(): boolean {
    if (this.#mayNotUseIncome) return false;
    const means = this.meansOn(this.today);
    if (means === undefined || means.counted === 0) return false;
    return means.members
      .filter(({ membership }) => membership.counted)
      .every(({ personKey }) => this.#sources.isFresh(personKey, this.today));
  }

  /** To one of the purposes for which the persons are supported. */
  #hasConsent(personKey: PersonKey): boolean {
    return this.knowledge.consents.some(
      (form) =>
        form.personKey === personKey &&
        isValidOn(form, this.today) &&
        form.purposes.some((purpose) => this.#supported.has(purpose)),
    );
  }

  get #supported(): ReadonlySet<string> {
    this.#purposes ??= supportedPurposes(this);
    return this.#purposes;
  }

  /** Those of them who are neither persons nor obligors of the watch, each once. */
  #others(keys: readonly PersonKey[], source: WatchSource): PersonOnWatch[] {
    if (keys.length === 0) return [];
    return [...new Set(keys)]
      .filter((personKey) => !this.#byKey.has(personKey))
      .map((personKey) => this.#watched({ personKey }, source));
  }

  #watched(
    { personKey, birthDate }: { readonly personKey: PersonKey; readonly birthDate?: CivilDate },
    { facts, selected, writtenBack, knowledge, today }: WatchSource,
  ): PersonOnWatch {
    let forms: readonly ConsentForm[] | undefined;
    return new PersonOnWatch({
      personKey,
      birthDate,
      facts: facts.get(personKey) ?? [],
      selected: selected?.get(personKey),
      writtenBack: writtenBack.get(personKey),
      isOpened: (fact) => {
        forms ??= this.#openingForms(personKey, knowledge.consents);
        return forms.length > 0 && this.#opensToMonitoring(forms, fact);
      },
      oneOffProgrammes: () => this.rules.oneOffProgrammes,
      today,
    });
  }

  /** The consents that open a person's data today: the own, and of a minor those of the guardians. */
  #openingForms(personKey: PersonKey, consents: readonly ConsentForm[]): readonly ConsentForm[] {
    const holding = consents.filter((form) => isValidOn(form, this.today));
    if (holding.length === 0) return holding;
    const signers = [personKey, ...this.#coveringKeys(personKey)];
    return holding.filter((form) => signers.includes(form.personKey));
  }

  /** Whose consents cover a minor of the household: guardians who count. Who has signed alone has full capacity (CC art. 18). */
  #coveringKeys(personKey: PersonKey): PersonKey[] {
    const { household, today } = this;
    const member = household?.members.find((each) => each.personKey === personKey);
    if (household === undefined || member === undefined) return [];
    const hasSigned = this.knowledge.consents.some(
      (form) => form.personKey === personKey && form.signerRole === 'SELF',
    );
    const capacity = hasSigned ? 'FULL' : 'LIMITED';
    const guardianKeys = guardiansOf(member, household);
    const covering = coveringGuardians({ ...member, capacity, guardianKeys }, household.members, today);
    if (covering.length === 0) return [];
    const counted = this.meansOn(today)?.members.filter(({ membership }) => membership.counted) ?? [];
    return covering.filter((key) => counted.some((each) => each.personKey === key));
  }

  /** For one of the purposes for which the persons are supported; `CORE` is the core set of that purpose. */
  #opensToMonitoring(forms: readonly ConsentForm[], fact: EconomicFact): boolean {
    const sources = [...openingSources(fact), fact.source.dataset];
    return [...this.#supported].some((purpose) => {
      const agreed = forms.filter(({ purposes }) => purposes.includes(purpose));
      return (
        agreed.length > 0 && sources.some((code) => opens(agreed, purpose, code, this.#isCore(purpose, code)))
      );
    });
  }

  #isCore(purpose: string, code: string): boolean {
    if (purpose === MONITORING) return false;
    return this.rules.read(`verification.eligibility.${purpose}.coreSet`, unconditional).includes(code);
  }
}

/** Whether a consent holds on a day: signed, not withdrawn, its last day not over. */
export const isValidOn = ({ signedAt, validTo, withdrawnAt }: ConsentForm, day: CivilDate): boolean =>
  withdrawnAt === undefined && civilDateOf(signedAt) <= day && day <= validTo;

/** Of a core set what is asked of everybody. */
const unconditional = (row: PolicyRow): readonly string[] =>
  coreSources(row).flatMap(({ agency, when }) => (when === undefined ? [agency] : []));

const NO_HOUSEHOLDS: ReadonlyMap<PersonKey, HouseholdSnapshot> = new Map();

const OVER_MONTHS = new WeakMap<MeansPolicy, Map<number, MeansPolicy>>();

/** The rows of a policy with a window of another length. */
function overMonths(policy: MeansPolicy, windowMonths: number): MeansPolicy {
  const known = OVER_MONTHS.get(policy) ?? new Map<number, MeansPolicy>();
  OVER_MONTHS.set(policy, known);
  const other = known.get(windowMonths) ?? { ...policy, windowMonths };
  known.set(windowMonths, other);
  return other;
}

/** Property is within the limits of a level as far as may be read: not over. False where no household is on record. */
export function propertyWithinLimits(watch: Watch, level: PropertyLevel): boolean {
  const property = watch.meansOn(watch.today)?.household?.property;
  return property !== undefined && property.levels[level].verdict !== 'OVER';
}

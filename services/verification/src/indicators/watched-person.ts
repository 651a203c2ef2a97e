import {
  gateOf,
  holdsOn,
  isCustody,
  selectFacts,
  type AssetFact,
  type CoveredThrough,
  type EconomicFact,
  type ExpenditureFact,
  type IncomeFact,
  type MonthLine,
  type PersonKey,
  type SelectedFacts,
  type StatusFact,
  type StatusKind,
} from '@minzheng/kernel/means-test';
import { addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { Computed } from './computed.js';

/** A sum of a benefit that was paid for a month (发放记录). */
export type Payment = MonthLine<IncomeFact> & { readonly programme: string };

/** Payments that their payer has set to what was due when it detected an over-payment: paid, though no longer visible. */
export interface WrittenBack {
  /** Superseded facts, the last of each payment and those before it. */
  readonly facts: readonly IncomeFact[];
  /** `<programme> <month>` of the over-payments on record. */
  readonly months: ReadonlySet<string>;
}

/** Possessions that a consent opens. */
export interface GatedAssets {
  /** What counts of them today. */
  readonly assets: readonly AssetFact[];
  /** All that was told, of every day. */
  readonly told: readonly AssetFact[];
}

/** A person whom indicators look at: what counts (5.1) of the facts that the law opens (gate L), nothing declared. */
export interface WatchedPerson {
  readonly personKey: PersonKey;
  /** As the household on record tells it, else unknown. */
  readonly birthDate?: CivilDate;
  /** Whoever they hold for: past, present and to come. */
  readonly statuses: readonly StatusFact[];
  readonly income: readonly MonthLine<IncomeFact>[];
  readonly expenditure: readonly MonthLine<ExpenditureFact>[];
  readonly assets: readonly AssetFact[];
  /** What only a consent opens (gate C), while one that covers the dataset is valid (D4–D6). */
  readonly gated: GatedAssets;
  /** Sums > 0 of a programme, also what its payer has written back on account of an over-payment. */
  readonly payments: readonly Payment[];
  /** {@link payments} of monthly benefits (按月发放的待遇). */
  readonly benefits: readonly Payment[];
  /** What a rule has computed of the person, once: it lives as long as the person is watched. */
  once<Value>(name: symbol, make: () => Value): Value;
  /** The first status of a kind that holds on a day. */
  openOn(kind: StatusKind, day: CivilDate): StatusFact | undefined;
  /** Statuses of these kinds, in the order of their first days. */
  statusesOf(...kinds: readonly StatusKind[]): readonly StatusFact[];
}

/** What a watched person is made of. */
export interface PersonSource {
  readonly personKey: PersonKey;
  readonly birthDate?: CivilDate | undefined;
  /** All visible facts of the person, of any gate. */
  readonly facts: readonly EconomicFact[];
  /** What counts of all of them today, where it is known. */
  readonly selected?: SelectedFacts | undefined;
  readonly writtenBack?: WrittenBack | undefined;
  /** Whether a consent opens what a source has sent of the person. */
  readonly isOpened: (fact: EconomicFact) => boolean;
  /** Read when it is first asked for. */
  readonly oneOffProgrammes: () => ReadonlySet<string>;
  readonly today: CivilDate;
}

/** Whether monitoring under statutory duty may read a fact. */
export const isOpenByLaw = ({ type, kind, source }: EconomicFact): boolean =>
  gateOf(type, kind, source.agency) === 'L';

const NOTHING: readonly never[] = [];
const NO_ASSETS: GatedAssets = { assets: NOTHING, told: NOTHING };

/** Each figure is computed when it is first asked for. */
export class PersonOnWatch implements WatchedPerson {
  readonly personKey: PersonKey;
  readonly birthDate?: CivilDate;
  readonly #source: PersonSource;
  readonly #computed = new Computed();
  #open: readonly EconomicFact[] | undefined;
  #selected: (SelectedFacts & { readonly all: boolean }) | undefined;
  readonly #ofDays = new Map<string, SelectedFacts>();
  #statuses: readonly StatusFact[] | undefined;
  #kindsTold: ReadonlySet<StatusKind> | undefined;
  #gated: GatedAssets | undefined;
  #payments: readonly Payment[] | undefined;
  #benefits: readonly Payment[] | undefined;

  constructor(source: PersonSource) {
    this.personKey = source.personKey;
    if (source.birthDate !== undefined) this.birthDate = source.birthDate;
    this.#source = source;
  }

  once<Value>(name: symbol, make: () => Value): Value {
    return this.#computed.once(name, make);
  }

  get statuses(): readonly StatusFact[] {
    this.#statuses ??= this.#told.statuses.toSorted(byFirstDay);
    return this.#statuses;
  }

  get income(): readonly MonthLine<IncomeFact>[] {
    return this.#told.income;
  }

  get expenditure(): readonly MonthLine<ExpenditureFact>[] {
    return this.#told.expenditure;
  }

  get assets(): readonly AssetFact[] {
    return this.#told.assets;
  }

  get gated(): GatedAssets {
    this.#gated ??= this.#opened();
    return this.#gated;
  }

  get payments(): readonly Payment[] {
    this.#payments ??= this.#paid();
    return this.#payments;
  }

  get benefits(): readonly Payment[] {
    if (this.payments.length === 0) return NOTHING;
    if (this.#benefits === undefined) {
      const oneOff = this.#source.oneOffProgrammes();
      this.#benefits = this.payments.filter(({ programme }) => !oneOff.has(programme));
    }
    return this.#benefits;
  }

  openOn(kind: StatusKind, day: CivilDate): StatusFact | undefined {
    if (!this.#kinds.has(kind)) return undefined;
    return this.statuses.find((status) => status.kind === kind && holdsOn(status, day));
  }

  statusesOf(...kinds: readonly StatusKind[]): readonly StatusFact[] {
    if (!kinds.some((kind) => this.#kinds.has(kind))) return NOTHING;
    return this.statuses.filter(({ kind }) => kinds.includes(kind));
  }

  /** Of which kinds there is a status at all: of most there is none, whatever rule asks. */
  get #kinds(): ReadonlySet<StatusKind> {
    this.#kindsTold ??= new Set(this.statuses.map(({ kind }) => kind));
    return this.#kindsTold;
  }

  /** All visible facts that the law opens, declared ones too. */
  get open(): readonly EconomicFact[] {
    this.#open ??= this.#source.facts.filter(isOpenByLaw);
    return this.#open;
  }

  /**
   * What counts in the means test as of a day: of the facts that the law opens, also of declared ones.
   *
   * @param covered - how far the monthly sources have told
   * @param isRestricted - only what was declared or surveyed may be read, and what courts tell of children
   */
  selectedOn(day: CivilDate, covered: CoveredThrough, isRestricted: boolean): SelectedFacts {
    const facts = isRestricted
      ? this.open.filter((fact) => isToldByPerson(fact) || isCustody(fact))
      : this.open;
    const { today } = this.#source;
    const isAsToday = !isOtherOn(day, today, facts, covered);
    if (isAsToday && !isRestricted && this.#told.all) return this.#told;
    const key = `${isAsToday ? 'as today' : day} ${isRestricted}`;
    const selected =
      this.#ofDays.get(key) ??
      selectFacts(facts, isAsToday ? { validAt: today } : { validAt: day, coveredThrough: covered });
    this.#ofDays.set(key, selected);
    return selected;
  }

  get #told(): SelectedFacts & { readonly all: boolean } {
    if (this.#selected === undefined) {
      const told = this.open.filter(({ quality }) => quality !== 'DECLARED');
      const all = told.length === this.open.length;
      const { facts, selected, today } = this.#source;
      const known = told.length === facts.length ? selected : undefined;
      this.#selected = { ...(known ?? selectFacts(told, { validAt: today })), all };
    }
    return this.#selected;
  }

  #opened(): GatedAssets {
    const { facts, today, isOpened } = this.#source;
    const told = facts
      .filter((fact) => fact.type === 'ASSET')
      .filter((fact) => fact.quality !== 'DECLARED' && !isOpenByLaw(fact) && isOpened(fact));
    return told.length === 0 ? NO_ASSETS : { assets: selectFacts(told, { validAt: today }).assets, told };
  }

  #paid(): readonly Payment[] {
    const standing = paymentsOf(this.income);
    const { writtenBack, today } = this.#source;
    if (writtenBack === undefined || writtenBack.facts.length === 0) return standing;
    const known = new Set(standing.map(placeOf));
    const superseded = writtenBack.facts.map(({ supersededAtMicros: _then, ...fact }) => fact);
    const before = paymentsOf(selectFacts(superseded, { validAt: today }).income).filter(
      (payment) =>
        writtenBack.months.has(`${payment.programme} ${payment.month}`) && !known.has(placeOf(payment)),
    );
    return [...standing, ...before];
  }
}

const isToldByPerson = ({ quality }: EconomicFact): boolean =>
  quality === 'DECLARED' || quality === 'SURVEYED';

/** Whether something else may count on a day than today: an asset of a day between, or a month that is carried on. */
function isOtherOn(
  day: CivilDate,
  today: CivilDate,
  facts: readonly EconomicFact[],
  covered: CoveredThrough,
): boolean {
  const [first, last] = day < today ? [day, today] : [today, day];
  const lastMonth = addMonths(monthOf(day), -1);
  const carried = [...covered].filter(([, month]) => month < lastMonth);
  if (first === last && carried.length === 0) return false;
  return facts.some((fact) => {
    if (fact.type === 'ASSET') return first < fact.asOf && fact.asOf <= last;
    if (fact.type === 'STATUS') return false;
    return carried.some(([agency, month]) => fact.source.agency === agency && fact.period.to >= month);
  });
}

function byFirstDay(a: StatusFact, b: StatusFact): number {
  if (a.days.from !== b.days.from) return a.days.from < b.days.from ? -1 : 1;
  return a.factId < b.factId ? -1 : 1;
}

function paymentsOf(lines: readonly MonthLine<IncomeFact>[]): Payment[] {
  return lines.flatMap((line) => {
    const { programme } = line.fact;
    return programme === undefined || line.amountFen <= 0n ? [] : [{ ...line, programme }];
  });
}

const placeOf = ({ fact, month }: { readonly fact: IncomeFact; readonly month: Month }): string =>
  [fact.kind, fact.programme, fact.payerKey, fact.itemKey, month].join('\0');

import { addDays, firstDay, lastDay, monthOf } from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';
import {
  MONTHS,
  TODAY,
  type Kinds,
  type SimulatedClue,
  type SimulatedFact,
  type SimulatedHousehold,
  type SimulatedRecords,
} from './simulated-records.js';

/** `township|hukou|month|item|measure|bucket` → figure. */
export type Figures = Readonly<Record<string, number>>;

const dayOf = (instant: string): string => instant.slice(0, 10);
const before = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);
const endOf = (month: string): string => (lastDay(month) < TODAY ? lastDay(month) : TODAY);

/** Counts what was simulated, record by record. */
export class StraightCount {
  #figures = new Map<string, number>();

  constructor(
    private readonly records: SimulatedRecords,
    private readonly kinds: Kinds,
  ) {}

  /** Of the report with this code. */
  of(code: string): Figures {
    this.#figures = new Map();
    const reports: Record<string, () => void> = {
      'VF-01': () => this.#monitored(),
      'VF-02': () => this.#clues(),
      'VF-03': () => this.#found(),
      'VF-04': () => this.#coverage(),
      'VF-05': () => this.#detection(),
      'VF-06': () => this.#time(),
      'VF-07': () => this.#overpayments(),
      'VF-08': () => this.#agencies(),
      'VF-09': () => this.#service(),
      'VF-10': () => this.#poverty(),
      'VF-11': () => this.#unclaimed(),
      'VF-12': () => this.#privacy(),
    };
    reports[code]?.();
    return Object.fromEntries([...this.#figures].filter(([, figure]) => figure !== 0));
  }

  #add(
    place: { region: string; hukou_type?: string },
    month: string,
    item: string,
    measure: string,
    by = 1,
    bucket = 0,
  ): void {
    if (!MONTHS.includes(month)) return;
    const key = [place.region.slice(0, 9), place.hukou_type ?? 'NONE', month, item, measure, bucket].join(
      '|',
    );
    this.#figures.set(key, (this.#figures.get(key) ?? 0) + by);
  }

  #categoriesOn(person: string, day: string): Set<string> {
    const open = this.records.subjects
      .filter(({ person_key }) => person_key === person)
      .flatMap(({ periods }) =>
        periods.filter(({ from, to }) => from <= day && (to === undefined || to > day)),
      );
    return new Set(open.map(({ category }) => category));
  }

  #monitored(): void {
    for (const month of MONTHS)
      for (const { person_key, household } of this.records.subjects) {
        const categories = this.#categoriesOn(person_key, endOf(month));
        if (categories.size > 0) this.#add(household, month, 'all', 'persons');
        for (const category of categories) this.#add(household, month, `all/${category}`, 'persons');
      }
  }

  #clues(): void {
    for (const clue of this.records.clues) {
      const { household, department, raisedAt, closed_at, closing_outcome, attempts } = clue;
      for (const item of ['all', `all/${department}`, ...this.#categoryItems(clue)]) {
        this.#add(household, monthOf(dayOf(raisedAt)), item, 'issued');
        if (closed_at !== null) {
          this.#add(household, monthOf(dayOf(closed_at)), item, 'closed');
          if (closing_outcome?.startsWith('CONFIRMED_'))
            this.#add(household, monthOf(dayOf(closed_at)), item, 'confirmed');
        }
        attempts.forEach(({ due_on, answers }, index) => {
          const answer = answers.find(({ verdict }) => verdict !== 'OUTDATED');
          const isWithdrawn = closing_outcome === 'EVIDENCE_WITHDRAWN' && index === attempts.length - 1;
          if (!answer && (isWithdrawn || due_on >= TODAY)) return;
          this.#add(household, monthOf(due_on), item, 'due');
          if (answer && dayOf(answer.at) <= due_on) this.#add(household, monthOf(due_on), item, 'onTime');
        });
      }
    }
  }

  /** Of all whom the hits of a clue name, on the day on which it was raised. */
  #categoryItems({ hits, raisedAt }: SimulatedClue): string[] {
    const categories = new Set(
      hits.flatMap(({ person_key }) => [...this.#categoriesOn(person_key, dayOf(raisedAt))]),
    );
    const named = categories.size === 0 ? ['none'] : [...categories];
    return ['category', ...named.map((category) => `category/${category}`)];
  }

  #factsOf(person: string): SimulatedFact[] {
    return this.records.facts.filter(
      ({ person_key, flags, superseded_at }) =>
        person_key === person && flags === 0 && superseded_at === null,
    );
  }

  #found(): void {
    for (const isAdmission of [true, false]) {
      const told = new Map<string, { household: SimulatedHousehold; month: string; isSo: boolean }>();
      for (const clue of this.records.clues.filter(
        ({ closing_outcome }) => closing_outcome === (isAdmission ? 'CONFIRMED_ADMIT' : 'CONFIRMED_STOP'),
      ))
        for (const { person, isSo } of this.#personsOf(clue, isAdmission)) {
          const month = monthOf(dayOf(clue.closed_at ?? ''));
          const key = `${person} ${month}`;
          told.set(key, { household: clue.household, month, isSo: isSo || (told.get(key)?.isSo ?? false) });
        }
      for (const { household, month, isSo } of told.values()) {
        this.#add(household, month, '', isAdmission ? 'admitted' : 'ended');
        if (isSo) this.#add(household, month, '', isAdmission ? 'unprotected' : 'stopped');
      }
    }
  }

  #personsOf(
    { hits, household, closed_at }: SimulatedClue,
    isAdmission: boolean,
  ): { person: string; isSo: boolean }[] {
    const closedOn = dayOf(closed_at ?? '');
    const [first, last] = [firstDay(monthOf(closedOn)), addDays(closedOn, 90)];
    const ofAny = isAdmission ? ['DIBAO', 'DISABILITY_CARE', ''] : [''];
    const named = hits.flatMap((hit) =>
      hit.programme === null ? ofAny.map((programme) => ({ ...hit, programme })) : [hit],
    );
    return named.flatMap(({ programme, subject, person_key }) =>
      (subject === household.id ? household.persons : [person_key]).map((person) => {
        const facts = this.#factsOf(person).filter(
          (fact) =>
            (programme === 'DIBAO' &&
              (fact.kind === this.kinds.dibao || (fact.programme === 1 && (fact.amount_fen ?? 0) > 0))) ||
            (programme === 'DISABILITY_CARE' && fact.programme === 5 && (fact.amount_fen ?? 0) > 0),
        );
        const begins = facts.some(({ valid_from }) => valid_from >= first && valid_from <= last);
        const wasThere = facts.some(
          ({ valid_from, valid_to }) => valid_from < first && (valid_to === null || valid_to >= first),
        );
        const isOver = facts.every(({ valid_to }) => valid_to !== null && valid_to <= last);
        const isKnown = facts.some(({ kind }) => kind === this.kinds.dibao) || TODAY > last;
        return { person, isSo: isAdmission ? begins && !wasThere : facts.length > 0 && isOver && isKnown };
      }),
    );
  }

  #coverage(): void {
    for (const { household, programme, outcome, decided_at, persons } of this.records.decisions) {
      if (programme === 'TEMP_AID' || outcome === 'WITHDRAWN') continue;
      const isVerified = this.records.requests.some(
        ({ household: { persons: checked }, purposes, reports }) =>
          purposes.includes(programme) &&
          persons.some((person) => checked.includes(person)) &&
          reports.some(
            ({ issued_at, valid_to, revoked_at }) =>
              before(issued_at, decided_at) &&
              valid_to >= dayOf(decided_at) &&
              (revoked_at === null || !before(revoked_at, decided_at)),
          ),
      );
      for (const item of ['all', `all/${programme}`]) {
        this.#add(household, monthOf(dayOf(decided_at)), item, 'decided');
        if (isVerified) this.#add(household, monthOf(dayOf(decided_at)), item, 'verified');
      }
    }
  }

  #detection(): void {
    for (const { household, reports } of this.records.requests)
      for (const { issued_at, exceeds, material, kinds } of reports)
        for (const item of ['all', ...kinds.map((kind) => `all/${kind}`)]) {
          const add = (measure: string): void =>
            this.#add(household, monthOf(dayOf(issued_at)), item, measure);
          add('issued');
          if (exceeds || material) add('detected');
          if (exceeds) add('exceeds');
          if (material) add('material');
        }
  }

  #time(): void {
    for (const { household, accepted_at, reports } of this.records.requests)
      for (const { sequence, issued_at, gaps, partial } of reports) {
        if (sequence > 1) continue;
        const days = workingDaysBetween(dayOf(accepted_at), dayOf(issued_at));
        for (const item of ['all', ...gaps.map((gap) => `all/${gap}`)]) {
          const month = monthOf(dayOf(issued_at));
          this.#add(household, month, item, 'issued');
          this.#add(household, month, item, 'workingDays', 1, days);
          if (days <= 5) this.#add(household, month, item, 'inTime');
          if (partial) this.#add(household, month, item, 'partial');
        }
      }
  }

  #overpayments(): void {
    const persons = new Set<string>();
    const tell = (
      {
        region,
        programme,
        person_key,
        amount_fen,
        at,
      }: { region: string; programme: string; person_key: string; amount_fen: number; at: string },
      counted: string,
      sum: string,
    ): void => {
      const month = monthOf(dayOf(at));
      for (const item of ['all', `all/${programme}`]) {
        for (const measure of ['persons', counted]) {
          const key = [region.slice(0, 9), month, item, measure, person_key].join();
          if (!persons.has(key)) this.#add({ region }, month, item, measure);
          persons.add(key);
        }
        this.#add({ region }, month, item, sum, amount_fen);
      }
    };
    for (const found of this.records.overpayments) {
      tell(found, 'foundOf', 'found');
      if (found.clue_id !== null) tell(found, 'monitoringOf', 'foundByMonitoring');
    }
    for (const recovery of this.records.recoveries) {
      if (recovery.way === 'WRITTEN_OFF') tell(recovery, 'writtenOffOf', 'writtenOff');
      else tell(recovery, 'recoveredOf', 'recovered');
    }
  }

  #agencies(): void {
    for (const { region, agency, state, asked_at, due_at, ended_at } of this.records.queries) {
      if (state === 'PENDING' || state === 'SKIPPED_FRESH') continue;
      // nobody waited for it any longer: the agency still had time
      if (state === 'TIMEOUT' && ended_at !== null && !before(due_at, ended_at)) continue;
      const isAnswered = state === 'ANSWERED' || state === 'NO_RECORD';
      for (const item of [agency, `${agency}/${agency}`]) {
        const add = (measure: string, bucket = 0): void =>
          this.#add({ region }, monthOf(dayOf(asked_at)), item, measure, 1, bucket);
        add('asked');
        if (!isAnswered || ended_at === null) continue;
        add('answered');
        add('workingDays', workingDaysBetween(dayOf(asked_at), dayOf(ended_at)));
        if (before(ended_at, due_at)) add('onTime');
      }
    }
    for (const { region, decided_on, outcome, facts } of this.records.appeals)
      for (const [agency, dataset] of facts)
        for (const item of [agency, `${agency}/${dataset}`]) {
          if (decided_on === null) continue;
          this.#add({ region }, monthOf(decided_on), item, 'appeals');
          if (outcome === 'UPHELD') this.#add({ region }, monthOf(decided_on), item, 'upheld');
        }
    const received = (
      source: readonly [string, string],
      month: string,
      figures: Record<string, number>,
    ): void => {
      for (const item of [source[0], source.join('/')])
        for (const [measure, figure] of Object.entries(figures))
          this.#add({ region: '510000' }, month, item, measure, figure);
    };
    for (const { on_day, source_id, facts, corrections } of this.records.tallies) {
      const source = this.records.sources[source_id - 1] ?? (['', ''] as const);
      received(source, monthOf(on_day), { received: facts, stored: facts, corrected: corrections });
    }
    for (const { agency, dataset, rejected_at } of this.records.rejected)
      received([agency, dataset], monthOf(dayOf(rejected_at)), { received: 1, rejected: 1 });
    for (const { agency, dataset, rejected_rows, told_at } of this.records.files)
      received([agency, dataset], monthOf(dayOf(told_at)), {
        received: rejected_rows,
        rejected: rejected_rows,
      });
  }

  #service(): void {
    for (const { household, purposes, reports } of this.records.requests)
      for (const { issued_at } of reports)
        for (const purpose of purposes)
          this.#add(household, monthOf(dayOf(issued_at)), purpose, 'reported', household.persons.length);
    for (const { region, on_day, purpose, checked } of this.records.accesses)
      this.#add({ region }, monthOf(on_day), purpose, 'checked', checked);
  }

  #poverty(): void {
    const isPoor = (person: string, day: string): boolean =>
      this.records.poor.some(({ person_key }) => person_key === person) &&
      this.#factsOf(person).some(
        ({ kind, valid_from, valid_to }) =>
          kind === this.kinds.registeredPoor && valid_from <= day && (valid_to === null || valid_to > day),
      );
    for (const month of MONTHS) {
      const day = endOf(month);
      for (const { person_key, household } of this.records.subjects) {
        if (!this.#categoriesOn(person_key, day).has('dibao')) continue;
        this.#add(household, month, '', 'dibao');
        if (isPoor(person_key, day)) this.#add(household, month, '', 'both');
      }
      for (const { person_key, region } of this.records.poor) {
        if (!isPoor(person_key, day)) continue;
        const known = this.records.subjects.find((subject) => subject.person_key === person_key);
        const place = { region, ...(known && { hukou_type: known.household.hukou_type }) };
        this.#add(place, month, '', 'registered');
        if (this.#categoriesOn(person_key, day).has('dibao')) this.#add(place, month, '', 'bothThere');
      }
    }
  }

  #unclaimed(): void {
    for (const clue of this.records.clues) {
      const { household, hits, raisedAt, closed_at, closing_outcome } = clue;
      const own = hits.filter(({ indicator }) => indicator.startsWith('F'));
      if (own.length === 0) continue;
      const programmes = new Set(own.map(({ programme, indicator }) => programme ?? indicator));
      const ofProgrammes = [...programmes].map((programme) => `all/${programme}`);
      for (const item of ['all', ...ofProgrammes, ...this.#categoryItems(clue)]) {
        const raised = monthOf(dayOf(raisedAt));
        this.#add(household, raised, item, 'raised');
        const isSoon = closed_at !== null && Date.parse(closed_at) - Date.parse(raisedAt) <= 30 * 86_400_000;
        if (closing_outcome === 'CONFIRMED_ADMIT' && isSoon) this.#add(household, raised, item, 'granted');
        for (const month of MONTHS) {
          const isOpen = closed_at === null || monthOf(dayOf(closed_at)) > month;
          if (raised <= month && isOpen) this.#add(household, month, item, 'open');
        }
      }
    }
  }

  #privacy(): void {
    for (const { household, reports } of this.records.requests)
      for (const { issued_at, signed } of reports) {
        this.#add(household, monthOf(dayOf(issued_at)), '', 'reports');
        if (signed) this.#add(household, monthOf(dayOf(issued_at)), '', 'signed');
      }
    for (const month of MONTHS)
      for (const { person_key, household } of this.records.subjects)
        if (this.#categoriesOn(person_key, endOf(month)).size > 0) this.#add(household, month, '', 'people');
    for (const { region, on_day, lookups, without_case, unmasked, refused } of this.records.accesses)
      for (const [measure, figure] of Object.entries({
        lookups,
        withoutCase: without_case,
        unmasked,
        refused,
      }))
        this.#add({ region }, monthOf(on_day), '', measure, figure);
    for (const { region, submitted_at } of this.records.appeals)
      this.#add({ region }, monthOf(dayOf(submitted_at)), '', 'appeals');
  }
}

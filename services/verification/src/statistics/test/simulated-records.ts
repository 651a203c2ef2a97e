import { randomUUID } from 'node:crypto';
import { addDays, addMonths, firstDay, monthOf } from '@minzheng/kernel/months';
import { CATEGORIES } from '../../indicators/categories.rules.js';

export const TODAY = '2025-08-10';
export const MONTHS = ['2025-05', '2025-06', '2025-07', '2025-08'];
export const TOWNSHIPS = ['510802001', '510802002', '510811001', '510811002'];

/** Whole numbers below the argument; the same each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface SimulatedHousehold {
  readonly id: string;
  readonly region: string;
  readonly hukou_type: 'URBAN' | 'RURAL';
  readonly persons: readonly string[];
  /** Members of other households who owe it support. */
  readonly obligors: readonly string[];
}
export interface SimulatedClue {
  readonly id: string;
  readonly household: SimulatedHousehold;
  readonly department: string;
  readonly raisedAt: string;
  readonly closing_outcome: string | null;
  readonly closed_at: string | null;
  readonly attempts: readonly {
    readonly due_on: string;
    readonly answers: readonly { readonly at: string; readonly verdict: string }[];
  }[];
  readonly hits: readonly {
    indicator: string;
    programme: string | null;
    subject: string;
    person_key: string;
  }[];
}
export interface SimulatedFact {
  readonly person_key: string;
  readonly kind: number;
  readonly programme: number | null;
  readonly amount_fen: number | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly flags: number;
  readonly superseded_at: string | null;
}
export interface SimulatedReport {
  readonly id: string;
  readonly sequence: number;
  readonly issued_at: string;
  readonly valid_to: string;
  readonly partial: boolean;
  readonly exceeds: boolean;
  readonly material: boolean;
  readonly kinds: readonly string[];
  readonly gaps: readonly string[];
  readonly signed: boolean;
  readonly revoked_at: string | null;
}
export interface SimulatedRequest {
  readonly id: string;
  readonly state: string;
  readonly household: SimulatedHousehold;
  /** Everybody whose data it concerns. */
  readonly concerned: readonly string[];
  readonly purposes: readonly string[];
  readonly accepted_at: string;
  readonly reports: readonly SimulatedReport[];
}

const [DIBAO, DISABILITY_CARE] = [1, 5];
/** Status kinds and income kinds as facts store them; filled by the test from the enumerations. */
export interface Kinds {
  readonly dibao: number;
  readonly registeredPoor: number;
  readonly income: number;
}

/** Records of a small province over some months, made from a seed: what is counted is what stands here. */
export class SimulatedRecords {
  readonly #below = random(20_250_810);
  readonly households: SimulatedHousehold[] = [];
  readonly subjects: {
    person_key: string;
    household: SimulatedHousehold;
    periods: { category: string; from: string; to?: string }[];
  }[] = [];
  readonly clues: SimulatedClue[] = [];
  readonly facts: SimulatedFact[] = [];
  readonly poor: { person_key: string; region: string }[] = [];
  readonly requests: SimulatedRequest[] = [];
  readonly decisions: {
    household: SimulatedHousehold;
    programme: string;
    outcome: string;
    decided_at: string;
    persons: readonly string[];
  }[] = [];
  readonly overpayments: {
    person_key: string;
    region: string;
    programme: string;
    amount_fen: number;
    clue_id: string | null;
    at: string;
  }[] = [];
  readonly recoveries: {
    person_key: string;
    region: string;
    programme: string;
    amount_fen: number;
    way: string;
    at: string;
  }[] = [];
  readonly queries: {
    region: string;
    agency: string;
    state: string;
    asked_at: string;
    due_at: string;
    ended_at: string | null;
  }[] = [];
  readonly appeals: {
    region: string;
    submitted_at: string;
    decided_on: string | null;
    outcome: string | null;
    facts: readonly [string, string][];
  }[] = [];
  readonly accesses: {
    region: string;
    on_day: string;
    purpose: string;
    lookups: number;
    without_case: number;
    refused: number;
    unmasked: number;
    checked: number;
  }[] = [];
  readonly tallies: { on_day: string; source_id: number; facts: number; corrections: number }[] = [];
  readonly sources: readonly (readonly [string, string])[] = [
    ['TAX', 'TAX.wage'],
    ['BANK', 'BANK.deposit'],
    ['BANK', 'BANK.loan'],
  ];
  readonly rejected: { agency: string; dataset: string; rejected_at: string }[] = [];
  readonly files: { agency: string; dataset: string; rejected_rows: number; told_at: string }[] = [];

  constructor(private readonly kinds: Kinds) {
    const times = (count: number, make: () => void): void =>
      Array.from({ length: count }, make).forEach(() => undefined);
    times(60, () => this.#household());
    times(240, () => this.#clue());
    times(240, () => this.#request());
    times(240, () => this.#decision());
    times(80, () => this.#overpaid());
    times(80, () => this.#queried());
    times(40, () => this.#appealed());
    times(60, () => this.#accessed());
    times(30, () => this.#received());
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)]!;
  }
  #day(): string {
    return addDays('2025-05-01', this.#below(105));
  }
  /** Close to midnight as often as not: the day of Shanghai decides. */
  #instant(day = this.#day()): string {
    return `${day}T${this.#one(['00:10', '07:50', '12:00', '23:50'])}:00+08:00`;
  }
  #is(percent: number): boolean {
    return this.#below(100) < percent;
  }

  #household(): void {
    const persons = Array.from({ length: 1 + this.#below(3) }, () => randomUUID());
    const household: SimulatedHousehold = {
      id: randomUUID(),
      region: `${this.#one(TOWNSHIPS)}001`,
      hukou_type: this.#one(['URBAN', 'RURAL'] as const),
      persons,
      obligors:
        this.households.length > 0 && this.#is(60) ? this.#one(this.households).persons.slice(0, 2) : [],
    };
    this.households.push(household);
    for (const person_key of persons) {
      if (this.#is(60)) {
        const first = this.#below(4);
        const periods = Array.from({ length: 1 + this.#below(3) }, (_, index) => {
          const from = addDays('2025-03-01', this.#below(180));
          return {
            category: CATEGORIES[(first + index) % 4] ?? '',
            from,
            ...(this.#is(60) ? { to: addDays(from, 1 + this.#below(90)) } : {}),
          };
        });
        this.subjects.push({ person_key, household, periods });
      }
      if (this.#is(40)) {
        // registered somewhere else, sometimes
        this.poor.push({
          person_key,
          region: this.#is(80) ? household.region : `${this.#one(TOWNSHIPS)}002`,
        });
        this.#fact(person_key, this.kinds.registeredPoor, null);
      }
      if (this.#is(70)) this.#fact(person_key, this.kinds.dibao, null);
      if (this.#is(40)) this.#fact(person_key, this.kinds.dibao, null);
      if (this.#is(60)) this.#fact(person_key, this.kinds.income, DISABILITY_CARE);
      if (this.#is(60)) this.#fact(person_key, this.kinds.income, DIBAO);
    }
  }

  #fact(person_key: string, kind: number, programme: number | null): void {
    const from =
      programme === null
        ? addDays('2025-03-01', this.#below(200))
        : firstDay(addMonths('2025-03', this.#below(7)));
    const months = firstDay(addMonths(monthOf(from), 1 + this.#below(3)));
    const days = this.#is(50) ? addDays(from, 1 + this.#below(120)) : null;
    this.facts.push({
      ...{ person_key, kind, programme, valid_from: from },
      valid_to: programme === null ? days : months,
      amount_fen: programme === null ? null : this.#one([0, 45_000]),
      flags: this.#is(5) ? 1 : 0,
      superseded_at: this.#is(10) ? '2025-08-01T00:00:00Z' : null,
    });
  }

  #clue(): void {
    const household = this.#one(this.households);
    const raisedOn = this.#day();
    const outcomes = [
      'CONFIRMED_ADMIT',
      'CONFIRMED_STOP',
      'CONFIRMED_ADMIT',
      'CONFIRMED_STOP',
      'CONFIRMED_ADJUST',
      'NO_CHANGE',
      'EVIDENCE_WITHDRAWN',
    ];
    const outcome = this.#is(80) ? this.#one(outcomes) : null;
    let day = raisedOn;
    const attempts = Array.from({ length: 1 + this.#below(2) }, (_, index, { length = 2 } = []) => {
      const due_on = addDays(day, 3 + this.#below(15));
      const isAnswered = outcome === 'EVIDENCE_WITHDRAWN' ? index < length - 1 : this.#is(85);
      const answeredOn = addDays(day, this.#below(25));
      const early = this.#is(20) ? [{ at: this.#instant(day), verdict: 'OUTDATED' }] : [];
      day = addDays(answeredOn, 1);
      const verdict = this.#one(['ACCEPTED', 'SAMPLED', 'SENT_BACK', 'LEFT_TO_COORDINATOR', 'DECLINED']);
      return { due_on, answers: isAnswered ? [...early, { at: this.#instant(answeredOn), verdict }] : early };
    });
    const closedOn = outcome === null || day > TODAY ? null : day;
    const hits = Array.from({ length: 1 + this.#below(2) }, () => {
      const person_key = this.#one(household.persons);
      const [indicator, programme] = this.#one([
        ['A1', 'DIBAO'],
        ['F1', 'DIBAO'],
        ['F2', 'DISABILITY_CARE'],
        ['F3', 'DISABILITY_LIVING'],
        ['F5', null],
      ] as const);
      return { indicator, programme, person_key, subject: this.#is(50) ? household.id : person_key };
    });
    this.clues.push({
      ...{ id: randomUUID(), household, department: this.#one(['assistance', 'eldercare']), attempts, hits },
      raisedAt: this.#instant(raisedOn),
      closing_outcome: closedOn === null ? null : outcome,
      closed_at: closedOn === null ? null : this.#instant(closedOn),
    });
  }

  #request(): void {
    const household = this.#one(this.households);
    const acceptedOn = this.#day();
    const reports = Array.from({ length: this.#below(3) }, (_, index): SimulatedReport => {
      const issuedOn = addDays(acceptedOn, 1 + this.#below(12) + index * 12);
      const gaps = this.#is(30) ? ['BANK', 'TAX'].slice(0, 1 + this.#below(2)) : [];
      return {
        ...{
          id: randomUUID(),
          sequence: index + 1,
          issued_at: this.#instant(issuedOn),
          valid_to: addDays(issuedOn, this.#one([2, 20, 90])),
        },
        ...{ partial: gaps.length > 0, exceeds: this.#is(20), material: this.#is(20), gaps },
        kinds: ['ASSET.deposit', 'INCOME.wage'].filter(() => this.#is(30)),
        signed: this.#is(90),
        revoked_at: this.#is(30) ? this.#instant(addDays(issuedOn, 1 + this.#below(10))) : null,
      };
    });
    const purposes = this.#one([['DIBAO'], ['DIBAO', 'EDGE'], ['MEDICAL_AID'], ['EDUCATION_AID']]);
    const livingWithObligors = this.households.filter(({ persons }) =>
      persons.some((person) => household.obligors.includes(person)),
    );
    this.requests.push({
      ...{ id: randomUUID(), household, purposes, accepted_at: this.#instant(acceptedOn), reports },
      state: this.#one(['ISSUED', 'COLLECTING', 'BLOCKED', 'CANCELLED']),
      concerned: [...household.persons, ...livingWithObligors.flatMap(({ persons }) => persons)],
    });
  }

  #decision(): void {
    const household = this.#one(this.households);
    this.decisions.push({
      ...{ household, persons: household.persons.slice(0, 1 + this.#below(2)), decided_at: this.#instant() },
      programme: this.#one(['DIBAO', 'DIBAO', 'EDGE', 'TEMP_AID']),
      outcome: this.#one(['APPROVED', 'REJECTED', 'APPROVED', 'WITHDRAWN']),
    });
  }

  #overpaid(): void {
    const { persons, region } = this.#one(this.households);
    const what = {
      person_key: this.#one(persons),
      region,
      programme: this.#one(['DIBAO', 'TEKUN']),
      amount_fen: 1 + this.#below(90_000),
    };
    if (this.#is(60))
      this.overpayments.push({ ...what, at: this.#instant(), clue_id: this.#is(40) ? randomUUID() : null });
    else
      this.recoveries.push({
        ...what,
        at: this.#instant(),
        way: this.#one(['WITHHELD', 'BANK_RETURN', 'WRITTEN_OFF']),
      });
  }

  #queried(): void {
    const askedOn = this.#day();
    const state = this.#one([
      'ANSWERED',
      'ANSWERED',
      'NO_RECORD',
      'TIMEOUT',
      'REFUSED',
      'PENDING',
      'SKIPPED_FRESH',
    ]);
    this.queries.push({
      ...{ region: this.#one(this.households).region, agency: this.#one(['TAX', 'BANK']), state },
      ...{ asked_at: this.#instant(askedOn), due_at: this.#instant(addDays(askedOn, 5)) },
      ended_at: state === 'PENDING' ? null : this.#instant(addDays(askedOn, 1 + this.#below(8))),
    });
  }

  #appealed(): void {
    const submittedOn = this.#day();
    const isDecided = this.#is(70);
    this.appeals.push({
      ...{ region: this.#one(this.households).region, submitted_at: this.#instant(submittedOn) },
      decided_on: isDecided ? addDays(submittedOn, 10) : null,
      outcome: isDecided ? this.#one(['UPHELD', 'REJECTED']) : null,
      facts: [this.#one(this.sources), this.#one(this.sources)].map(([agency, dataset]) => [agency, dataset]),
    });
  }

  #accessed(): void {
    const row = {
      ...{
        region: this.#one([...TOWNSHIPS, '510802', '510000']),
        on_day: this.#day(),
        purpose: this.#one(['DIBAO', 'MEDICAL_AID', '']),
      },
      ...{
        lookups: this.#below(50),
        without_case: this.#below(5),
        refused: this.#below(3),
        unmasked: this.#below(3),
        checked: this.#below(9),
      },
    };
    const isThere = ({ region, on_day, purpose }: typeof row): boolean =>
      region === row.region && on_day === row.on_day && purpose === row.purpose;
    if (!this.accesses.some(isThere)) this.accesses.push(row);
  }

  #received(): void {
    const [agency, dataset] = this.#one(this.sources);
    const [on_day, source_id] = [this.#day(), 1 + this.#below(this.sources.length)];
    if (!this.tallies.some((each) => each.on_day === on_day && each.source_id === source_id)) {
      const facts = 100 + this.#below(900);
      this.tallies.push({ on_day, source_id, facts, corrections: this.#below(facts) });
    }
    this.rejected.push({ agency, dataset, rejected_at: this.#instant() });
    this.files.push({ agency, dataset, rejected_rows: this.#below(40), told_at: this.#instant() });
  }
}

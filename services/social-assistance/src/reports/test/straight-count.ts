import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import {
  ApplicationAcceptedSchema,
  ApplicationSubmittedSchema,
  AwardAdjustedSchema,
  AwardCeasedSchema,
  AwardHeldSchema,
  AwardReleasedSchema,
  AwardStartedSchema,
  CaseAssessedSchema,
  CaseDecidedSchema,
  CaseOutcome,
  CaseReportedSchema,
  GradualExitStartedSchema,
  HouseholdChangedSchema,
  PaymentReturnedSchema,
  PaymentSettledSchema,
  RecoveryOrderedSchema,
  StandardPublishedSchema,
  SupervisionFlaggedSchema,
} from '@minzheng/contracts/assistance';
import { HukouType, Programme } from '@minzheng/contracts/common';
import { addMonths, civilDateOf, daysBetween, lastDay, monthOf, type Month } from '@minzheng/kernel/months';
import { dueOn, workingDaysBetween } from '@minzheng/kernel/working-days';
import type { RecordedEvent } from '@minzheng/testing/servers';
import { ofType } from '../../test/kit/assistance.js';

/** What a cell is made of: `numerator/denominator`, or the numerator alone. */
export type Counted = Readonly<Record<string, string>>;
/** Cells by `region|hukou|month|item`. */
export type CountedRows = ReadonlyMap<string, Counted>;

type Hukou = 'URBAN' | 'RURAL' | 'NONE';

/** Sums by place and name, for a township, its county, and both hukou types together. */
class Tally {
  readonly #sums = new Map<string, Map<string, bigint>>();

  add(
    region: string,
    hukou: Hukou,
    month: Month,
    item: string,
    name: string,
    value: bigint | number = 1n,
  ): void {
    const township = region.slice(0, 9).padEnd(9, '0');
    for (const place of new Set([township, region.slice(0, 6)])) {
      for (const type of [hukou, 'ALL']) {
        const key = `${place}|${type}|${month}|${item}`;
        const row = this.#sums.get(key) ?? new Map<string, bigint>();
        row.set(name, (row.get(name) ?? 0n) + BigInt(value));
        this.#sums.set(key, row);
      }
    }
  }

  /** @param cells - of the sums of a row */
  rows(months: readonly Month[], cells: (of: (name: string) => bigint) => Counted): CountedRows {
    const found = [...this.#sums].filter(
      ([key, row]) =>
        months.includes(key.split('|')[2] ?? '') && [...row.values()].some((value) => value !== 0n),
    );
    return new Map(found.map(([key, row]) => [key, cells((name) => row.get(name) ?? 0n)]));
  }
}

const dayOf = (at: Timestamp | undefined): string => civilDateOf(at ? timestampDate(at) : new Date(0));
const share = (part: bigint, of: bigint): string => `${part}/${of}`;

interface AwardEvent {
  readonly day: string;
  readonly version: bigint;
  readonly state: string;
  /** What is due from the month on; where it is left out, what was due before it goes on. */
  readonly amount?: { readonly from: Month; readonly baseFen: bigint; readonly extrasFen: bigint };
  readonly persons?: { readonly from: Month; readonly keys: readonly string[] };
  readonly endsFrom?: Month;
}

interface AwardStory {
  readonly region: string;
  readonly hukou: Hukou;
  readonly subtype: string;
  readonly firstMonth: Month;
  readonly events: AwardEvent[];
}

/** The county's figures by adding up what it has published, event by event: no SQL, no table. */
export class StraightCount {
  readonly #hukou = new Map<string, Hukou>();
  readonly #regionOf = new Map<string, string>();
  readonly #awards = new Map<string, AwardStory>();

  constructor(private readonly events: readonly RecordedEvent[]) {
    for (const { householdId, snapshot, region } of this.#all(HouseholdChangedSchema)) {
      const type = snapshot?.hukouType ?? HukouType.UNSPECIFIED;
      this.#hukou.set(householdId, HukouType[type] as Hukou);
      this.#regionOf.set(householdId, region?.code ?? '');
    }
    this.#readAwards();
  }

  /** DB-01. */
  recipients(months: readonly Month[]): CountedRows {
    const tally = new Tally();
    for (const month of months) {
      const [before, after] = [this.#counted(addMonths(month, -1)), this.#counted(month)];
      for (const { region, hukou } of after.values()) tally.add(region, hukou, month, '', 'end');
      for (const { region, hukou } of before.values()) tally.add(region, hukou, month, '', 'base');
      for (const [key, { region, hukou }] of after)
        if (!before.has(key)) tally.add(region, hukou, month, '', 'entered');
      for (const [key, { region, hukou }] of before)
        if (!after.has(key)) tally.add(region, hukou, month, '', 'exited');
      for (const { region, hukou } of this.#standing(month))
        tally.add(region, hukou, month, '', 'households');
    }
    return tally.rows(months, (of) => ({
      ...{
        end: `${of('end')}`,
        base: `${of('base')}`,
        entered: `${of('entered')}`,
        exited: `${of('exited')}`,
      },
      ...{ net: `${of('entered') - of('exited')}`, households: `${of('households')}` },
    }));
  }

  /** DB-02. @param poor - registered poor persons, with the household of each and the day since when */
  poverty(
    months: readonly Month[],
    poor: ReadonlyMap<string, { readonly householdId: string; readonly since: string }>,
  ): CountedRows {
    const tally = new Tally();
    for (const month of months) {
      const before = this.#counted(addMonths(month, -1));
      const isPoor = (key: string): boolean => (poor.get(key)?.since ?? '9999') <= lastDay(month);
      for (const [key, { region, hukou }] of this.#counted(month)) {
        tally.add(region, hukou, month, '', 'persons');
        if (isPoor(key)) tally.add(region, hukou, month, '', 'covered');
        if (isPoor(key) && !before.has(key)) tally.add(region, hukou, month, '', 'newly');
      }
      for (const [key, { householdId }] of poor) {
        const hukou = this.#hukou.get(householdId) ?? 'NONE';
        if (isPoor(key)) tally.add(this.#regionOf.get(householdId) ?? '', hukou, month, '', 'registered');
      }
    }
    return tally.rows(months, (of) => ({
      covered: `${of('covered')}`,
      ofRecipients: share(of('covered'), of('persons')),
      ofRegistered: share(of('covered'), of('registered')),
      newlyCovered: `${of('newly')}`,
    }));
  }

  /** DB-03. @param before - the standards before any was published; @param line - the poverty line of a year, and its first month */
  standards(
    months: readonly Month[],
    county: string,
    before: Readonly<Record<'URBAN' | 'RURAL', bigint>>,
    line: { readonly fen: bigint; readonly since: Month },
  ): CountedRows {
    const tally = new Tally();
    for (const month of months) {
      for (const hukou of ['URBAN', 'RURAL'] as const) {
        const published = this.#all(StandardPublishedSchema)
          .filter(
            ({ regionPrefix, hukouType }) =>
              county.startsWith(regionPrefix) && HukouType[hukouType] === hukou,
          )
          .filter(({ effectiveMonth }) => effectiveMonth <= month)
          .map(({ monthlyFen }) => monthlyFen);
        const [current, old] = [
          published.at(-1) ?? before[hukou],
          published.length > 0 ? before[hukou] : undefined,
        ];
        const isOver = line.since <= month;
        const figures = {
          ...{ standards: 1n, standardFen: current },
          ...(isOver ? { lines: 1n, margin: 12n * current - line.fen } : {}),
        };
        for (const [name, value] of Object.entries(figures)) tally.add(county, hukou, month, '', name, value);
        if (old !== undefined) tally.add(county, hukou, month, '', 'rise', current - old);
        if (old !== undefined) tally.add(county, hukou, month, '', 'old', old);
      }
    }
    return tally.rows(months, (of) => ({
      standard: share(of('standardFen'), of('standards')),
      growth: share(of('rise'), of('old')),
      growthWhole: share(of('rise'), of('old')),
      margin: share(of('margin'), of('lines')),
    }));
  }

  /** DB-04. */
  benefits(months: readonly Month[]): CountedRows {
    const tally = new Tally();
    for (const month of months) {
      for (const { region, hukou, subtype, persons, state, fen } of this.#standing(month)) {
        tally.add(region, hukou, month, '', 'awards');
        tally.add(region, hukou, month, '', 'persons', persons.length);
        tally.add(region, hukou, month, '', 'fen', fen);
        tally.add(region, hukou, month, '', subtype);
        if (state === 'GRADUAL_EXIT') tally.add(region, hukou, month, '', 'exits');
      }
    }
    return tally.rows(months, (of) => ({
      ...{ persons: `${of('persons')}`, awards: `${of('awards')}`, amount: `${of('fen')}` },
      perPerson: share(of('fen'), of('persons')),
      singlePerson: share(of('SINGLE_PERSON'), of('awards')),
      tier: share(0n, of('awards')),
      rigidDeduction: share(of('RIGID_DEDUCTION'), of('awards')),
      illness: share(of('ILLNESS'), of('awards')),
      gradualExits: `${of('exits')}`,
    }));
  }

  /** DB-05. @param offered - rejected cases that were offered temporary aid: no message tells it */
  hardship(months: readonly Month[], offered: ReadonlySet<string>): CountedRows {
    const tally = new Tally();
    const cases = this.#cases();
    for (const { caseId, occurredAt, hardshipScoreCenti } of this.#all(CaseAssessedSchema)) {
      const place = cases.get(caseId);
      if (!place || hardshipScoreCenti === undefined) continue;
      const month = monthOf(dayOf(occurredAt));
      const band = Math.min(90, Math.floor(hardshipScoreCenti / 1_000) * 10);
      for (const name of ['scored', `band${band}`]) tally.add(place.region, place.hukou, month, '', name);
    }
    for (const { caseId, occurredAt, outcome } of this.#all(CaseDecidedSchema)) {
      const place = cases.get(caseId);
      if (!place || outcome !== CaseOutcome.REJECTED) continue;
      tally.add(place.region, place.hukou, monthOf(dayOf(occurredAt)), '', 'rejected');
      if (offered.has(caseId))
        tally.add(place.region, place.hukou, monthOf(dayOf(occurredAt)), '', 'offered');
    }
    return tally.rows(months, (of) => ({
      scored: `${of('scored')}`,
      ...Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`band${index * 10}`, `${of(`band${index * 10}`)}`]),
      ),
      ...{
        ranked: '0',
        villages: '0',
        rejected: `${of('rejected')}`,
        offered: `${of('offered')}`,
        takenUp: '0',
      },
    }));
  }

  /** OD-01: cases, and the steps of which messages tell; tickets are told by none. @param limits - working days of the steps */
  oneDoor(
    months: readonly Month[],
    limits: { readonly acceptance: number; readonly decision: number },
    tickets: readonly { readonly region: string; readonly month: Month }[],
  ): CountedRows {
    const tally = new Tally();
    const days = new Map<string, number[]>();
    const cases = this.#cases();
    for (const { region, month } of tickets) tally.add(region, 'NONE', month, '', 'tickets');
    const [submitted, reported] = [
      new Map(
        this.#all(ApplicationSubmittedSchema).map(({ caseId, occurredAt }) => [caseId, dayOf(occurredAt)]),
      ),
      new Map(this.#all(CaseReportedSchema).map(({ caseId, occurredAt }) => [caseId, dayOf(occurredAt)])),
    ];
    const step = (region: string, hukou: Hukou, item: string, due: string, done: string): void => {
      tally.add(region, hukou, monthOf(due), item, 'due');
      if (done <= due) tally.add(region, hukou, monthOf(due), item, 'onTime');
    };
    for (const { caseId, occurredAt } of this.#all(ApplicationAcceptedSchema)) {
      const { region, hukou } = cases.get(caseId)!;
      step(
        region,
        hukou,
        'caseAcceptance',
        dueOn(submitted.get(caseId)!, limits.acceptance),
        dayOf(occurredAt),
      );
    }
    for (const { caseId, occurredAt, delegated } of this.#all(CaseDecidedSchema)) {
      const { region, hukou } = cases.get(caseId)!;
      const month = monthOf(dayOf(occurredAt));
      tally.add(region, hukou, month, '', 'decided');
      if (delegated) tally.add(region, hukou, month, '', 'delegated');
      const spent = workingDaysBetween(submitted.get(caseId)!, dayOf(occurredAt));
      for (const place of [region.slice(0, 9), region.slice(0, 6)])
        for (const type of [hukou, 'ALL']) {
          const key = `${place}|${type}|${month}|`;
          days.set(key, [...(days.get(key) ?? []), spent]);
        }
      // the county decides what is not left to the township
      const item = delegated ? 'delegatedDecision' : 'caseDecision';
      const due = dueOn(reported.get(caseId)!, limits.decision);
      step(delegated ? region : region.slice(0, 6), hukou, item, due, dayOf(occurredAt));
    }
    const rows = tally.rows(months, (of) => ({
      ...{ tickets: `${of('tickets')}`, due: `${of('due')}`, onTime: share(of('onTime'), of('due')) },
      ...{ decided: `${of('decided')}`, delegated: share(of('delegated'), of('decided')) },
    }));
    return new Map([...rows].map(([key, row]) => [key, { ...row, median: medianOf(days.get(key) ?? []) }]));
  }

  /** FU-01: by the month in which the bank has answered. @param payDay - of a month */
  funds(months: readonly Month[], payDay: number): CountedRows {
    const tally = new Tally();
    const lines = [
      ...this.#all(PaymentSettledSchema).map((line) => ({ line, isPaid: true })),
      ...this.#all(PaymentReturnedSchema).map((line) => ({ line, isPaid: false })),
    ];
    const same = ({ line }: (typeof lines)[number]): string =>
      [line.awardId, line.personKey, line.month, line.component, line.amountFen].join('|');
    for (const each of lines) {
      const { line, isPaid } = each;
      const { region, hukou } = this.#awards.get(line.awardId ?? '')!;
      const day = dayOf(line.occurredAt);
      const put = (month: Month, name: string, value: bigint | number = 1): void => {
        tally.add(region, hukou, month, Programme[line.programme], name, value);
      };
      const month = monthOf(day);
      put(month, 'sent');
      put(month, 'sentFen', line.amountFen);
      if (isPaid) {
        put(month, 'paidFen', line.amountFen);
        if (Number(day.slice(8)) <= payDay) put(month, 'onDay');
        for (const later of months.filter(
          (other) => other >= month && other.slice(0, 4) === month.slice(0, 4),
        ))
          put(later, 'yearFen', line.amountFen);
      } else {
        put(month, 'returned');
        const isAgain = (other: (typeof lines)[number]): boolean => {
          const gone = daysBetween(day, dayOf(other.line.occurredAt));
          return same(other) === same(each) && gone > 0 && gone <= 30;
        };
        if (lines.some(isAgain)) put(month, 'again');
      }
    }
    return tally.rows(months, (of) => ({
      ...{ allocated: '0', sent: `${of('sent')}`, sentFen: `${of('sentFen')}`, paid: `${of('paidFen')}` },
      ...{ yearPaid: `${of('yearFen')}`, unspent: '0', onDay: share(of('onDay'), of('sent')) },
      ...{ returnRate: share(of('returned'), of('sent')), reissued: share(of('again'), of('returned')) },
    }));
  }

  /** SV-01: what was flagged and ordered, both hukou types together; what was found is told by no message. */
  supervision(months: readonly Month[]): CountedRows {
    const tally = new Tally();
    for (const { region, kind, occurredAt } of this.#all(SupervisionFlaggedSchema)) {
      tally.add(region?.code ?? '', 'NONE', monthOf(dayOf(occurredAt)), kind, 'flagged');
    }
    for (const { region, occurredAt, refundFen, fineFen } of this.#all(RecoveryOrderedSchema)) {
      const month = monthOf(dayOf(occurredAt));
      tally.add(region?.code ?? '', 'NONE', month, 'RECOVERY', 'orders');
      tally.add(region?.code ?? '', 'NONE', month, 'RECOVERY', 'refund', refundFen);
      tally.add(region?.code ?? '', 'NONE', month, 'RECOVERY', 'fine', fineFen);
    }
    const rows = tally.rows(months, (of) => ({
      ...{ flagged: `${of('flagged')}`, orders: `${of('orders')}` },
      ...{ refund: `${of('refund')}`, fine: `${of('fine')}` },
    }));
    return new Map([...rows].filter(([key]) => key.includes('|ALL|')));
  }

  #all<D extends DescMessage>(schema: D): MessageShape<D>[] {
    return ofType(this.events, schema);
  }

  #cases(): Map<string, { readonly region: string; readonly hukou: Hukou }> {
    return new Map(
      this.#all(ApplicationSubmittedSchema).map(({ caseId, region, household }) => [
        caseId,
        { region: region?.code ?? '', hukou: this.#hukou.get(household?.householdId ?? '') ?? 'NONE' },
      ]),
    );
  }

  /** Who counts at the end of a month: personKey → place. */
  #counted(month: Month): Map<string, { readonly region: string; readonly hukou: Hukou }> {
    return new Map(
      this.#standing(month).flatMap(({ region, hukou, persons }) =>
        persons.map((key) => [key, { region, hukou }] as const),
      ),
    );
  }

  /** Awards in ACTIVE or GRADUAL_EXIT at the end of a month, with whom they cover in it and what is due. */
  #standing(month: Month) {
    return [...this.#awards.values()].flatMap(({ region, hukou, subtype, firstMonth, events }) => {
      const known = events.filter(({ day }) => day <= lastDay(month));
      const last = known.at(-1)?.state;
      const state = last === 'PENDING_START' && firstMonth <= month ? 'ACTIVE' : last;
      if (state !== 'ACTIVE' && state !== 'GRADUAL_EXIT') return [];
      // what was decided later for this month holds too
      const persons =
        events.flatMap(({ persons: told }) => (told && told.from <= month ? [told.keys] : [])).at(-1) ?? [];
      const ended = events.some(({ endsFrom }) => endsFrom !== undefined && endsFrom <= month);
      const amounts = events.flatMap(({ amount }) => (amount && amount.from <= month ? [amount] : []));
      const amount = amounts.at(-1) ?? { baseFen: 0n, extrasFen: 0n };
      const covered = ended ? [] : persons;
      const fen = ended ? 0n : amount.baseFen + amount.extrasFen;
      return [{ region, hukou, subtype, state, persons: covered, fen }];
    });
  }

  #readAwards(): void {
    for (const told of this.#all(AwardStartedSchema)) {
      if (told.programme !== Programme.DIBAO) continue;
      this.#awards.set(told.awardId, {
        region: told.region?.code ?? '',
        hukou: this.#hukou.get(told.household?.householdId ?? '') ?? 'NONE',
        subtype: told.subtype ?? '',
        firstMonth: told.fromMonth,
        events: [],
      });
    }
    for (const told of [...this.#all(AwardStartedSchema), ...this.#all(AwardAdjustedSchema)]) {
      this.#happened(told, {
        amount: { from: told.fromMonth, baseFen: told.baseFen, extrasFen: told.extrasFen },
        persons: { from: told.fromMonth, keys: told.shares.map(({ personKey }) => personKey) },
      });
    }
    for (const told of [...this.#all(AwardHeldSchema), ...this.#all(AwardReleasedSchema)])
      this.#happened(told, {});
    for (const told of this.#all(AwardCeasedSchema)) this.#happened(told, { endsFrom: told.fromMonth });
    for (const { events } of this.#awards.values()) events.sort((a, b) => Number(a.version - b.version));
    for (const told of this.#all(GradualExitStartedSchema)) {
      const story = this.#awards.get(told.awardId);
      const before = story?.events.flatMap(({ amount }) => (amount ? [amount] : [])).at(-1);
      // the old base goes on for six months, without extras (R9)
      const amount = { from: told.fromMonth, baseFen: before?.baseFen ?? 0n, extrasFen: 0n };
      this.#happened(told, { amount });
      story?.events.sort((a, b) => Number(a.version - b.version));
    }
  }

  #happened(
    told: {
      readonly awardId: string;
      readonly occurredAt?: Timestamp | undefined;
      readonly transition?: { readonly toState: string; readonly version: bigint } | undefined;
    },
    rest: Partial<AwardEvent>,
  ): void {
    this.#awards.get(told.awardId)?.events.push({
      ...{ day: dayOf(told.occurredAt), version: told.transition?.version ?? 0n },
      ...{ state: told.transition?.toState ?? '', ...rest },
    });
  }
}

/** How many there are: the median itself is computed from them in the report. */
function medianOf(days: readonly number[]): string {
  const sorted = days.toSorted((a, b) => a - b);
  if (sorted.length === 0) return '0';
  const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
  return `${sorted.length} with ${middle.toFixed(1)}`;
}

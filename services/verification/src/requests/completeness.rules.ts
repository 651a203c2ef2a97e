import type { CoveredThrough } from '@minzheng/kernel/means-test';
import {
  addDays,
  addMonths,
  civilDateOf,
  daysBetween,
  lastDay,
  monthOf,
  type Month,
} from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';

const MILLISECONDS_A_DAY = 86_400_000;

/** How long after asOf's data a source may be behind (最大时滞). */
export interface MaxLag {
  readonly days?: number;
  readonly workingDays?: number;
  /** Its watermark is measured by the last month that it must have sent. */
  readonly monthly?: boolean;
  /** A service of the platform: its facts come on its own topics within a minute, and it is never asked. */
  readonly onTopic?: boolean;
}

/** What a source said when it was asked about a person; the latest of the dataset. */
export interface SourceAnswer {
  readonly personKey: string;
  readonly agency: string;
  readonly dataset: string;
  readonly state: 'ANSWERED' | 'NO_RECORD' | 'REFUSED';
  /** RFC 3339 */
  readonly observedAt: string;
}

/** Up to when a standing feed has come. */
export interface Watermark {
  readonly agency: string;
  readonly dataset: string;
  /** RFC 3339 */
  readonly upTo: string;
}

/** What adds a source to the core set (核心数源). */
export type CoreCondition = 'DEDUCTION_CLAIMED' | 'RURAL' | 'PREFERENTIAL_OBJECT' | 'REGISTERED_OUTSIDE';

export interface CoreSource {
  readonly agency: string;
  readonly when?: CoreCondition | undefined;
}

/** The core set of a purpose for one person, given what holds of him. */
export function coreAgencies(
  sources: readonly CoreSource[],
  holds: (condition: CoreCondition) => boolean,
): string[] {
  return [
    ...new Set(sources.filter(({ when }) => when === undefined || holds(when)).map(({ agency }) => agency)),
  ];
}

export type GapState = 'NOT_ANSWERED' | 'STALE' | 'REFUSED' | 'NOT_AUTHORISED';

/** One of the datasets in which the data of a source come (分数据集). */
export interface SourceDataset {
  /** `<agency>.<dataset>` */
  readonly dataset: string;
  /** Where it may be later than its source otherwise. */
  readonly lag?: MaxLag;
}

/** Whether one source's data about one person are there (数源时效). */
export interface SourceStanding {
  readonly personKey: string;
  readonly agency: string;
  /** Of a refusal: the dataset that was refused. */
  readonly dataset?: string;
  readonly state: 'FRESH' | 'NO_RECORD' | GapState;
  readonly observedAt?: string;
  /** Of a source that comes in datasets, some of which are there: those that are not. */
  readonly lacking?: readonly LackingDataset[];
}

interface LackingDataset {
  readonly dataset: string;
  readonly state: 'NOT_ANSWERED' | 'STALE';
  readonly observedAt?: string;
}

/** A source that the report has to do without, for these persons. */
export interface SourceGap {
  readonly agency: string;
  readonly dataset?: string;
  readonly personKeys: readonly string[];
  readonly state: GapState;
  /** The oldest of the persons' last observations. */
  readonly observedAt?: string;
}

export interface SourceQuestion {
  readonly personKey: string;
  readonly agency: string;
  /** The person has agreed, or the law allows it. */
  readonly authorised: boolean;
}

export interface SourceKnowledge {
  readonly answers: readonly SourceAnswer[];
  readonly watermarks: readonly Watermark[];
  /** RFC 3339 */
  readonly asOf: string;
  /** @throws PolicyMissing */
  readonly maxLagOf: (agency: string) => MaxLag;
  /**
   * The datasets of a source that comes in several; without any, only what it says for all its datasets counts. Left out by
   * reports of before they were told apart, to which each dataset was the whole source.
   *
   * @throws PolicyMissing
   */
  readonly datasetsOf?: (agency: string) => readonly SourceDataset[];
}

/**
 * Whether a source is fresh for a person: its watermark or its last answer reaches asOf less its greatest lag; of a
 * monthly source the watermark reaches the last month that it must have sent. What it says for one dataset is no word about
 * its others: a source that comes in several is fresh when all of them are. A refused dataset stays a gap beside fresh ones.
 * Verification 5.8.
 *
 * @throws PolicyMissing when nothing says how late the source may be
 */
export function standingOf(
  { personKey, agency, authorised }: SourceQuestion,
  knowledge: SourceKnowledge,
): SourceStanding {
  const lag = knowledge.maxLagOf(agency);
  if (!authorised) return { personKey, agency, state: 'NOT_AUTHORISED' };
  if (lag.onTopic) return { personKey, agency, state: 'FRESH' };
  const answers = knowledge.answers.filter(
    (answer) => answer.personKey === personKey && answer.agency === agency,
  );
  const feeds = knowledge.watermarks.filter((watermark) => watermark.agency === agency);
  const units = unitsOf(agency, lag, knowledge);
  const refused = answers.find(
    (answer) =>
      answer.state === 'REFUSED' &&
      reaches(answer.observedAt, knowledge.asOf, lag) &&
      !isAnsweredSince(answer, answers, units),
  );
  if (refused) {
    return { personKey, agency, state: 'REFUSED', observedAt: refused.observedAt, ...ofDataset(refused) };
  }
  const standings = units.map((unit) => unitStanding(unit, answers, feeds, knowledge.asOf));
  return { personKey, agency, ...together(standings) };
}

/** What of a source is fresh or not by itself: one of its datasets, or all that it has. */
interface Unit {
  readonly dataset: string;
  readonly lag: MaxLag;
  readonly covers: (told: { readonly dataset: string }) => boolean;
}

function unitsOf(agency: string, lag: MaxLag, { datasetsOf }: SourceKnowledge): readonly Unit[] {
  if (datasetsOf === undefined) return [{ dataset: agency, lag, covers: () => true }];
  const isOfAll = ({ dataset }: { readonly dataset: string }) => isWhole({ agency, dataset });
  const datasets = datasetsOf(agency);
  if (datasets.length === 0) return [{ dataset: agency, lag, covers: isOfAll }];
  return datasets.map(({ dataset, lag: own }) => ({
    ...{ dataset, lag: own === undefined ? lag : { ...lag, ...own } },
    covers: (told) => isOfAll(told) || told.dataset === dataset,
  }));
}

type UnitStanding = { readonly state: 'FRESH' | 'NO_RECORD'; readonly observedAt: string } | LackingDataset;

function unitStanding(
  { dataset, lag, covers }: Unit,
  answers: readonly SourceAnswer[],
  watermarks: readonly Watermark[],
  asOf: string,
): UnitStanding {
  const told = answers.filter((answer) => answer.state !== 'REFUSED' && covers(answer));
  const feeds = watermarks.filter(covers);
  const fresh = told.filter(({ observedAt }) => reaches(observedAt, asOf, lag));
  const current = feeds.filter(({ upTo }) => feedReaches(upTo, asOf, lag));
  if (fresh.length > 0) {
    const state = fresh.every((answer) => answer.state === 'NO_RECORD') ? 'NO_RECORD' : 'FRESH';
    return { state, observedAt: latest(fresh.map(({ observedAt }) => observedAt)) };
  }
  if (current.length > 0) return { state: 'FRESH', observedAt: latest(current.map(({ upTo }) => upTo)) };
  const seen = [...told.map(({ observedAt }) => observedAt), ...feeds.map(({ upTo }) => upTo)];
  return seen.length === 0
    ? { dataset, state: 'NOT_ANSWERED' }
    : { dataset, state: 'STALE', observedAt: latest(seen) };
}

/**
 * Whether one dataset of a source, whatever its others say, knows no such person (查无此人); of a source that does not come in
 * that dataset, all that it has.
 *
 * @throws PolicyMissing when nothing says how late the source may be
 */
export function knowsNobody(
  { personKey, agency, dataset }: Readonly<{ personKey: string; agency: string; dataset: string }>,
  knowledge: SourceKnowledge,
): boolean {
  const answers = knowledge.answers.filter(
    (answer) => answer.personKey === personKey && answer.agency === agency,
  );
  const feeds = knowledge.watermarks.filter((watermark) => watermark.agency === agency);
  const units = unitsOf(agency, knowledge.maxLagOf(agency), knowledge);
  const named = units.filter((unit) => unit.dataset === dataset);
  return (named.length > 0 ? named : units).every(
    (unit) => unitStanding(unit, answers, feeds, knowledge.asOf).state === 'NO_RECORD',
  );
}

/** A source that lacks one of its datasets is not there; as far as it is seen at all, it is as old as the oldest of them. */
function together(units: readonly UnitStanding[]): Omit<SourceStanding, 'personKey' | 'agency'> {
  const [observedAt] = units.flatMap((unit) => unit.observedAt ?? []).toSorted(byInstant);
  const seen = observedAt === undefined ? {} : { observedAt };
  const lacking = units.filter((unit): unit is LackingDataset => 'dataset' in unit);
  if (lacking.length === 0) {
    return { state: units.every(({ state }) => state === 'NO_RECORD') ? 'NO_RECORD' : 'FRESH', ...seen };
  }
  const isUnheard = lacking.some(({ state }) => state === 'NOT_ANSWERED');
  const isPartly = lacking.length < units.length || (isUnheard && observedAt !== undefined);
  return {
    state: isUnheard ? 'NOT_ANSWERED' : 'STALE',
    ...(isUnheard ? {} : seen),
    ...(isPartly && { lacking }),
  };
}

export function isGap({ state }: SourceStanding): boolean {
  return state !== 'FRESH' && state !== 'NO_RECORD';
}

/** One gap for each source, dataset and state, with its persons in the order of their keys. */
export function gapsOf(standings: readonly SourceStanding[]): SourceGap[] {
  const groups = Map.groupBy(standings.filter(isGap).flatMap(gapOfEach), ({ agency, dataset = '', state }) =>
    JSON.stringify([agency, dataset, state]),
  );
  return [...groups].toSorted(byKey).flatMap(([, [first, ...rest]]): SourceGap[] => {
    if (!first || first.state === 'FRESH' || first.state === 'NO_RECORD') return [];
    const all = [first, ...rest];
    const seen = all
      .flatMap(({ observedAt }) => (observedAt === undefined ? [] : [observedAt]))
      .toSorted(byInstant);
    return [
      {
        agency: first.agency,
        state: first.state,
        personKeys: all.map(({ personKey }) => personKey).toSorted(),
        ...(first.dataset === undefined ? {} : { dataset: first.dataset }),
        ...(seen[0] === undefined ? {} : { observedAt: seen[0] }),
      },
    ];
  });
}

/** A source of which some datasets are there is missing in the others. */
function gapOfEach({ lacking, ...standing }: SourceStanding): SourceStanding[] {
  const { personKey, agency } = standing;
  return lacking?.map((dataset) => ({ personKey, agency, ...dataset })) ?? [standing];
}

/**
 * The last month that each fresh monthly source has reached for all these persons; a month that it has not reached yet
 * takes the amount of the month before.
 */
export function coveredThrough(
  standings: readonly SourceStanding[],
  knowledge: SourceKnowledge,
): CoveredThrough {
  const covered = new Map<string, Month>();
  const monthly = standings.filter(({ agency }) => knowledge.maxLagOf(agency).monthly);
  for (const [agency, ofAgency] of Map.groupBy(monthly, (standing) => standing.agency)) {
    const months = ofAgency.map((standing) => reachedMonth(standing, knowledge));
    const [first] = months.toSorted();
    if (first !== undefined && months.every((month) => month !== undefined)) covered.set(agency, first);
  }
  return covered;
}

/** The last month whose end and lag have passed on the day of the instant. */
export function lastDueMonth(instant: string, lagDays: number): Month {
  const day = civilDateOf(instant);
  let month = monthOf(day);
  while (addDays(lastDay(month), lagDays) > day) month = addMonths(month, -1);
  return month;
}

function reachedMonth(standing: SourceStanding, knowledge: SourceKnowledge): Month | undefined {
  if (isGap(standing)) return undefined;
  const { watermarks, asOf, maxLagOf } = knowledge;
  const lag = maxLagOf(standing.agency);
  const feeds = watermarks.filter(
    ({ agency, upTo }) => agency === standing.agency && feedReaches(upTo, asOf, lag),
  );
  const byAnswer =
    standing.observedAt === undefined ? [] : [lastDueMonth(standing.observedAt, lag.days ?? 0)];
  const months = unitsOf(standing.agency, lag, knowledge).map(({ covers }) => {
    const byFeed = feeds.filter(covers).map(({ upTo }) => lastFullMonth(upTo));
    return [...byFeed, ...byAnswer].toSorted().at(-1);
  });
  return months.includes(undefined) ? undefined : months.toSorted()[0];
}

function lastFullMonth(instant: string): Month {
  const day = civilDateOf(instant);
  return day === lastDay(monthOf(day)) ? monthOf(day) : addMonths(monthOf(day), -1);
}

export function feedReaches(upTo: string, asOf: string, lag: MaxLag): boolean {
  return lag.monthly
    ? civilDateOf(upTo) >= lastDay(lastDueMonth(asOf, lag.days ?? 0))
    : reaches(upTo, asOf, lag);
}

function reaches(observedAt: string, asOf: string, { days = 0, workingDays }: MaxLag): boolean {
  if (workingDays === undefined)
    return Date.parse(observedAt) >= Date.parse(asOf) - days * MILLISECONDS_A_DAY;
  const [observedOn, asOfOn] = [civilDateOf(observedAt), civilDateOf(asOf)];
  return daysBetween(observedOn, asOfOn) <= 0 || workingDaysBetween(observedOn, asOfOn) <= workingDays;
}

/** A later answer of the whole agency includes the dataset that it refused before; so do later ones of all its datasets. */
function isAnsweredSince(
  refusal: SourceAnswer,
  answers: readonly SourceAnswer[],
  units: readonly Unit[],
): boolean {
  const later = answers.filter(
    ({ state, observedAt }) => state !== 'REFUSED' && byInstant(observedAt, refusal.observedAt) > 0,
  );
  return (
    later.some(isWhole) ||
    (isWhole(refusal) && units.every(({ dataset }) => later.some((answer) => answer.dataset === dataset)))
  );
}

const isWhole = ({ agency, dataset }: Pick<SourceAnswer, 'agency' | 'dataset'>): boolean =>
  dataset === '' || dataset === agency;

const ofDataset = (answer: SourceAnswer): { dataset?: string } =>
  isWhole(answer) ? {} : { dataset: answer.dataset };

const byInstant = (a: string, b: string): number => Date.parse(a) - Date.parse(b);
const latest = (instants: readonly string[]): string => instants.toSorted(byInstant).at(-1) ?? '';
const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

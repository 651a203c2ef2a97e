import type { Fen } from '../money/index.js';
import type { Month } from '../months/index.js';
import type { EconomicFact, PersonKey } from './facts.js';
import { groupsOf } from './one-key.js';
import { OWN_AGENCY } from './supersession.rules.js';

/** Rank from which on a source that says something else is no conflict: what was surveyed, reported or declared. */
const WORST_RANK_IN_CONFLICT = 2;

/** What one source says of a person, kind, payer or item, and month. */
export interface SourceStatement {
  readonly agency: string;
  readonly dataset: string;
  readonly amountFen?: Fen;
  readonly count?: number;
  readonly factIds: readonly string[];
}

/** Two sources of rank 2 or better that differ (数源差异): the one that counts and the one it shadows. */
export interface SourceDifference {
  readonly personKey: PersonKey;
  readonly type: EconomicFact['type'];
  readonly kind: string;
  readonly payerKey?: string;
  readonly itemKey?: string;
  readonly month?: Month;
  readonly counted: SourceStatement;
  readonly shadowed: SourceStatement;
}

/**
 * Rank of a fact's source (数源优先级), the lowest counts: 0 verification's own decision, 1 a department or agency,
 * 2 the ministry's data of other provinces and the contribution base that HRSS sends as wage, 3 surveyed or reported,
 * 4 declared.
 */
export function rankOf({ source, quality, type, kind }: EconomicFact): 0 | 1 | 2 | 3 | 4 {
  if (source.agency === OWN_AGENCY) {
    return 0;
  }
  if (quality === 'DECLARED') {
    return 4;
  }
  if (quality === 'SURVEYED' || quality === 'REPORTED') {
    return 3;
  }
  const isContributionBase = source.agency === 'HRSS' && type === 'INCOME' && kind === 'wage';
  return source.agency === 'MCN' || isContributionBase ? 2 : 1;
}

/**
 * The differences that are conflicts (`SOURCE_CONFLICT`): more than `conflictBp` of the amount that counts apart, or
 * another count.
 */
export function sourceConflicts(
  differences: readonly SourceDifference[],
  conflictBp: number,
): SourceDifference[] {
  return differences.filter(
    ({ counted, shadowed }) =>
      differ(counted.count, shadowed.count) ||
      areFarApart(counted.amountFen, shadowed.amountFen, BigInt(conflictBp)),
  );
}

function areFarApart(counted: Fen | undefined, shadowed: Fen | undefined, conflictBp: bigint): boolean {
  if (counted === undefined || shadowed === undefined) {
    return false;
  }
  const apart = counted < shadowed ? shadowed - counted : counted - shadowed;
  return apart * 10_000n > conflictBp * counted;
}

/** What only one of the two has said is no difference. */
function differ<Value>(counted: Value | undefined, shadowed: Value | undefined): boolean {
  return counted !== undefined && shadowed !== undefined && counted !== shadowed;
}

interface Line {
  readonly fact: EconomicFact;
  readonly month?: Month;
}

interface Measure {
  readonly amountFen?: Fen | undefined;
  readonly count?: number | undefined;
}

/** Of all lines with one key, those of a single source: the lowest rank, then the later recorded. */
export function oneSourceCounts<L extends Line>(
  lines: readonly L[],
  key: (line: L) => readonly string[],
  measure: (line: L) => Measure,
): { counted: (L & { rank: number })[]; differences: SourceDifference[] } {
  const counted: (L & { rank: number })[] = [];
  const differences: SourceDifference[] = [];
  for (const group of groupsOf(lines, key)) {
    const [only, second] = group;
    if (only !== undefined && second === undefined) {
      counted.push({ ...only, rank: rankOf(only.fact) });
      continue;
    }
    const [best, ...others] = sourcesOf(group);
    if (best === undefined) {
      continue;
    }
    counted.push(...best.lines.map((line) => ({ ...line, rank: best.rank })));
    for (const other of others.filter(({ rank }) => rank <= WORST_RANK_IN_CONFLICT)) {
      const [standing, shadowed] = [statement(best.lines, measure), statement(other.lines, measure)];
      if (differ(standing.amountFen, shadowed.amountFen) || differ(standing.count, shadowed.count)) {
        differences.push({ ...subjectOf(best.lines), counted: standing, shadowed });
      }
    }
  }
  return { counted, differences };
}

type NonEmpty<T> = readonly [T, ...T[]];

interface RankedSource<L> {
  readonly rank: number;
  readonly lastRecorded: bigint;
  readonly lines: NonEmpty<L>;
}

function sourcesOf<L extends Line>(lines: readonly L[]): RankedSource<L>[] {
  const bySource = groupsOf(lines, ({ fact }) => [
    fact.source.agency,
    fact.source.dataset,
    String(rankOf(fact)),
  ]);
  return [...bySource]
    .flatMap(([first, ...rest]): RankedSource<L>[] => {
      if (first === undefined) {
        return [];
      }
      const recorded = [first, ...rest].map(({ fact }) => fact.recordedAtMicros);
      const lastRecorded = recorded.reduce((last, moment) => (moment > last ? moment : last));
      return [{ rank: rankOf(first.fact), lastRecorded, lines: [first, ...rest] }];
    })
    .toSorted((a, b) => a.rank - b.rank || (a.lastRecorded > b.lastRecorded ? -1 : 1));
}

function statement<L extends Line>(lines: NonEmpty<L>, measure: (line: L) => Measure): SourceStatement {
  const { agency, dataset } = lines[0].fact.source;
  const measures = lines.map((line) => measure(line));
  const amounts = measures.flatMap(({ amountFen }) => (amountFen === undefined ? [] : [amountFen]));
  const counts = measures.flatMap(({ count }) => (count === undefined ? [] : [count]));
  return {
    agency,
    dataset,
    ...(amounts.length > 0 && { amountFen: amounts.reduce((sum, amount) => sum + amount) }),
    ...(counts.length > 0 && { count: counts.reduce((sum, count) => sum + count) }),
    factIds: lines.map(({ fact }) => fact.factId),
  };
}

function subjectOf<L extends Line>([{ fact, month }]: NonEmpty<L>) {
  return {
    personKey: fact.personKey,
    type: fact.type,
    kind: fact.kind,
    ...(fact.type === 'INCOME' && { payerKey: fact.payerKey }),
    ...((fact.type === 'ASSET' || fact.type === 'EXPENDITURE') && { itemKey: fact.itemKey }),
    ...(month !== undefined && { month }),
  };
}

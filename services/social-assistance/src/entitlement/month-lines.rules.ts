import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { monthsBetween, type Month } from '@minzheng/kernel/months';

/** Which part of an award a line pays: the base, or the extra of one member. */
export type LinePart = { readonly kind: 'BASE' } | { readonly kind: 'EXTRA'; readonly personKey: PersonKey };

/** Months of an award with the same amounts (区段). */
export interface AwardSegment {
  readonly segmentId: string;
  readonly from: Month;
  /** The last month; open while none is known. */
  readonly to?: Month;
  readonly baseFen: Fen;
  readonly extras: readonly { readonly personKey: PersonKey; readonly fen: Fen }[];
}

/** What of an award decides its lines. */
export interface PaidAward {
  /** On the day of the build. */
  readonly state: 'PENDING_START' | 'ACTIVE' | 'GRADUAL_EXIT' | 'HELD' | 'CEASED';
  /** In any order; no two cover a month. A ceased award's last one ends in its last month. */
  readonly segments: readonly AwardSegment[];
}

/**
 * What has a line already, of runs that are not cancelled, whatever became of it: one that comes back is issued again
 * as another attempt and is no arrears. Each line once, not each attempt.
 */
export interface LinedAmount {
  /** The month that it pays for. */
  readonly month: Month;
  readonly part: LinePart;
  readonly amountFen: Fen;
}

/** A line that the run of a month has to have. */
export interface DueLine {
  /** The month that it pays for: of ARREARS an earlier one. */
  readonly month: Month;
  readonly component: 'BASE' | 'EXTRA' | 'ARREARS';
  readonly part: LinePart;
  readonly segmentId: string;
  readonly amountFen: Fen;
}

/**
 * R21: the lines of an award in the run of a month: its base and each member's extra while the award is ACTIVE or
 * GRADUAL_EXIT, and what is due and has no line of earlier months, month by month and part by part, as ARREARS. A HELD
 * award has none until it is resolved; a CEASED one only what is still due up to its last month. With its own lines
 * given as lined the same run has nothing left: a second build makes no second set. What was paid too much is not set
 * off here (R22).
 *
 * Legal basis: 民发〔2021〕57号 arts. 21, 25.
 *
 * @returns in the order of months, the base first, then the extras by personKey
 * @throws RangeError when two segments cover a month
 */
export function monthLines(award: PaidAward, month: Month, lined: readonly LinedAmount[]): DueLine[] {
  if (award.state === 'HELD' || award.state === 'PENDING_START') return [];
  const already = new Map<string, Fen>();
  for (const { month: of, part, amountFen } of lined) {
    const key = keyOf(of, part);
    already.set(key, (already.get(key) ?? 0n) + amountFen);
  }
  return coveredMonths(award.segments, month).flatMap(({ month: of, segment }) =>
    partsOf(segment).flatMap(({ part, fen }): DueLine[] => {
      const before = already.get(keyOf(of, part));
      const left = fen - (before ?? 0n);
      if (left <= 0n) return [];
      const component = of === month && before === undefined ? part.kind : 'ARREARS';
      return [{ month: of, component, part, segmentId: segment.segmentId, amountFen: left }];
    }),
  );
}

interface CoveredMonth {
  readonly month: Month;
  readonly segment: AwardSegment;
}

function coveredMonths(segments: readonly AwardSegment[], until: Month): CoveredMonth[] {
  const covered = segments.flatMap((segment) => {
    const last = segment.to !== undefined && segment.to < until ? segment.to : until;
    return monthsBetween(segment.from, last).map((month) => ({ month, segment }));
  });
  if (new Set(covered.map(({ month }) => month)).size !== covered.length) {
    throw new RangeError('no two segments of an award cover a month');
  }
  return covered.sort((a, b) => (a.month < b.month ? -1 : 1));
}

function partsOf({ baseFen, extras }: AwardSegment): { readonly part: LinePart; readonly fen: Fen }[] {
  const byPerson = new Map<PersonKey, Fen>();
  for (const { personKey, fen } of extras) byPerson.set(personKey, (byPerson.get(personKey) ?? 0n) + fen);
  return [
    { part: { kind: 'BASE' }, fen: baseFen },
    ...[...byPerson.keys()].sort().map((personKey) => ({
      part: { kind: 'EXTRA', personKey } as const,
      fen: byPerson.get(personKey) ?? 0n,
    })),
  ];
}

function keyOf(month: Month, part: LinePart): string {
  return part.kind === 'BASE' ? `${month} BASE` : `${month} EXTRA ${part.personKey}`;
}

import { splitFen, type Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import { fromWire } from '@minzheng/kernel/rational';
import type { Assessed } from '../awards/assessed.js';
import type { PersonPart } from '../awards/award-segments.js';
import type { Months } from '../awards/months.js';
import { dibaoAmount, singlePersonAmount, type BenefitPolicy } from '../entitlement/benefit.rules.js';
import { classifiedExtra, type ExtraPolicy } from '../entitlement/classified-extra.rules.js';

/** The rows that R6 and R7 read, as they hold on the first day of a month. */
export interface AmountPolicy {
  readonly benefit: BenefitPolicy;
  readonly extra: ExtraPolicy;
}

/**
 * R6 and R7 of an award in a month, on what it was assessed on: nothing is counted again. Also what a single-person
 * guarantee and a tier pay.
 *
 * Legal basis: 社会救助暂行办法 arts. 10, 12; 民发〔2021〕57号 arts. 8, 23, 27.
 *
 * @returns what each covered person gets, in the order of personKey
 */
export function partsOf(assessed: Assessed, month: Month, { benefit, extra }: AmountPolicy): PersonPart[] {
  const members = assessed.members.toSorted((a, b) => (a.personKey < b.personKey ? -1 : 1));
  const bases =
    assessed.subtype === 'SINGLE_PERSON'
      ? members.map(({ ownMonthly }) => singlePersonAmount(fromWire(ownMonthly), benefit).fen)
      : splitFen(
          dibaoAmount(assessed.memberCount, fromWire(assessed.perCapita), benefit).fen,
          members.length,
        );
  return members.map((member, index) => {
    const { kinds, fen } = classifiedExtra(member, month, extra);
    const hasBase = !assessed.withoutBase?.includes(member.personKey);
    const baseFen = hasBase ? (bases[index] ?? 0n) : 0n;
    return { personKey: member.personKey, baseFen, extraFen: fen, extraKinds: kinds };
  });
}

/** What an award pays over some months, and under which standard. */
export interface PaidMonths {
  readonly months: Months;
  readonly parts: readonly PersonPart[];
  readonly standardFen: Fen;
}

/** A segment that stands. */
export interface StandingSegment extends PaidMonths {
  readonly id: string;
  readonly cause: string;
  /** What it was found on, if the award rests on something newer. */
  readonly assessed: Assessed | null;
}

/** What the months of a segment become. */
export interface SegmentChange {
  readonly id: string;
  /** First month of what takes its place: it ends there, or is replaced where it began there. */
  readonly from: Month;
  readonly isReplaced: boolean;
  /** As of the segment that it replaces. */
  readonly assessed: Assessed | null;
  readonly added: readonly PaidMonths[];
}

/** A gradual exit (渐退期) keeps its amount, whatever the standard (民发〔2022〕83号 §1(3)). */
export const KEEPS_ITS_AMOUNT = 'GRADUAL_EXIT';

/** What an award pays in a month under the policies of its first day. */
export type AmountOf = (assessed: Assessed, month: Month) => Omit<PaidMonths, 'months'>;

/**
 * How the segments of an award change from a month on. A segment is computed again for each of its parts between the
 * months in which something that it depends on changes; what comes out as it is stays, so that doing it again changes
 * nothing.
 *
 * @param segments - that stand
 * @param assessed - what the award rests on now
 * @param turns - later months in which a policy changes, ascending
 */
export function recomputeSegments(
  segments: readonly StandingSegment[],
  assessed: Assessed,
  from: Month,
  turns: readonly Month[],
  amountOf: AmountOf,
): SegmentChange[] {
  return segments
    .filter(({ cause, months }) => cause !== KEEPS_ITS_AMOUNT && hasMonthFrom(from, months))
    .flatMap((segment) => {
      const begin = segment.months.from > from ? segment.months.from : from;
      const basis = segment.assessed ?? assessed;
      const runs = joined(
        stretches({ ...segment.months, from: begin }, turns).map((months) => ({
          months,
          ...amountOf(basis, months.from),
        })),
      );
      const first = runs.findIndex((run) => !paysTheSame(run, segment));
      const added = runs.slice(first);
      const [next] = added;
      if (first === -1 || next === undefined) return [];
      const isReplaced = next.months.from === segment.months.from;
      const { id, assessed: own } = segment;
      return [{ id, from: next.months.from, isReplaced, assessed: own, added }];
    });
}

const hasMonthFrom = (from: Month, { before }: Months): boolean => before === undefined || before > from;

/** The months, cut where something turns. */
function stretches({ from, before }: Months, turns: readonly Month[]): Months[] {
  const cuts = turns.filter((turn) => turn > from && (before === undefined || turn < before));
  const begins = [from, ...cuts];
  return begins.map((begin, index) => {
    const end = begins[index + 1] ?? before;
    return { from: begin, ...(end === undefined ? {} : { before: end }) };
  });
}

/** Neighbours that pay the same are one. */
function joined(runs: readonly PaidMonths[]): PaidMonths[] {
  return runs.reduce<PaidMonths[]>((all, run) => {
    const last = all.at(-1);
    if (!last || !paysTheSame(last, run)) return [...all, run];
    const { before } = run.months;
    const months = { from: last.months.from, ...(before === undefined ? {} : { before }) };
    return [...all.slice(0, -1), { ...last, months }];
  }, []);
}

function paysTheSame(one: Omit<PaidMonths, 'months'>, other: Omit<PaidMonths, 'months'>): boolean {
  return (
    one.standardFen === other.standardFen &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, index) => {
      const twin = other.parts[index];
      return (
        twin?.personKey === part.personKey &&
        twin.baseFen === part.baseFen &&
        twin.extraFen === part.extraFen &&
        twin.extraKinds.join() === part.extraKinds.join()
      );
    })
  );
}

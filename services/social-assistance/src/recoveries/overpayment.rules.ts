import { recover, type PaidMonth } from '../entitlement/recovery.rules.js';
import type { Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import { covers, fromRange } from '../awards/months.js';
import { partsOf, type SegmentRow } from '../awards/award-segments.js';
import type { Award } from '../awards/award.entity.js';
import type { OverpaidMonth } from './overpayment.entity.js';

/** What one person was paid for a month. */
export interface PersonPaid {
  readonly personKey: string;
  readonly month: Month;
  /** Base and extras. */
  readonly benefitFen: Fen;
  /** Price subsidies: due with any month of the award. */
  readonly priceFen: Fen;
}

/** An award, as far as it decides what is due. */
export interface DueAward extends Pick<Award, 'state' | 'heldFrom'> {
  /** Of persons who are guaranteed alone and have died: the first month of which nothing is due to them. */
  readonly endedFrom?: ReadonlyMap<string, Month>;
}

/**
 * What is due to a person for a month: what a segment pays, unless the award is held for it (R21), or the person is
 * guaranteed alone and has died before it (catalogue 6.2).
 */
export function dueFen(
  award: DueAward,
  segments: readonly SegmentRow[],
  month: Month,
  personKey: string,
): Fen {
  if (award.state === 'HELD' && award.heldFrom !== null && month >= award.heldFrom) return 0n;
  const endedFrom = award.endedFrom?.get(personKey);
  if (endedFrom !== undefined && month >= endedFrom) return 0n;
  const segment = segments.find(({ months }) => {
    const range = fromRange(months);
    return range !== undefined && covers(range, month);
  });
  const part = segment && partsOf(segment).find((each) => each.personKey === personKey);
  return part ? part.baseFen + part.extraFen : 0n;
}

/** What was paid too much (R22), by person; with a month of which nothing is due its price subsidy falls too. */
export function overpaidBy(
  award: DueAward,
  segments: readonly SegmentRow[],
  paid: readonly PersonPaid[],
): ReadonlyMap<string, readonly PaidMonth[]> {
  const months = paid.map((each): PaidMonth & { readonly personKey: string } => {
    const due = dueFen(award, segments, each.month, each.personKey);
    return {
      personKey: each.personKey,
      month: each.month,
      paidFen: each.benefitFen + each.priceFen,
      dueFen: due === 0n ? 0n : due + each.priceFen,
    };
  });
  return new Map(
    [...Map.groupBy(months, ({ personKey }) => personKey)].filter(([, each]) => recover(each).refundFen > 0n),
  );
}

/** What is new: a month that was found before counts with what was found less. */
export function notFoundBefore(
  months: readonly PaidMonth[],
  before: readonly OverpaidMonth[],
): { readonly month: Month; readonly fen: Fen }[] {
  return months
    .map((each) => {
      const known = before
        .filter(({ month }) => month === each.month)
        .reduce((sum, { fen }) => sum + BigInt(fen), 0n);
      return { month: each.month, fen: recover([each]).refundFen - known };
    })
    .filter(({ fen }) => fen > 0n)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

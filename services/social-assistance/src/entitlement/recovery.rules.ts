import { splitFen, type Fen } from '@minzheng/kernel/money';
import { addMonths, monthsBetween, type Month } from '@minzheng/kernel/months';
import { yuan, type StatedReason } from './stated-reason.js';

/** What was paid for a month, base, extras and price subsidy alike, and what was due. */
export interface PaidMonth {
  readonly month: Month;
  readonly paidFen: Fen;
  readonly dueFen: Fen;
}

/** What of an award has to be paid back, and what is still owed to the household. */
export interface Recovery {
  /** Σ max(0, paid − due): what is to be refunded. */
  readonly refundFen: Fen;
  /** Σ max(0, due − paid): arrears, paid in the next run. The two are not set off. */
  readonly arrearsFen: Fen;
  /** Months of the refund, in order. */
  readonly months: readonly Month[];
  readonly reasons: readonly StatedReason[];
}

/**
 * R22: the refund (追回) over wrong months; each month by itself, so that what is owed for one does not make up for
 * what was too much in another.
 *
 * Legal basis: 社会救助暂行办法 art. 68; 社会救助法 art. 73.
 */
export function recover(paid: readonly PaidMonth[]): Recovery {
  const inOrder = paid.toSorted((a, b) => (a.month < b.month ? -1 : Number(a.month > b.month)));
  const over = inOrder.filter(({ paidFen, dueFen }) => paidFen > dueFen);
  const refundFen = over.reduce((sum, { paidFen, dueFen }) => sum + paidFen - dueFen, 0n);
  const arrearsFen = inOrder.reduce(
    (sum, { paidFen, dueFen }) => (dueFen > paidFen ? sum + dueFen - paidFen : sum),
    0n,
  );
  const months = [...new Set(over.map(({ month }) => month))];
  return {
    refundFen,
    arrearsFen,
    months,
    reasons: [
      ...(refundFen > 0n
        ? [
            {
              code: 'REFUND',
              zh: `${months.length}个月多发${yuan(refundFen)}元，应予追回。`,
              en: `${yuan(refundFen)} yuan too much were paid for ${months.length} month(s) and have to be paid back.`,
            },
          ]
        : []),
      ...(arrearsFen > 0n
        ? [
            {
              code: 'ARREARS',
              zh: `少发${yuan(arrearsFen)}元，下次发放时补发。`,
              en: `${yuan(arrearsFen)} yuan too little were paid: they are added to the next payment.`,
            },
          ]
        : []),
    ],
  };
}

/** How many times the refund a fine may be, by the day on which it is decided. */
export interface FinePolicy {
  readonly minimumTimes: number;
  readonly maximumTimes: number;
}

/** The sums between which a person sets a fine (罚款), both included. */
export interface FineRange {
  readonly minimumFen: Fen;
  readonly maximumFen: Fen;
}

/**
 * R22: the range of a fine for fraud; an honest error is never fined.
 *
 * Legal basis: 社会救助暂行办法 art. 68 (1 to 3 times); decided from 2026-07-01 社会救助法 art. 73 (0 to 2 times).
 */
export function fineRange(refundFen: Fen, { minimumTimes, maximumTimes }: FinePolicy): FineRange {
  return {
    minimumFen: refundFen * BigInt(minimumTimes),
    maximumFen: refundFen * BigInt(maximumTimes),
  };
}

/** Why a fine is refused: out of its range, or there was no fraud. */
export function isFineAllowed(fineFen: Fen, isFraud: boolean, refundFen: Fen, policy: FinePolicy): boolean {
  if (!isFraud) return fineFen === 0n;
  const { minimumFen, maximumFen } = fineRange(refundFen, policy);
  return fineFen >= minimumFen && fineFen <= maximumFen;
}

/** A part of a plan to pay back. */
export interface RecoveryPart {
  readonly month: Month;
  readonly amountFen: Fen;
}

/**
 * R22: the parts that are kept back from an award, a month each, with written consent only: at most so much of the
 * award, in whole fen rounded down; the last part is what is left.
 *
 * @param monthlyFen - what the award pays a month
 * @param offsetBp - largest part of it that may be kept back
 * @param first - month of the first part
 * @returns nothing when there is nothing to refund or nothing can be kept back
 */
export function offsetPlan(refundFen: Fen, monthlyFen: Fen, offsetBp: number, first: Month): RecoveryPart[] {
  const part = (monthlyFen * BigInt(offsetBp)) / 10_000n;
  if (refundFen <= 0n || part <= 0n) return [];
  const count = Number((refundFen + part - 1n) / part);
  return monthsBetween(first, addMonths(first, count - 1)).map((month, index) => ({
    month,
    amountFen: index < count - 1 ? part : refundFen - part * BigInt(count - 1),
  }));
}

/**
 * The parts in which a household pays back by itself, over so many months, larger parts first.
 *
 * @throws RangeError when there is no month
 */
export function instalmentPlan(refundFen: Fen, months: number, first: Month): RecoveryPart[] {
  return splitFen(refundFen, months).map((amountFen, index) => ({
    month: addMonths(first, index),
    amountFen,
  }));
}

/** How a refund is got back. */
export type RecoveryRoute = 'NONE' | 'OFFSET' | 'INSTALMENTS' | 'COURT';

/**
 * R22: kept back from a running award where the household has agreed in writing, else paid in instalments; who refuses
 * is taken to court: the order stays.
 */
export function recoveryRoute({
  refundFen,
  hasRunningAward,
  hasWrittenConsent,
  refuses,
}: {
  readonly refundFen: Fen;
  readonly hasRunningAward: boolean;
  readonly hasWrittenConsent: boolean;
  readonly refuses: boolean;
}): RecoveryRoute {
  if (refundFen === 0n) return 'NONE';
  if (hasRunningAward && hasWrittenConsent) return 'OFFSET';
  return refuses ? 'COURT' : 'INSTALMENTS';
}

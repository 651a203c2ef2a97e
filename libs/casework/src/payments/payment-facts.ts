import type { Programme } from '@minzheng/contracts/common';
import type { IncomeKind } from '@minzheng/contracts/facts';
import type { Tx } from '@minzheng/platform/persistence';
import { announceIncome } from '../facts/index.js';

/** A row of `payment_fact`: what verification is told of one person, month and run. */
export interface FactRow {
  readonly subject_type: string;
  readonly subject_id: string;
  readonly month: string;
  readonly person_key: string;
  readonly run_id: string;
  readonly region: string;
  readonly household_share: boolean;
  readonly amount_fen: string;
  readonly version: number;
}

/** Columns of {@link FactRow}. */
export const FACT_COLUMNS =
  'subject_type, subject_id, month, person_key, run_id, region, household_share, amount_fen, version';

/** Who has paid what kind of benefit. */
export interface PaidBy {
  readonly kind: IncomeKind;
  readonly programme: Programme;
  readonly payerUscc: string;
}

/**
 * Tells verification what a person has got of a benefit for a month in a run, or what is left of it. Facts of two runs
 * are two items, so that they add up.
 */
export function announcePaid(tx: Tx, row: FactRow, paid: PaidBy, at: Date): void {
  const { subject_type, subject_id, month, person_key, run_id } = row;
  const item = `${subject_type}/${subject_id}/run/${run_id}`;
  announceIncome(tx, {
    personKey: person_key,
    region: row.region,
    record: `${item}/${month}/${person_key}`,
    version: row.version,
    at,
    kind: paid.kind,
    amountFen: BigInt(row.amount_fen),
    period: { fromMonth: month, toMonth: month },
    payerKey: paid.payerUscc,
    item,
    programme: paid.programme,
    householdShare: row.household_share,
  });
}

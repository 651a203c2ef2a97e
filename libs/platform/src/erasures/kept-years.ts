import { addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { Problem } from '../http/index.js';
import { POLICY_PROBLEMS, type PolicyStore } from '../policies/index.js';

const MONTHS_A_YEAR = 12;
const MOST_YEARS = 100;

/** Years in which a decision can be brought to court, and has to be explained then (行政诉讼法 art. 46): what it rests on is kept as long. */
export const DECISION_MINIMUM_YEARS = 5;

/** Years for which something is kept are not what can be kept for. */
export class YearsMalformed extends Error {
  override readonly name = 'YearsMalformed';
  constructor(key: string) {
    super(`the value of policy row ${key} is no number of years`);
  }
}

/**
 * The first day of what is kept still, by a row that says for how many years: what is older goes.
 *
 * @throws YearsMalformed also for 0 years: nothing is erased by a slip
 */
export function keptSinceYears(row: Pick<PolicyRow, 'key' | 'value'>, today: CivilDate): CivilDate {
  return addMonthsToDate(today, -yearsOf(row) * MONTHS_A_YEAR);
}

/** Has rows of a key say so many years at least; what is erased does not come back. */
export function guardYears(policies: PolicyStore, key: string, minimum: number): void {
  policies.guard(key, (_tx, row) => {
    if (isYears(row.value) && Number(row.value) >= minimum) return;
    throw new Problem(POLICY_PROBLEMS.outOfRange, {
      extensions: { key, minimum, maximum: MOST_YEARS },
    });
  });
}

function yearsOf({ key, value }: Pick<PolicyRow, 'key' | 'value'>): number {
  if (!isYears(value)) throw new YearsMalformed(key);
  return Number(value);
}

function isYears(value: unknown): boolean {
  const years = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return Number.isInteger(years) && years >= 1 && years <= MOST_YEARS;
}

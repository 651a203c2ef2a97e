import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';

/** The rows that awards read themselves; those of R9, R19 and R22 are read with their rules. */
export interface AwardPolicy {
  /** An award is held for at most so many months. */
  readonly holdMonths: () => number;
  readonly rigidValidMonths: () => number;
}

/** Its methods throw PolicyMissing: there is no default in code. */
export function readAwardPolicy(book: PolicyBook, region: string, on: CivilDate): AwardPolicy {
  const value = <T>(key: string): T => book.resolve(`assistance.${key}`, region, on).value as T;
  return {
    holdMonths: () => value('award.holdMonths'),
    rigidValidMonths: () => value('rigid.validMonths'),
  };
}

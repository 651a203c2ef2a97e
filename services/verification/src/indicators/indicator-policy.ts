import type { PolicyBook } from '@minzheng/kernel/policy';
import type { CivilDate } from '@minzheng/kernel/months';
import type { C3Policy } from './c.rules.js';
import type { Severity } from './indicator.js';

/** @throws PolicyMissing */
export function readC3Policy(book: PolicyBook, region: string, on: CivilDate): C3Policy {
  const value = (name: string): unknown => book.resolve(`verification.ind.C3.${name}`, region, on).value;
  return {
    enabled: value('enabled') === true,
    n: Number(value('n')),
    severity: String(value('severity')) as Severity,
  };
}

import type { PolicyBook } from '@minzheng/kernel/policy';
import type { CivilDate } from '@minzheng/kernel/months';
import type { A1Policy } from './a.rules.js';
import type { C3Policy } from './c.rules.js';
import type { Severity } from './indicator.js';

/** @throws PolicyMissing */
export function readA1Policy(book: PolicyBook, region: string, on: CivilDate): A1Policy {
  const { value } = book.resolve('verification.monitor.oneOffProgrammes', region, on);
  return {
    ...common('A1', book, region, on),
    oneOffProgrammes: new Set(Array.isArray(value) ? value.map(String) : []),
  };
}

/** @throws PolicyMissing */
export function readC3Policy(book: PolicyBook, region: string, on: CivilDate): C3Policy {
  return common('C3', book, region, on);
}

function common(indicator: string, book: PolicyBook, region: string, on: CivilDate) {
  const value = (name: string): unknown =>
    book.resolve(`verification.ind.${indicator}.${name}`, region, on).value;
  return {
    enabled: value('enabled') === true,
    n: Number(value('n')),
    severity: String(value('severity')) as Severity,
  };
}

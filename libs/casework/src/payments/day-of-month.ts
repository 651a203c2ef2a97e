import type { PolicyRow } from '@minzheng/kernel/policy';
import { Problem } from '@minzheng/platform/http';
import { POLICY_PROBLEMS } from '@minzheng/platform/policies';

/** Every month has it. */
const LAST = 28;

/** The value of a policy that is a day of each month. @throws Problem `policy-out-of-range` */
export function dayOfMonth({ key, value }: Pick<PolicyRow, 'key' | 'value'>): number {
  if (isDayOfMonth(value)) return value;
  throw new Problem(POLICY_PROBLEMS.outOfRange, { extensions: { key, minimum: 1, maximum: LAST } });
}

/** True for a day that each month has. */
export function isDayOfMonth(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LAST;
}

import { PolicyMalformed } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook, PolicyRow } from '@minzheng/kernel/policy';

const SECONDS_A_MINUTE = 60;

/** How agencies are asked (查询重试): how often, and when they are left alone. */
export interface SourcePolicy {
  /** Seconds from one attempt to the next; the last one repeats to the deadline. */
  readonly retrySeconds: readonly number[];
  /** Failures in a row after which an agency is left alone. */
  readonly circuitFailures: number;
  readonly circuitSeconds: number;
  /** The rows that say so. */
  readonly rowIds: readonly string[];
}

/** @throws PolicyMissing, PolicyMalformed */
export function readSourcePolicy(book: PolicyBook, region: string, on: CivilDate): SourcePolicy {
  const retry = book.resolve('verification.source.retry', region, on);
  const circuit = book.resolve('verification.source.circuit', region, on);
  const minutes = membersOf(retry)['minutes'];
  if (!Array.isArray(minutes) || minutes.length === 0) throw new PolicyMalformed(retry);
  const limits = membersOf(circuit);
  return {
    retrySeconds: minutes.map((each) => whole(each, retry) * SECONDS_A_MINUTE),
    circuitFailures: whole(limits['failures'], circuit),
    circuitSeconds: whole(limits['minutes'], circuit) * SECONDS_A_MINUTE,
    rowIds: [retry.id, circuit.id],
  };
}

function membersOf(row: PolicyRow): Readonly<Record<string, unknown>> {
  if (typeof row.value !== 'object' || row.value === null) throw new PolicyMalformed(row);
  return { ...row.value };
}

function whole(value: unknown, row: PolicyRow): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) throw new PolicyMalformed(row);
  return value;
}

import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * One text for equal JSON values (RFC 8785): members in the order of their names, no blanks. A `bigint` is written
 * as a string of digits, a member that is undefined is left out.
 *
 * @throws RangeError when the value has no JSON form, or a text in it is not well-formed
 */
export function canonicalJson(value: unknown): string {
  try {
    const text = canonicalize(withoutBigints(value));
    if (text !== undefined) return text;
  } catch {
    // below: canonicalize says with a plain Error what this function says with a RangeError
  }
  throw new RangeError('the value has no canonical JSON form');
}

/** SHA-256 in lower-case hex; a text is hashed as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/**
 * Path of the first place in which two JSON values differ, such as `totals.perCapitaMonthly.numerator`; undefined
 * when they are equal. Members are looked at in canonical order.
 */
export function firstDifference(left: unknown, right: unknown, path = ''): string | undefined {
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) {
    return Object.is(left, right) ? undefined : path;
  }
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const sorted = Array.isArray(left) ? names : names.toSorted();
  for (const name of sorted) {
    const difference = firstDifference(left[name], right[name], path === '' ? name : `${path}.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function withoutBigints(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(withoutBigints);
  if (!isContainer(value) || 'toJSON' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBigints(member)]));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

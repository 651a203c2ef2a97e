import { parseFen, type Fen } from '../money/index.js';
import { rational, type Rational } from '../rational/index.js';
import type { PolicyRow } from '../policy/index.js';

/** The value of a policy row hasn't the form that its key asks for. */
export class PolicyMalformed extends Error {
  override readonly name = 'PolicyMalformed';
  constructor(readonly row: PolicyRow) {
    super(`the value of policy row ${row.key} hasn't the form that its key asks for`);
  }
}

/** Reads a field of a row whose value is an object, such as the standard by type of hukou. */
export function field(row: PolicyRow, name: string): PolicyRow {
  const value = optionalField(row, name);
  if (value === undefined) {
    throw new PolicyMalformed(row);
  }
  return value;
}

export function optionalField(row: PolicyRow, name: string): PolicyRow | undefined {
  if (typeof row.value !== 'object' || row.value === null) {
    throw new PolicyMalformed(row);
  }
  const value: unknown = Object.entries(row.value).find(([key]) => key === name)?.[1];
  return value === undefined ? undefined : { ...row, value };
}

/** A sum: a string of digits, in fen. */
export function fen(row: PolicyRow): Fen {
  return typeof row.value === 'string' && /^\d+$/.test(row.value) ? parseFen(row.value) : malformed(row);
}

/** A count, or basis points: a whole number that isn't negative. */
export function count(row: PolicyRow): number {
  const { numerator, denominator } = decimal(row);
  return denominator === 1n ? Number(numerator) : malformed(row);
}

/** An exact decimal that isn't negative, as a number or as text: 2, "1.5". */
export function decimal(row: PolicyRow): Rational {
  const text = typeof row.value === 'number' || typeof row.value === 'string' ? String(row.value) : '';
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? malformed(row);
  return rational(BigInt(`${whole ?? ''}${fraction}`), 10n ** BigInt(fraction.length));
}

/** A list of names, each of which the guard knows. */
export function names<Name extends string>(
  row: PolicyRow,
  isName: (text: string) => text is Name,
): readonly Name[] {
  return Array.isArray(row.value)
    ? row.value.map((item: unknown) => name({ ...row, value: item }, isName))
    : malformed(row);
}

export function name<Name extends string>(row: PolicyRow, isName: (text: string) => text is Name): Name {
  return typeof row.value === 'string' && isName(row.value) ? row.value : malformed(row);
}

function malformed(row: PolicyRow): never {
  throw new PolicyMalformed(row);
}

import { parseFen } from '@minzheng/kernel/money';

const MAXIMUM_DEPTH = 8;
const AMOUNT = /Fen$/;
const DIGITS = /^\d+$/;
const CODE = /^[A-Z][A-Z0-9_]*$/;
const WORD = /^[a-z][A-Za-z0-9]*$/;

type JsonObject = Readonly<Record<string, unknown>>;

/** True for JSON in which amounts can be exact: whole numbers only, and not nested without end. */
export function isExactJson(value: unknown, depth = 0): boolean {
  if (depth > MAXIMUM_DEPTH) return false;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.every((element) => isExactJson(element, depth + 1));
  if (isObject(value)) return Object.values(value).every((member) => isExactJson(member, depth + 1));
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/**
 * Path of the first place in which a value has not the form of the values that its key is known with; undefined when
 * it has. Whoever reads the key reads that form: the same types and members; amounts (`…Fen`) are digits, numbers not
 * negative, words that are codes stay codes. The words themselves are not checked: the second person reads them.
 *
 * @param known - values of the key's other rows, at least one
 * @param path - the key at first: `assistance.dibao.standardMonthlyFen.URBAN`
 */
export function formProblem(value: unknown, known: readonly unknown[], path: string): string | undefined {
  if (Array.isArray(value)) {
    const lists = known.filter((each) => Array.isArray(each));
    if (lists.length === 0) return path;
    const elements = lists.flat();
    return elements.length === 0 ? undefined : first(value, (each) => formProblem(each, elements, path));
  }
  if (isObject(value)) {
    const objects = known.filter(isObject);
    return objects.length === 0 ? path : memberProblem(value, objects, path);
  }
  const alike = known.filter((each) => typeof each === typeof value && (each === null) === (value === null));
  const fits =
    alike.length > 0 &&
    (typeof value !== 'number' || value >= 0) &&
    (typeof value !== 'string' || hasFormOf(value, alike as string[], path));
  return fits ? undefined : path;
}

function memberProblem(value: JsonObject, known: readonly JsonObject[], path: string): string | undefined {
  const required = Object.keys(known[0] ?? {}).filter((name) =>
    known.every((each) => Object.hasOwn(each, name)),
  );
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${path}.${missing}`;
  return first(Object.entries(value), ([name, member]) => {
    const ofMember = known.flatMap((each) => (Object.hasOwn(each, name) ? [each[name]] : []));
    // a name that nobody reads is not repeated: it is the caller's text
    return ofMember.length === 0 ? path : formProblem(member, ofMember, `${path}.${name}`);
  });
}

function hasFormOf(value: string, known: readonly string[], path: string): boolean {
  const isAmount = path.split('.').some((name) => AMOUNT.test(name));
  if (isAmount && known.every((each) => DIGITS.test(each))) return isFen(value);
  for (const form of [DIGITS, CODE, WORD])
    if (known.every((each) => form.test(each))) return form.test(value);
  return value.trim() !== '';
}

function isFen(text: string): boolean {
  try {
    return parseFen(text) >= 0n;
  } catch {
    return false;
  }
}

function first<T, R>(items: readonly T[], problemOf: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { describeError, isError } from './describe-error.js';

/** Names under which a careless line could carry credentials or personal data; the last are those of database errors. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'set-cookie', 'headers', 'rawHeaders', 'token', 'secret', 'password'],
  ...[
    'body',
    'payload',
    'query',
    'querystring',
    'search',
    'originalUrl',
    'params',
    'idNumber',
    'accountNumber',
  ],
  ...['phone', 'address', 'parameters', 'values', 'detail', 'hint', 'where', 'internalQuery', 'driverError'],
]);
/** Further down nothing of ours stands. */
const MAXIMUM_DEPTH = 4;

/**
 * What of a log line may be written: without headers, bodies, query strings and SQL parameters, at whatever depth they stand, and
 * with each error reduced by {@link describeError}.
 */
export function scrubbed(line: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(line)) {
    if (!LEFT_OUT.has(name)) kept[name] = typeof value === 'object' ? scrubbedValue(value, depth) : value;
  }
  return kept;
}

function scrubbedValue(value: object | null, depth: number): unknown {
  if (value === null || value instanceof Date) return value;
  if (isError(value)) return describeError(value);
  if (depth === MAXIMUM_DEPTH) return undefined;
  if (Array.isArray(value)) {
    return value.map((each: unknown) => (typeof each === 'object' ? scrubbedValue(each, depth + 1) : each));
  }
  // of a class that says itself how it is written, that is what counts
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? value : scrubbed(value as Record<string, unknown>, depth + 1);
}

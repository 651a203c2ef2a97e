import { isNativeError } from 'node:util/types';

/** What of an error may stand in a log. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

/** 18 or 15 digits look like an ID number, 16 to 19 like a bank card: none of them is printed. */
const LONG_NUMBER = /\d{15,19}[Xx]?|\d{17}[Xx]/g;
/** From the first quotation mark to the last: a value may hold some itself. */
const QUOTED = /".*"/s;
const QUERY = /(\/[^\s?"']*)\?[^\s"']+/g;
const FRAME = /^\s+at .*$/gm;
/** PostgreSQL's data exceptions repeat the value that was wrong. */
const DATA_EXCEPTION = /^22/;
const MAXIMUM_DEPTH = 5;

/** Also of an error that was made in another realm, as Node's own may be. */
export const isError = (value: unknown): value is Error => value instanceof Error || isNativeError(value);

/**
 * Reduces an error to what helps without telling about people: a database error also carries the statement's
 * parameters and the conflicting values, and what could not be parsed stands in the error that says so. They are left out.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!isError(error)) return { type: typeof error, message: 'not an Error' };
  const { code, table, constraint, cause } = error as Error & Record<string, unknown>;
  const message = messageOf(error, typeof code === 'string' ? code : '');
  const frames = error.stack?.match(FRAME);
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    // the stack begins with the message as it was thrown
    ...(frames ? { stack: [`${error.name}: ${message}`, ...frames].join('\n') } : {}),
    ...(isError(cause) && depth < MAXIMUM_DEPTH ? { cause: describeError(cause, depth + 1) } : {}),
  };
}

function messageOf(error: Error, code: string): string {
  // of JSON, a number, a regular expression: it quotes what it was given
  if (error.name === 'SyntaxError') return 'a text could not be read';
  const text = DATA_EXCEPTION.test(code) ? error.message.replace(QUOTED, '"…"') : error.message;
  return withoutData(text);
}

/** A text without the query strings of addresses and without numbers that could be a person's. */
export function withoutData(text: string): string {
  return text.replace(QUERY, '$1?…').replace(LONG_NUMBER, '…');
}

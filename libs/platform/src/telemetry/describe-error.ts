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
const QUOTED = /"[^"]*"/g;
/** PostgreSQL's data exceptions repeat the value that was wrong. */
const DATA_EXCEPTION = /^22/;
const MAXIMUM_DEPTH = 5;

/**
 * Reduces an error to what helps without telling about people: a database error also carries the statement's
 * parameters and the conflicting values, which are left out.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { code, table, constraint, cause } = error as Error & Record<string, unknown>;
  const scrub = (text: string): string => {
    const shown = typeof code === 'string' && DATA_EXCEPTION.test(code) ? text.replace(QUOTED, '"…"') : text;
    return shown.replace(LONG_NUMBER, '…');
  };
  return {
    type: error.name,
    message: scrub(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.stack ? { stack: scrub(error.stack) } : {}),
    ...(cause instanceof Error && depth < MAXIMUM_DEPTH ? { cause: describeError(cause, depth + 1) } : {}),
  };
}

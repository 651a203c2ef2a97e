import { PolicyMissing } from '@minzheng/kernel/policy';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { UnreadableEvent } from './envelope.js';

/**
 * What to do about an error while events are handled:
 * `infrastructure` wait and try the same again · `migration` the schema is behind, stop · `policy` wait for the
 * row · `event` it is this event: find it and park it.
 */
export type Failure =
  | { readonly kind: 'infrastructure'; readonly tooMuchAtOnce: boolean }
  | { readonly kind: 'migration' }
  | { readonly kind: 'policy'; readonly waitsFor: string }
  | { readonly kind: 'event'; readonly reason: string };

const INFRASTRUCTURE_CLASSES = ['08', '40', '53', '58'];
/** 57014: somebody, or a time limit, cancelled the statement. 25P03: the server ended a session that had stalled in the middle of its transaction. */
const INFRASTRUCTURE_CODES = [
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
  '55P03',
  '25006',
  '25P03',
];
const SOCKET_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
const POOL_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
  'Driver not Connected',
  'Client was closed and is not queryable',
];
/** TypeORM lets go of a connection that broke, in the middle of the transaction that used it. */
const LOST_CONNECTIONS = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

export function classify(error: unknown): Failure {
  if (error instanceof PolicyMissing) return { kind: 'policy', waitsFor: error.key };
  if (error instanceof UnreadableEvent) return { kind: 'event', reason: error.message };
  const code = codeOf(error);
  if (code !== undefined) {
    const sqlClass = code.slice(0, 2);
    if (SOCKET_CODES.includes(code) || INFRASTRUCTURE_CODES.includes(code)) return infrastructure(false);
    if (/^[0-9A-Z]{5}$/.test(code)) {
      if (INFRASTRUCTURE_CLASSES.includes(sqlClass)) {
        return infrastructure(sqlClass === '40' || sqlClass === '53');
      }
      if (sqlClass === '42') return { kind: 'migration' };
      return { kind: 'event', reason: `SQLSTATE ${code}` };
    }
  }
  if (LOST_CONNECTIONS.some((Lost) => error instanceof Lost)) return infrastructure(false);
  const message = error instanceof Error ? error.message : '';
  if (POOL_MESSAGES.some((text) => message.includes(text))) return infrastructure(false);
  return { kind: 'event', reason: error instanceof Error ? error.name : typeof error };
}

const infrastructure = (tooMuchAtOnce: boolean): Failure => ({ kind: 'infrastructure', tooMuchAtOnce });

/** The SQLSTATE or socket code, also of an error that TypeORM has wrapped. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError === undefined ? undefined : codeOf(driverError);
}

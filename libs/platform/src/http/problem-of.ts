import { HttpException } from '@nestjs/common';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { CalendarMissing } from '@minzheng/kernel/working-days';
import { classify, codeOf } from '../messaging/failure.js';
import { NotFound, VersionConflict } from '../persistence/errors.js';
import { Problem, PROBLEMS, type ProblemType } from './problem.js';

/** The problem that an error is told as; an error that nobody foresaw is `internal` without a detail. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NotFound) return new Problem(PROBLEMS.notFound);
  if (error instanceof VersionConflict) {
    return new Problem(PROBLEMS.versionConflict, { extensions: { currentVersion: error.current } });
  }
  if (error instanceof IllegalTransition) {
    const { state, command } = error;
    return new Problem(PROBLEMS.illegalTransition, { extensions: { state, command } });
  }
  if (error instanceof CalendarMissing) {
    return new Problem(PROBLEMS.calendarMissing, { extensions: { year: error.year } });
  }
  if (error instanceof PolicyMissing) {
    const { key, region, on } = error;
    return new Problem(PROBLEMS.policyMissing, { extensions: { key, region, on } });
  }
  const status = error instanceof HttpException ? error.getStatus() : frameworkStatusOf(error);
  const type = BY_STATUS.get(status ?? 0);
  if (type) return new Problem(type, { cause: error });
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem(PROBLEMS.validation, { cause: error });
  if (isTextRefused(error)) return new Problem(PROBLEMS.validation, { cause: error });
  if (isDependencyUnavailable(error)) {
    const headers = { 'retry-after': NEEDS_SOMEBODY.includes(codeOf(error) ?? '') ? '30' : '1' };
    return new Problem(PROBLEMS.dependencyUnavailable, { cause: error, headers });
  }
  return new Problem(PROBLEMS.internal, { cause: error });
}

const BY_STATUS = new Map<number, ProblemType>([
  [401, PROBLEMS.unauthenticated],
  [403, PROBLEMS.scopeMissing],
  [404, PROBLEMS.notFound],
  [405, PROBLEMS.methodNotAllowed],
  [413, PROBLEMS.tooLarge],
  [415, PROBLEMS.unsupportedMediaType],
  [429, PROBLEMS.rateLimited],
  [503, PROBLEMS.dependencyUnavailable],
]);

/** A full disk, a database that only lets itself be read: it does not pass within seconds. */
const NEEDS_SOMEBODY = ['53100', '25006'];

/** Text that PostgreSQL cannot hold (NUL, half of a surrogate pair), or that is no value of the column's type. */
const REFUSED_TEXT = ['22021', '22P02', '22P05'];

const isTextRefused = (error: unknown): boolean => REFUSED_TEXT.includes(codeOf(error) ?? '');

/** Fastify's own errors (a body that is too large, is not JSON …) carry their status. */
function frameworkStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return undefined;
  const { statusCode, code } = error;
  return typeof statusCode === 'number' && typeof code === 'string' && code.startsWith('FST_')
    ? statusCode
    : undefined;
}

/** True when the same request may well succeed a little later. */
export function isDependencyUnavailable(error: unknown): boolean {
  return classify(error).kind === 'infrastructure';
}

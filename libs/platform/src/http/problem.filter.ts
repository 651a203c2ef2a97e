import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentTrace, traceFrom, type JsonLogger } from '../telemetry/index.js';
import { preferredLanguage, type Language } from './language.js';
import { problemOf } from './problem-of.js';
import { pageOfProblem, type Localized, type Problem } from './problem.js';

const PROBLEM_BASE = 'https://minzheng.dev/problems/';
const RETRY_AFTER_SECONDS = '1';

declare module 'fastify' {
  interface FastifyRequest {
    /** Name of the problem that it was answered with. */
    problem?: string;
  }
}

/** Answers every error as RFC 9457 `application/problem+json` in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: JsonLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.answer(error, host.switchToHttp().getRequest(), host.switchToHttp().getResponse());
  }

  /** Also for what fails before a route is found. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error);
    const traceId = (request.trace ?? currentTrace() ?? traceFrom(undefined)).traceId;
    if (problem.type.status >= 500 && (problem !== error || problem.options.cause !== undefined)) {
      this.logger.pino.error({ err: error, trace_id: traceId }, problem.type.name);
    }
    request.problem = problem.type.name;
    if (reply.sent) return;
    const language = preferredLanguage(request.headers['accept-language']);
    void reply
      .status(problem.type.status)
      .headers(headersOf(problem, request.headers.authorization !== undefined))
      .header('content-language', language)
      .header('link', `<${pageOfProblem(problem.type)}>; rel="help"`)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(bodyOf(problem, language, traceId)));
  }
}

/** @param hasToken - a token that is there and does not hold is named as the reason (RFC 6750, section 3) */
export function headersOf(problem: Problem, hasToken: boolean): Record<string, string> {
  if (problem.type.status === 401) {
    return { 'www-authenticate': hasToken ? 'Bearer error="invalid_token"' : 'Bearer' };
  }
  const { headers = {} } = problem.options;
  return problem.type.status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS, ...headers } : headers;
}

/** The members of the answer, in the order in which a person reads them. */
export function bodyOf(problem: Problem, language: Language, traceId: string): Record<string, unknown> {
  const { type, options } = problem;
  const tell = (text: Localized): string => (language === 'en' ? text.en : text.zh);
  return {
    type: `${PROBLEM_BASE}${type.name}`,
    title: tell(type),
    status: type.status,
    ...(options.detail ? { detail: tell(options.detail) } : {}),
    ...options.extensions,
    ...(options.errors
      ? {
          errors: options.errors.map(({ field, code, message }) => ({ field, code, message: tell(message) })),
        }
      : {}),
    ...(type.status >= 500 ? { traceId } : {}),
  };
}

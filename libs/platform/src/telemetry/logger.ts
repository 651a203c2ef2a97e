import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions, type DestinationStream, type Level, type Logger as Pino } from 'pino';
import { describeError } from './describe-error.js';
import { currentTrace } from './trace-context.js';

/** Places where a careless line could carry credentials or personal data. */
const REDACTED = ['authorization', 'cookie', 'headers', 'body', 'query', 'parameters'];

/**
 * JSON lines on standard output, each with the service's name and the trace id. Bodies, headers, query strings and
 * SQL parameters never appear; what an error carries is reduced by {@link describeError}.
 */
export class JsonLogger implements LoggerService {
  /** For what writes its own fields. */
  readonly pino: Pino;

  constructor(service: string, level: string, destination?: DestinationStream) {
    this.pino = pino(
      {
        level,
        base: { service },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: () => {
          const trace = currentTrace();
          return trace ? { traceId: trace.traceId } : {};
        },
        redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), remove: true },
        serializers: { err: describeError },
      },
      ...(destination ? [destination] : []),
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest passes the context last, and for errors the stack before it. */
  #write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const err = [message, ...rest].find((part) => part instanceof Error);
    const text = message instanceof Error ? describeError(message).message : message;
    this.pino[level](
      { ...(context === undefined ? {} : { context }), ...(err ? { err } : {}) },
      typeof text === 'string' ? text : JSON.stringify(text),
    );
  }
}

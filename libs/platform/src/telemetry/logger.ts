import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions, type DestinationStream, type Level, type Logger as Pino } from 'pino';
import { describeError, isError, withoutData } from './describe-error.js';
import { scrubbed } from './scrub.js';
import { currentTrace, traceFields } from './trace-context.js';

/**
 * JSON lines on standard output, each with the service's name and the trace id. Bodies, headers, query strings and
 * SQL parameters never appear; what an error carries is reduced by {@link describeError} ({@link scrubbed}).
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
        formatters: { level: (label) => ({ level: label }), log: (line) => scrubbed(line) },
        mixin: () => {
          const trace = currentTrace();
          return trace ? traceFields(trace) : {};
        },
        // scrubbed already
        serializers: { err: (err: unknown) => err },
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
    const err = [message, ...rest].find(isError);
    this.pino[level](
      { ...(context === undefined ? {} : { context }), ...(err ? { err } : {}) },
      textOf(message),
    );
  }
}

function textOf(message: unknown): string {
  if (isError(message)) return describeError(message).message;
  if (typeof message === 'string') return withoutData(message);
  return JSON.stringify(typeof message === 'object' && message !== null ? scrubbed({ ...message }) : message);
}

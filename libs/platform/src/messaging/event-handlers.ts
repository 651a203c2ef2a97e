import {
  Catch,
  Controller,
  UseFilters,
  type ExceptionFilter,
  type INestApplicationContext,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { DescMessage } from '@bufbuild/protobuf';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { Tx } from '../persistence/transaction.js';
import type { Received } from './envelope.js';

/**
 * One reader of topics, with a place of its own. Facts and commands are separate consumers, so that a report
 * never waits behind a file of facts.
 */
export interface ConsumerDefinition {
  /** Also the consumer group, and the name in `consumer_position`. */
  readonly name: string;
  readonly topics: readonly string[];
  /** `inbox`: by `ce_id`. `handler`: the handler's own primary key does it. */
  readonly deduplication: 'inbox' | 'handler';
  /**
   * Locks all that the handlers of these events lock, each kind in one ordered statement. It is called before the first of several
   * runs: each run locks its own in order, and the next one would begin that order anew while another range waits within it.
   */
  readonly lockFirst?: (tx: Tx, events: readonly Received[]) => Promise<void>;
  readonly transportId: symbol;
}

export function defineConsumer(definition: Omit<ConsumerDefinition, 'transportId'>): ConsumerDefinition {
  return { ...definition, transportId: Symbol(definition.name) };
}

/** What a handler gets beside its events: the transaction in which they count as handled. */
export interface InboundContext {
  readonly tx: Tx;
}

const HANDLED_MESSAGES = Symbol('handled messages');
const HANDLED_CONSUMER = Symbol('handled consumer');

type Methods = Map<string, readonly DescMessage[]>;

/** Marks a batch handler: it gets runs of consecutive events of these messages, in order. */
export function On(...schemas: readonly DescMessage[]): MethodDecorator {
  return (target, method) => {
    const methods: Methods = Reflect.getOwnMetadata(HANDLED_MESSAGES, target) ?? new Map();
    methods.set(String(method), schemas);
    Reflect.defineMetadata(HANDLED_MESSAGES, methods, target);
  };
}

/** Nest flattens a handler's error to "Internal server error" unless a filter of the class passes it on. */
@Catch()
class PassTheErrorOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** A Nest controller whose {@link On} methods handle the events of one consumer. */
export function EventHandlers(consumer: ConsumerDefinition): ClassDecorator {
  return (target) => {
    Controller()(target);
    Reflect.defineMetadata(HANDLED_CONSUMER, consumer, target);
    UseFilters(PassTheErrorOn)(target);
    const prototype = target.prototype as object;
    const methods: Methods = Reflect.getOwnMetadata(HANDLED_MESSAGES, prototype) ?? new Map();
    for (const [method, schemas] of methods) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
      if (!descriptor) throw new Error(`${target.name} has no method ${method}`);
      EventPattern(
        schemas.map(({ typeName }) => typeName),
        consumer.transportId,
        { schemas },
      )(prototype, method, descriptor);
    }
  };
}

/** Handlers of a consumer that the service does not run: what they are for would never reach them. */
export class UnheardHandlers extends Error {
  override readonly name = 'UnheardHandlers';

  constructor(handlers: readonly string[]) {
    super(`handlers of consumers that the service does not run: ${handlers.join(', ')}`);
  }
}

/** @throws UnheardHandlers when a class of the application handles events of a consumer that is not among these */
export function assertHandlersHeard(
  app: INestApplicationContext,
  consumers: readonly ConsumerDefinition[],
): void {
  const unheard = new Set<string>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const consumer = Reflect.getMetadata(HANDLED_CONSUMER, metatype) as ConsumerDefinition | undefined;
      if (consumer && !consumers.includes(consumer)) unheard.add(`${metatype.name} (${consumer.name})`);
    }
  }
  if (unheard.size > 0) throw new UnheardHandlers([...unheard].sort());
}

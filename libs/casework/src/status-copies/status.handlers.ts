import { type Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { SERVICE_NAMES, topicName } from '@minzheng/contracts/catalogue';
import { StatusFactSchema } from '@minzheng/contracts/facts';
import {
  defineConsumer,
  EventHandlers,
  On,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import type { DepartmentName } from '../department/index.js';
import { StatusCopies } from './status-copies.js';
import { StatusEffects } from './status-copy.js';

/**
 * Reads what agencies and the other services tell everybody. It is a consumer of its own, so that a report never waits
 * behind a file of facts.
 */
export const statusConsumer = (department: DepartmentName): ConsumerDefinition =>
  defineConsumer({
    name: `${department}.statuses`,
    topics: ['inbound' as const, ...SERVICE_NAMES.filter((name) => name !== department)].map((writer) =>
      topicName(writer, 'all'),
    ),
    // a fact is kept once by its id
    deduplication: 'handler',
  });

/** Handles the statuses of a consumer that {@link statusConsumer} made. */
export function statusHandlers(consumer: ConsumerDefinition): Class<object> {
  @EventHandlers(consumer)
  class StatusHandlers {
    constructor(
      private readonly copies: StatusCopies,
      private readonly effects: StatusEffects,
    ) {}

    @On(StatusFactSchema)
    async told(
      @Payload() events: readonly Received<typeof StatusFactSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      const changes = await this.copies.keep(
        tx,
        events.map(({ message }) => message),
      );
      if (changes.length > 0) await this.effects.changed(tx, changes);
    }
  }
  return StatusHandlers;
}

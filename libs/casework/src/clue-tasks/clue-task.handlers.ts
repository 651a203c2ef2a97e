import type { Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ClueClosedSchema, ClueDispatchedSchema } from '@minzheng/contracts/verification';
import {
  EventHandlers,
  On,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import { ClueTaskService } from './clue-task.service.js';

/**
 * Clues that verification sends to this department, and that it closes.
 *
 * @param consumer - the department's, which reads what verification sends it
 */
export function clueTaskHandlers(consumer: ConsumerDefinition): Class {
  @EventHandlers(consumer)
  class ClueTaskHandlers {
    constructor(private readonly tasks: ClueTaskService) {}

    @On(ClueDispatchedSchema)
    async dispatched(
      @Payload() events: readonly Received<typeof ClueDispatchedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.tasks.dispatched(tx, message);
    }

    @On(ClueClosedSchema)
    async closed(
      @Payload() events: readonly Received<typeof ClueClosedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.tasks.closed(tx, message);
    }
  }
  return ClueTaskHandlers;
}

import type { Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FactCorrectedSchema, FactDisputedSchema } from '@minzheng/contracts/verification';
import {
  EventHandlers,
  On,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import { FactDisputes } from './fact-disputes.js';

/**
 * What verification tells of facts of this department.
 *
 * @param consumer - the department's, which reads what verification sends it
 */
export function factDisputeHandlers(consumer: ConsumerDefinition): Class {
  @EventHandlers(consumer)
  class FactDisputeHandlers {
    constructor(private readonly disputes: FactDisputes) {}

    @On(FactDisputedSchema)
    async disputed(
      @Payload() events: readonly Received<typeof FactDisputedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.disputes.disputed(tx, message);
    }

    @On(FactCorrectedSchema)
    async corrected(
      @Payload() events: readonly Received<typeof FactCorrectedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.disputes.corrected(tx, message);
    }
  }
  return FactDisputeHandlers;
}

import type { Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  ConsentExpiredSchema,
  ConsentGrantedSchema,
  ConsentWithdrawnSchema,
} from '@minzheng/contracts/verification';
import {
  EventHandlers,
  On,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import { ConsentService } from './consent.service.js';

/**
 * What verification tells of the consents that were taken here.
 *
 * @param consumer - the department's, which reads what verification sends it and everybody
 */
export function consentHandlers(consumer: ConsumerDefinition): Class {
  @EventHandlers(consumer)
  class ConsentHandlers {
    constructor(private readonly consents: ConsentService) {}

    @On(ConsentGrantedSchema)
    async granted(
      @Payload() events: readonly Received<typeof ConsentGrantedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      await this.consents.registered(
        tx,
        events.map(({ message }) => message.consentId),
      );
    }

    @On(ConsentExpiredSchema)
    async expired(
      @Payload() events: readonly Received<typeof ConsentExpiredSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.consents.expired(tx, message.consentId);
    }

    @On(ConsentWithdrawnSchema)
    async withdrawn(
      @Payload() events: readonly Received<typeof ConsentWithdrawnSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.consents.withdrawnElsewhere(tx, message.consentId);
    }
  }
  return ConsentHandlers;
}

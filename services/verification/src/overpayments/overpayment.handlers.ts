import { Ctx, Payload } from '@nestjs/microservices';
import { OverpaymentDetectedSchema, OverpaymentRecoveredSchema } from '@minzheng/contracts/common';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { FACTS } from '../consumers.js';
import { storeOverpayments, storeRecoveries } from './overpayment.store.js';

/**
 * What payers have found paid and not due. Read with the facts, so that a payer's over-payment is on record before the
 * payments that it sets to what was due, both being of one person on one topic.
 */
@EventHandlers(FACTS)
export class OverpaymentHandlers {
  @On(OverpaymentDetectedSchema)
  async detected(
    @Payload() events: readonly Received<typeof OverpaymentDetectedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await storeOverpayments(tx, events);
  }

  @On(OverpaymentRecoveredSchema)
  async recovered(
    @Payload() events: readonly Received<typeof OverpaymentRecoveredSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await storeRecoveries(tx, events);
  }
}

import { Ctx, Payload } from '@nestjs/microservices';
import { CaseDecidedSchema } from '@minzheng/contracts/assistance';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { COMMANDS } from '../consumers.js';
import { storeCaseDecisions } from './case-decision.store.js';

/** Assistance tells how its cases ended; an older decision of a case than what is on record changes nothing. */
@EventHandlers(COMMANDS)
export class CaseDecisionHandlers {
  @On(CaseDecidedSchema)
  async decided(
    @Payload() events: readonly Received<typeof CaseDecidedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await storeCaseDecisions(tx, events);
  }
}

import { Ctx, Payload } from '@nestjs/microservices';
import { HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { COMMANDS } from '../consumers.js';
import { storeHouseholds } from './household.store.js';

/** Assistance tells who lives together; older news than what is on record changes nothing. */
@EventHandlers(COMMANDS)
export class HouseholdHandlers {
  @On(HouseholdChangedSchema)
  async changed(
    @Payload() events: readonly Received<typeof HouseholdChangedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await storeHouseholds(
      tx,
      events.map(({ message, envelope: { sequence } }) => ({ message, sequence })),
    );
  }
}

import { Ctx, Payload } from '@nestjs/microservices';
import { HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { BusinessClock } from '@minzheng/platform/clock';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { COMMANDS } from '../consumers.js';
import { storeHouseholds } from './household.store.js';

/** Assistance tells who lives together; older news than what is on record changes nothing. */
@EventHandlers(COMMANDS)
export class HouseholdHandlers {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  @On(HouseholdChangedSchema)
  async changed(
    @Payload() events: readonly Received<typeof HouseholdChangedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await storeHouseholds(
      tx,
      events.map(({ message, envelope: { sequence } }) => ({ message, sequence })),
      { book: await this.policies.book(tx), today: this.clock.today() },
    );
  }
}

import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { Ctx, Payload } from '@nestjs/microservices';
import { OUTWARD } from '../consumers.js';
import { EventFeedStore } from './event-feed.store.js';
import { OUTWARD_MESSAGES } from './outward-messages.js';

/** What this service tells its own topic goes on to parties outside, as far as it may. */
@EventHandlers(OUTWARD)
export class EventFeedHandlers {
  constructor(private readonly feed: EventFeedStore) {}

  @On(...OUTWARD_MESSAGES.map(({ schema }) => schema))
  async keep(@Payload() events: readonly Received[], @Ctx() { tx }: InboundContext): Promise<void> {
    await this.feed.append(tx, events);
  }
}

import { Ctx, Payload } from '@nestjs/microservices';
import { FactConfirmedSchema } from '@minzheng/contracts/verification';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { COMMANDS } from '../consumers.js';
import { SourceReplies } from './source-replies.js';

/** Services stand by facts that somebody disputes; where they do not, they send a superseding fact. */
@EventHandlers(COMMANDS)
export class AppealHandlers {
  constructor(private readonly replies: SourceReplies) {}

  @On(FactConfirmedSchema)
  async confirmed(
    @Payload() events: readonly Received<typeof FactConfirmedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const event of events) await this.replies.confirmed(tx, event);
  }
}

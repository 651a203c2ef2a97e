import { Ctx, Payload } from '@nestjs/microservices';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { COMMANDS } from '../consumers.js';

/** What verification tells: reports, clues, and its policy rows. */
@EventHandlers(COMMANDS)
export class VerificationHandlers {
  constructor(private readonly policies: PolicyStore) {}

  @On(PolicyPublishedSchema)
  async published(
    @Payload() events: readonly Received<typeof PolicyPublishedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await this.policies.copy(tx, events);
  }
}

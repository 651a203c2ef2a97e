import { Ctx, Payload } from '@nestjs/microservices';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import {
  ClueClosedSchema,
  ClueDispatchedSchema,
  ConsentGrantedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
} from '@minzheng/contracts/verification';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { VerificationService } from '../applications/verification.service.js';
import { ClueTaskService } from '../clue-tasks/clue-task.service.js';
import { COMMANDS } from '../consumers.js';

/** What verification tells: reports, clues, the consents that it has registered, and its policy rows. */
@EventHandlers(COMMANDS)
export class VerificationHandlers {
  constructor(
    private readonly verification: VerificationService,
    private readonly tasks: ClueTaskService,
    private readonly policies: PolicyStore,
  ) {}

  /** A report never decides by itself; one for an unknown request is parked. */
  @On(VerificationCompletedSchema)
  async completed(
    @Payload() events: readonly Received<typeof VerificationCompletedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, payload } of events) await this.verification.attach(tx, message, payload);
  }

  @On(VerificationReopenedSchema)
  async reopened(
    @Payload() events: readonly Received<typeof VerificationReopenedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message } of events) await this.verification.reopen(tx, message.requestId);
  }

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

  @On(ConsentGrantedSchema)
  async granted(
    @Payload() events: readonly Received<typeof ConsentGrantedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message } of events) {
      // the consent itself is as it was: its version stays
      await tx.execute('update consent set registered = true where id = $1', [message.consentId]);
    }
  }

  @On(PolicyPublishedSchema)
  async published(
    @Payload() events: readonly Received<typeof PolicyPublishedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await this.policies.copy(tx, events);
  }
}

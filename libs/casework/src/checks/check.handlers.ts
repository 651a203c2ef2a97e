import type { Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
} from '@minzheng/contracts/verification';
import {
  EventHandlers,
  On,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import { CheckService } from './check.service.js';

/**
 * What verification answers to requests of this department; what was never asked is parked.
 *
 * @param consumer - the department's, which reads what verification sends it
 */
export function checkHandlers(consumer: ConsumerDefinition): Class {
  @EventHandlers(consumer)
  class CheckHandlers {
    constructor(private readonly checks: CheckService) {}

    @On(VerificationCompletedSchema)
    async completed(
      @Payload() events: readonly Received<typeof VerificationCompletedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message, payload } of events) await this.checks.attach(tx, message, payload);
    }

    @On(VerificationReopenedSchema)
    async reopened(
      @Payload() events: readonly Received<typeof VerificationReopenedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) await this.checks.reopen(tx, message.requestId, message.cause);
    }

    @On(VerificationReportSupersededSchema)
    async superseded(
      @Payload() events: readonly Received<typeof VerificationReportSupersededSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) {
        await this.checks.supersede(tx, message, message.supersededByReportId);
      }
    }

    @On(VerificationReportRevokedSchema)
    async revoked(
      @Payload() events: readonly Received<typeof VerificationReportRevokedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message } of events) {
        const { requestId, reportId, reasonCode } = message;
        await this.checks.revoke(tx, { requestId, reportId, cause: reasonCode });
      }
    }
  }
  return CheckHandlers;
}

import type { Type as Class } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { SERVICE_NAMES, topicName } from '@minzheng/contracts/catalogue';
import {
  ReferralAcceptedSchema,
  ReferralDeclinedSchema,
  ReferralRaisedSchema,
  ReferralWithdrawnSchema,
} from '@minzheng/contracts/referrals';
import {
  EventHandlers,
  On,
  type ConsumerDefinition,
  type Envelope,
  type InboundContext,
  type Received,
} from '@minzheng/platform/messaging';
import type { DepartmentName } from '../department/index.js';
import { InboundReferrals } from './inbound-referrals.js';

/** Topics on which other departments refer to this one, and answer it. */
export const referralTopics = (department: DepartmentName): string[] =>
  SERVICE_NAMES.filter((name) => name !== department && name !== 'verification').map((name) =>
    topicName(name, department),
  );

/** `/service/eldercare` → `eldercare` */
const writerOf = ({ source }: Envelope): string => source.replace('/service/', '');

/**
 * What other departments refer, withdraw and answer.
 *
 * @param consumer - the department's, which reads {@link referralTopics}
 */
export function referralHandlers(consumer: ConsumerDefinition): Class {
  @EventHandlers(consumer)
  class ReferralHandlers {
    constructor(private readonly referrals: InboundReferrals) {}

    @On(ReferralRaisedSchema)
    async raised(
      @Payload() events: readonly Received<typeof ReferralRaisedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message, envelope } of events) {
        await this.referrals.raised(tx, message, writerOf(envelope));
      }
    }

    @On(ReferralWithdrawnSchema)
    async withdrawn(
      @Payload() events: readonly Received<typeof ReferralWithdrawnSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message, envelope } of events) {
        await this.referrals.withdrawn(tx, message, writerOf(envelope));
      }
    }

    @On(ReferralAcceptedSchema, ReferralDeclinedSchema)
    async answered(
      @Payload()
      events: readonly Received<typeof ReferralAcceptedSchema | typeof ReferralDeclinedSchema>[],
      @Ctx() { tx }: InboundContext,
    ): Promise<void> {
      for (const { message, envelope } of events) {
        await this.referrals.answered(tx, message, writerOf(envelope));
      }
    }
  }
  return ReferralHandlers;
}

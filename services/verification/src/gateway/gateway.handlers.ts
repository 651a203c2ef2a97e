import { timestampDate } from '@bufbuild/protobuf/wkt';
import {
  AgencyCircuitSwitchedSchema,
  AgreementActivatedSchema,
  AgreementSuspendedSchema,
  SourceQueryAskedSchema,
  SourceQueryEndedSchema,
} from '@minzheng/contracts/verification';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { Ctx, Payload } from '@nestjs/microservices';
import { AgreementCopies } from './agreement-copies.js';
import { FROM_VERIFICATION } from './consumers.js';
import { AgencyCircuits } from './queries/agency-circuits.js';
import { QueryStore } from './queries/query.store.js';

/** What verification tells the gateway; each message has its whole effect once, since only a newer one changes a copy. */
@EventHandlers(FROM_VERIFICATION)
export class GatewayHandlers {
  constructor(
    private readonly agreements: AgreementCopies,
    private readonly queries: QueryStore,
    private readonly circuits: AgencyCircuits,
  ) {}

  @On(AgreementActivatedSchema)
  async activated(
    @Payload() events: readonly Received<typeof AgreementActivatedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      await this.agreements.activated(tx, message, envelope.sequence);
    }
  }

  @On(AgreementSuspendedSchema)
  async suspended(
    @Payload() events: readonly Received<typeof AgreementSuspendedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      await this.agreements.suspended(tx, message.agreementId, envelope.sequence);
    }
  }

  @On(SourceQueryAskedSchema)
  async asked(
    @Payload() events: readonly Received<typeof SourceQueryAskedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) await this.queries.asked(tx, message, envelope.sequence);
  }

  @On(SourceQueryEndedSchema)
  async ended(
    @Payload() events: readonly Received<typeof SourceQueryEndedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      await this.queries.ended(tx, message.queryId, envelope.sequence);
    }
  }

  @On(AgencyCircuitSwitchedSchema)
  async switched(
    @Payload() events: readonly Received<typeof AgencyCircuitSwitchedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      const { agency, open, openUntil } = message;
      const until = openUntil && timestampDate(openUntil);
      await this.circuits.switched(tx, { agency, open, until }, envelope.sequence);
    }
  }
}

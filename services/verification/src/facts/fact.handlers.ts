import { Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  FeedWatermarkSchema,
  IncomeFactSchema,
  SourceAnsweredSchema,
  StatusFactSchema,
} from '@minzheng/contracts/facts';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { SourceQueries } from '../agencies/source-queries.js';
import { FACTS } from '../consumers.js';
import { isUuid } from './fact-check.rules.js';
import type { FactMessage, ReceivedFact } from './fact-row.js';
import { FactStore } from './fact.store.js';
import { passMarker } from './feed-markers.js';
import { RejectedFacts } from './rejected-facts.js';
import { releaseAnswers, storeAnswers } from './source-answers.js';

/**
 * Facts of one person come in one order from each topic; between topics there is none, and none is needed: what
 * stands is decided by record and observation.
 */
@EventHandlers(FACTS)
export class FactHandlers {
  constructor(
    private readonly factStore: FactStore,
    private readonly rejectedFacts: RejectedFacts,
    private readonly sourceQueries: SourceQueries,
    @Inject(SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  @On(IncomeFactSchema, AssetFactSchema, ExpenditureFactSchema, StatusFactSchema)
  async store(@Payload() events: readonly ReceivedFact[], @Ctx() { tx }: InboundContext): Promise<void> {
    const accepted = await this.rejectedFacts.withoutRejected(tx, events);
    if (accepted.length > 0) await this.factStore.store(tx, accepted);
    const statuses = events.filter(
      ({ schema, message }) =>
        schema.typeName === StatusFactSchema.typeName && isUuid((message as FactMessage).personKey),
    );
    if (statuses.length > 0) {
      const persons = [...new Set(statuses.map(({ message }) => (message as FactMessage).personKey))];
      const released = await releaseAnswers(tx, persons);
      if (released) await this.sourceQueries.answered(tx, persons);
    }
  }

  @On(SourceAnsweredSchema)
  async answered(
    @Payload() events: readonly Received<typeof SourceAnsweredSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    const answers = events.map(({ message }) => message);
    await storeAnswers(tx, answers);
    await this.sourceQueries.answered(tx, [...new Set(answers.map(({ personKey }) => personKey))]);
  }

  /** A marker's copy may come again: what a partition has passed counts once. */
  @On(FeedWatermarkSchema)
  async passed(
    @Payload() events: readonly Received<typeof FeedWatermarkSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      await passMarker(tx, message, envelope.partition, this.settings.topicPartitions);
    }
  }
}

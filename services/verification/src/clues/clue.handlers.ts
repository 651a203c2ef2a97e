import { Ctx, Payload } from '@nestjs/microservices';
import { ClueOutcomeRecordedSchema } from '@minzheng/contracts/verification';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { COMMANDS } from '../consumers.js';
import { ClueAnswers } from './clue-answers.js';

/** Departments tell what came of their clues. */
@EventHandlers(COMMANDS)
export class ClueHandlers {
  constructor(private readonly answers: ClueAnswers) {}

  @On(ClueOutcomeRecordedSchema)
  async recorded(
    @Payload() events: readonly Received<typeof ClueOutcomeRecordedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await this.answers.record(tx, events);
  }
}

import { Module } from '@nestjs/common';
import { ManualFactController } from '../manual-facts/manual-fact.controller.js';
import { ManualFact } from '../manual-facts/manual-fact.entity.js';
import { ManualFacts } from '../manual-facts/manual-fact.service.js';
import { ManualFactDaysJob } from '../manual-facts/manual-fact-days.job.js';
import { ManualFacts1710000000301 } from '../manual-facts/migrations/1710000000301-manual-facts.js';
import { RequestsModule } from '../requests/requests.module.js';
import { AppealController } from './appeal.controller.js';
import { Appeal, AppealedFact } from './appeal.entity.js';
import { AppealHandlers } from './appeal.handlers.js';
import { AppealService } from './appeal.service.js';
import { AppealView } from './appeal.view.js';
import { AppealDaysJob } from './appeal-days.job.js';
import { AppealSubmission } from './appeal-submission.js';
import { AppealSubmissionController } from './appeal-submission.controller.js';
import { ClueAppeals } from './clue-appeals.js';
import { Appeals1710000000300 } from './migrations/1710000000300-appeals.js';
import { SourceReplies } from './source-replies.js';

/** What people object to, and what this service decides itself: facts of its own, before every source. */
@Module({
  imports: [RequestsModule],
  controllers: [AppealHandlers, AppealController, AppealSubmissionController, ManualFactController],
  providers: [
    AppealSubmission,
    AppealService,
    AppealView,
    SourceReplies,
    ClueAppeals,
    AppealDaysJob,
    ManualFacts,
    ManualFactDaysJob,
  ],
})
export class AppealsModule {}

export const APPEALS_ENTITIES = [Appeal, AppealedFact, ManualFact];
export const APPEALS_MIGRATIONS = [Appeals1710000000300, ManualFacts1710000000301];

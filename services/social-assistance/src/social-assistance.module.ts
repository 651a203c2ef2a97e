import { Module, type OnModuleInit } from '@nestjs/common';
import { PolicyStore } from '@minzheng/platform/policies';
import { ApplicationController } from './applications/application.controller.js';
import { AidCase } from './applications/application.entity.js';
import { ApplicationService } from './applications/application.service.js';
import { AssessmentService } from './applications/assessment.service.js';
import { CaseReplayController } from './applications/case-replay.controller.js';
import { DecisionService } from './applications/decision.service.js';
import { PeriodCloserJob } from './applications/period-closer.job.js';
import { VerificationReport, VerificationRequest } from './applications/verification.entity.js';
import { VerificationService } from './applications/verification.service.js';
import { AwardController } from './awards/award.controller.js';
import { Award } from './awards/award.entity.js';
import { AwardService } from './awards/award.service.js';
import { ClueTaskController } from './clue-tasks/clue-task.controller.js';
import { ClueTask } from './clue-tasks/clue-task.entity.js';
import { ClueTaskService } from './clue-tasks/clue-task.service.js';
import { ConsentController } from './consents/consent.controller.js';
import { Consent } from './consents/consent.entity.js';
import { ConsentService } from './consents/consent.service.js';
import { HouseholdController } from './households/household.controller.js';
import { Household, HouseholdMember, HouseholdObligor } from './households/household.entity.js';
import { HouseholdService } from './households/household.service.js';
import { HouseholdView } from './households/household-view.js';
import { VerificationHandlers } from './inbound/verification.handlers.js';
import { MeController } from './me/me.controller.js';
import { SocialAssistance1710000000201 } from './migrations/0001-social-assistance.js';
import { IdentityReveals1710000000206 } from './migrations/0006-identity-reveals.js';
import { ReturnsAndAwardStarts1710000000202 } from './migrations/0002-returns-and-award-starts.js';
import { LifecycleLog1710000000203 } from './migrations/0003-lifecycle-log.js';
import { CaseComputations1710000000204 } from './migrations/0004-case-computations.js';
import { NoticeController } from './notices/notice.controller.js';
import { PublicNotice } from './notices/notice.entity.js';
import { NoticeService } from './notices/notice.service.js';
import { IdentitiesController } from './persons/identities.controller.js';
import { PersonRegister } from './persons/person.register.js';
import { VisitController } from './visits/visit.controller.js';
import { HouseVisit } from './visits/visit.entity.js';
import { VisitService } from './visits/visit.service.js';

const POLICIES = new URL('../policies/', import.meta.url);

/** The rows of the means test, which verification reads too. */
const READ_BY_VERIFICATION = [
  'household.',
  'income.',
  'rigid.',
  'asset.',
  'edge.multipleBp',
  'singlePerson.categories',
  'minimumWageFen',
  'disposableIncome.lastYearFen',
  'verification.materialBp',
  'dibao.standardMonthlyFen',
  'illness.enabled',
];
const isReadByOthers = (key: string): boolean =>
  READ_BY_VERIFICATION.some((name) => key.startsWith(`assistance.${name}`));

@Module({
  controllers: [
    VerificationHandlers,
    IdentitiesController,
    HouseholdController,
    ConsentController,
    ApplicationController,
    CaseReplayController,
    VisitController,
    NoticeController,
    AwardController,
    ClueTaskController,
    MeController,
  ],
  providers: [
    PersonRegister,
    HouseholdService,
    HouseholdView,
    ConsentService,
    ApplicationService,
    VerificationService,
    VisitService,
    AssessmentService,
    NoticeService,
    PeriodCloserJob,
    AwardService,
    DecisionService,
    ClueTaskService,
  ],
})
export class SocialAssistanceModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(POLICIES, isReadByOthers);
  }
}

export const ENTITIES = [
  Household,
  HouseholdMember,
  HouseholdObligor,
  Consent,
  AidCase,
  VerificationRequest,
  VerificationReport,
  HouseVisit,
  PublicNotice,
  Award,
  ClueTask,
];
export const MIGRATIONS = [
  SocialAssistance1710000000201,
  ReturnsAndAwardStarts1710000000202,
  LifecycleLog1710000000203,
  CaseComputations1710000000204,
  IdentityReveals1710000000206,
];

import { Module, type OnModuleInit } from '@nestjs/common';
import { ClocksModule } from '@minzheng/casework/clocks';
import {
  clueTaskHandlers,
  ClueTaskHooks,
  clueTasksController,
  ClueTasksModule,
} from '@minzheng/casework/clue-tasks';
import { CheckEffects, checkHandlers, ChecksModule } from '@minzheng/casework/checks';
import {
  consentHandlers,
  ConsentHooks,
  consentsController,
  ConsentsModule,
} from '@minzheng/casework/consents';
import { ApprovalsModule } from '@minzheng/casework/approvals';
import { DepartmentModule } from '@minzheng/casework/department';
import { factDisputeHandlers, factDisputesController, FactsModule } from '@minzheng/casework/facts';
import { lettersController, NoticeHost, NoticesModule } from '@minzheng/casework/notices';
import { ObjectionsModule } from '@minzheng/casework/objections';
import { PaymentsModule } from '@minzheng/casework/payments';
import { identitiesController, PersonDirectory, PersonsModule } from '@minzheng/casework/persons';
import { referralHandlers, referralsController, ReferralsModule } from '@minzheng/casework/referrals';
import { RelativesModule } from '@minzheng/casework/relatives';
import { ReportsModule } from '@minzheng/casework/reports';
import {
  subjectVisitsController,
  VisitHost,
  visitsController,
  VisitsModule,
} from '@minzheng/casework/visits';
import { WorkItemsModule } from '@minzheng/casework/work-items';
import { statementsController, StatementsModule } from '@minzheng/casework/statements';
import { StatusCopies, StatusEffects, statusHandlers } from '@minzheng/casework/status-copies';
import { PolicyStore } from '@minzheng/platform/policies';
import { ApplicationController } from './applications/application.controller.js';
import { AidCase } from './applications/application.entity.js';
import { ApplicationService } from './applications/application.service.js';
import { AssessmentService } from './applications/assessment.service.js';
import { CASE_CONTROLLERS, CASE_ENTITIES, CASE_PROVIDERS } from './applications/case-procedure.js';
import { CaseReplayController } from './applications/case-replay.controller.js';
import { DecisionService } from './applications/decision.service.js';
import { PeriodCloserJob } from './applications/period-closer.job.js';
import { AssistanceChecks } from './applications/check-effects.js';
import { VerificationService } from './applications/verification.service.js';
import { AwardCalendarJob } from './awards/award-calendar.job.js';
import { AwardCommands } from './awards/award-commands.js';
import { AwardController } from './awards/award.controller.js';
import { Award, AwardPerson, AwardSegment } from './awards/award.entity.js';
import { AwardGrants } from './awards/award-grants.js';
import { AwardService } from './awards/award.service.js';
import { MonthRollJob } from './awards/month-roll.job.js';
import { AssistanceClues } from './clue-tasks/assistance-clues.js';
import { ConsentRenewals } from './consents/consent-renewals.js';
import { HouseholdConsents } from './consents/household-consents.js';
import { COMMANDS, STATUSES } from './consumers.js';
import { HouseholdController } from './households/household.controller.js';
import { Household, HouseholdMember, HouseholdObligor } from './households/household.entity.js';
import { HouseholdService } from './households/household.service.js';
import { HouseholdView } from './households/household-view.js';
import { VerificationHandlers } from './inbound/verification.handlers.js';
import { CaseImportController } from './imports/case-import.controller.js';
import { CaseImport } from './imports/case-import.entity.js';
import { CaseImportJob } from './imports/case-import.job.js';
import { CaseImportLoader } from './imports/case-import.loader.js';
import { CaseImportService } from './imports/case-import.service.js';
import { CaseImportWriter } from './imports/case-import.writer.js';
import { MeController } from './me/me.controller.js';
import { MyCasesController } from './me/my-cases.controller.js';
import {
  MySimulationController,
  PublicCalculationController,
  SimulationController,
} from './calculations/calculation.controller.js';
import { CalculationService } from './calculations/calculation.service.js';
import { CategoryController } from './categories/category.controller.js';
import { CategoryService } from './categories/category.service.js';
import { CaseImports1710000000280 } from './migrations/0280-case-imports.js';
import { DecidedAgain1710000000295 } from './migrations/0295-decided-again.js';
import { FittingWork1710000000296 } from './migrations/0296-fitting-work.js';
import { Retention1710000000310 } from './migrations/0310-retention.js';
import { SocialAssistance1710000000201 } from './migrations/0001-social-assistance.js';
import { IdentityReveals1710000000206 } from './migrations/0006-identity-reveals.js';
import { ReturnsAndAwardStarts1710000000202 } from './migrations/0002-returns-and-award-starts.js';
import { LifecycleLog1710000000203 } from './migrations/0003-lifecycle-log.js';
import { AwardSegments1710000000207 } from './migrations/0007-award-segments.js';
import { CaseComputations1710000000204 } from './migrations/0004-case-computations.js';
import { NoticeController } from './notices/notice.controller.js';
import { CaseNotices } from './notices/case-notices.js';
import { CaseNoticeService } from './notices/case-notice.service.js';
import { Payroll1710000000250 } from './migrations/0250-payroll.js';
import { AwardPayments } from './payments/award-payments.js';
import { CustodianController } from './payments/custodian.controller.js';
import { PayeeMoveJob } from './payments/payee-move.job.js';
import { AssistancePayments } from './payments/payment-host.js';
import { PayrollCalendarJob } from './payments/payroll-calendar.job.js';
import { HouseholdPersons } from './persons/person.directory.js';
import { Reviews1710000000260 } from './migrations/0260-reviews.js';
import { Standards1710000000270 } from './migrations/0270-standards.js';
import { Offsets1710000000290 } from './migrations/0290-offsets.js';
import { VisitsAndNotices1710000000220 } from './migrations/0220-visits-and-notices.js';
import { PriceIndexController } from './prices/price-index.controller.js';
import { PriceIndex } from './prices/price-index.entity.js';
import { PriceIndexService } from './prices/price-index.service.js';
import { PriceRunsJob } from './prices/price-runs.job.js';
import { PriceSubsidySource } from './prices/price-subsidy.source.js';
import { AwardEndings } from './recoveries/award-endings.js';
import { DeathShares } from './recoveries/death-shares.js';
import { Overpayment } from './recoveries/overpayment.entity.js';
import { OverpaymentService } from './recoveries/overpayment.service.js';
import { RecoveryController } from './recoveries/recovery.controller.js';
import { RecoveryOrder } from './recoveries/recovery-order.entity.js';
import { RecoveryOffsets } from './recoveries/recovery-offsets.js';
import { RecoveryService } from './recoveries/recovery.service.js';
import { ReviewChecks } from './reviews/review-checks.js';
import { CaseProcedure1710000000221 } from './migrations/0221-case-procedure.js';
import { ReportPauses1710000000222 } from './migrations/0222-report-pauses.js';
import { DisputeEvidence1710000000223 } from './migrations/0223-dispute-evidence.js';
import { ReviewConclusionService } from './reviews/review-conclusion.service.js';
import { ReviewController } from './reviews/review.controller.js';
import { Review } from './reviews/review.entity.js';
import { ReviewGeneratorJob } from './reviews/review-generator.job.js';
import { ReviewService } from './reviews/review.service.js';
import { RecipientStatuses } from './reviews/status-effects.js';
import { ASSISTANCE_REPORTS } from './reports/reports.js';
import { RetentionJob } from './retention/retention.job.js';
import { RecalculationController } from './standards/recalculation.controller.js';
import { RecalculationJob } from './standards/recalculation.job.js';
import { RecomputationService } from './standards/recomputation.service.js';
import { STATED_KINDS } from './statements/stated-kinds.js';
import { StandardController } from './standards/standard.controller.js';
import { StandardRowGuard } from './standards/standard-row.guard.js';
import { StandardService } from './standards/standard.service.js';
import { StandardSet } from './standards/standard-set.entity.js';
import { StandardsJob } from './standards/standards.job.js';
import { Complaint, ComplaintReporter } from './complaints/complaint.entity.js';
import { CaseConference } from './conferences/case-conference.entity.js';
import { Supervision1710000000240 } from './migrations/0240-supervision.js';
import { CaseOrigins1710000000242 } from './migrations/0242-case-origins.js';
import { SupervisionKinds1710000000243 } from './migrations/0243-supervision-kinds.js';
import { Tickets1710000000241 } from './migrations/0241-tickets.js';
import { SupervisionItem } from './supervision/supervision-item.entity.js';
import { SupervisionModule } from './supervision/supervision.module.js';
import { IntakeTicket, TicketNeed } from './tickets/ticket.entity.js';
import { TicketsModule } from './tickets/tickets.module.js';
import { CaseVisits, VISITED_KINDS } from './visits/case-visits.js';
import { WORK } from './work-items.js';

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
  'review.months',
];
const isReadByOthers = (key: string): boolean =>
  READ_BY_VERIFICATION.some((name) => key.startsWith(`assistance.${name}`));

const WORK_INBOX = WorkItemsModule.of(WORK);

@Module({
  imports: [
    DepartmentModule.of('assistance'),
    ClocksModule,
    WORK_INBOX,
    ReferralsModule,
    SupervisionModule,
    TicketsModule,
    PersonsModule,
    ConsentsModule,
    ChecksModule,
    ClueTasksModule,
    FactsModule,
    VisitsModule,
    NoticesModule,
    ObjectionsModule,
    ApprovalsModule,
    RelativesModule,
    StatementsModule,
    PaymentsModule.of('assistance'),
    ReportsModule.of('assistance', ASSISTANCE_REPORTS),
  ],
  controllers: [
    VerificationHandlers,
    identitiesController('assistance'),
    HouseholdController,
    consentsController('assistance'),
    consentHandlers(COMMANDS),
    checkHandlers(COMMANDS),
    ApplicationController,
    CaseReplayController,
    ...CASE_CONTROLLERS,
    ...VISITED_KINDS.map((kind) => subjectVisitsController('assistance', kind)),
    visitsController('assistance', ['assistance:cases:read']),
    ...STATED_KINDS.map((kind) => statementsController(kind)),
    lettersController('assistance'),
    NoticeController,
    AwardController,
    ReviewController,
    RecoveryController,
    statusHandlers(STATUSES),
    clueTasksController('assistance'),
    clueTaskHandlers(COMMANDS),
    factDisputesController('assistance'),
    factDisputeHandlers(COMMANDS),
    MeController,
    referralsController('assistance'),
    referralHandlers(COMMANDS),
    StandardController,
    RecalculationController,
    PriceIndexController,
    CustodianController,
    CaseImportController,
    MyCasesController,
    SimulationController,
    MySimulationController,
    PublicCalculationController,
    CategoryController,
  ],
  providers: [
    { provide: PersonDirectory, useClass: HouseholdPersons },
    HouseholdService,
    HouseholdView,
    ConsentRenewals,
    { provide: ConsentHooks, useClass: HouseholdConsents },
    ApplicationService,
    VerificationService,
    { provide: CheckEffects, useClass: AssistanceChecks },
    AssessmentService,
    ...CASE_PROVIDERS,
    CaseNoticeService,
    { provide: VisitHost, useClass: CaseVisits },
    { provide: NoticeHost, useClass: CaseNotices },
    PeriodCloserJob,
    AwardService,
    AwardGrants,
    AwardCommands,
    AwardEndings,
    OverpaymentService,
    RecoveryOffsets,
    DeathShares,
    RecoveryService,
    ReviewService,
    ReviewChecks,
    ReviewConclusionService,
    StatusCopies,
    RecipientStatuses,
    { provide: StatusEffects, useExisting: RecipientStatuses },
    MonthRollJob,
    ReviewGeneratorJob,
    AwardCalendarJob,
    DecisionService,
    { provide: ClueTaskHooks, useClass: AssistanceClues },
    StandardRowGuard,
    StandardService,
    RecomputationService,
    RecalculationJob,
    StandardsJob,
    PriceIndexService,
    PriceSubsidySource,
    PriceRunsJob,
    AwardPayments,
    AssistancePayments,
    PayeeMoveJob,
    PayrollCalendarJob,
    CaseImportService,
    CaseImportLoader,
    CaseImportWriter,
    CaseImportJob,
    CalculationService,
    CategoryService,
    RetentionJob,
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
  AidCase,
  ...CASE_ENTITIES,
  Award,
  AwardSegment,
  AwardPerson,
  Review,
  Overpayment,
  RecoveryOrder,
  IntakeTicket,
  TicketNeed,
  SupervisionItem,
  Complaint,
  ComplaintReporter,
  CaseConference,
  StandardSet,
  PriceIndex,
  CaseImport,
];
export const MIGRATIONS = [
  SocialAssistance1710000000201,
  ReturnsAndAwardStarts1710000000202,
  LifecycleLog1710000000203,
  CaseComputations1710000000204,
  IdentityReveals1710000000206,
  AwardSegments1710000000207,
  VisitsAndNotices1710000000220,
  CaseProcedure1710000000221,
  ReportPauses1710000000222,
  DisputeEvidence1710000000223,
  Supervision1710000000240,
  Tickets1710000000241,
  CaseOrigins1710000000242,
  SupervisionKinds1710000000243,
  Payroll1710000000250,
  Reviews1710000000260,
  Standards1710000000270,
  CaseImports1710000000280,
  Offsets1710000000290,
  DecidedAgain1710000000295,
  FittingWork1710000000296,
  Retention1710000000310,
];

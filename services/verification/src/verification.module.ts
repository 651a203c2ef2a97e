import { Module, type OnModuleInit } from '@nestjs/common';
import { ReportsModule } from '@minzheng/casework/reports';
import { PolicyStore } from '@minzheng/platform/policies';
import type { MigrationClass } from '@minzheng/platform/start-service';
import { AgenciesModule } from './agencies/agencies.module.js';
import { Agency } from './agencies/agency.entity.js';
import { Agencies1710000000181 } from './agencies/migrations/1710000000181-agencies.js';
import { RecipientQueries1710000000365 } from './agencies/migrations/1710000000365-recipient-queries.js';
import { SourceQuery } from './agencies/source-query.entity.js';
import { DataAgreement } from './agreements/agreement.entity.js';
import { AgreementsModule } from './agreements/agreements.module.js';
import { Agreements1710000000180 } from './agreements/migrations/1710000000180-agreements.js';
import { APPEALS_ENTITIES, APPEALS_MIGRATIONS, AppealsModule } from './appeals/appeals.module.js';
import { Audit } from './audit/audit.js';
import { AccessEntries1710000000120 } from './audit/migrations/1710000000120-access-entries.js';
import { CaseDecisionHandlers } from './case-decisions/case-decision.handlers.js';
import { CaseDecisions1710000000150 } from './case-decisions/migrations/1710000000150-case-decisions.js';
import { ClueAnswers } from './clues/clue-answers.js';
import { ClueCoordination } from './clues/clue-coordination.js';
import { ClueController } from './clues/clue.controller.js';
import { Clue } from './clues/clue.entity.js';
import { ClueHandlers } from './clues/clue.handlers.js';
import { ClueOutcomeRecord } from './clues/clue-outcome.entity.js';
import { ClueOverdueJob } from './clues/clue-overdue.job.js';
import { ClueService } from './clues/clue.service.js';
import { EvidenceWithdrawal } from './clues/evidence-withdrawal.js';
import { IndicatorHit } from './clues/indicator-hit.entity.js';
import { Clues1710000000103 } from './clues/migrations/0001-clues.js';
import { ClueAnswers1710000000130 } from './clues/migrations/1710000000130-clue-answers.js';
import { ClueHouseholdRegion1710000000371 } from './clues/migrations/1710000000371-clue-household-region.js';
import { HitGrounds1710000000350 } from './clues/migrations/1710000000350-hit-grounds.js';
import { MuteEnded1710000000380 } from './clues/migrations/1710000000380-mute-ended.js';
import { MonthlyHeld1710000000502 } from './clues/migrations/1710000000502-monthly-held.js';
import { ClueOverdue1710000000363 } from './clues/migrations/1710000000363-clue-overdue.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ConsentErasures1710000000190 } from './consents/migrations/1710000000190-consent-erasures.js';
import { MinorsOfEndedConsents1710000000495 } from './consents/migrations/1710000000495-minors-of-ended-consents.js';
import { MinorsOfUncountedGuardians1710000000496 } from './consents/migrations/1710000000496-minors-of-uncounted-guardians.js';
import { Evaluator } from './evaluation/evaluator.js';
import { Evaluation1710000000104 } from './evaluation/migrations/0001-evaluation.js';
import { WatchDue1710000000140 } from './evaluation/migrations/1710000000140-watch-due.js';
import { FactHandlers } from './facts/fact.handlers.js';
import { FactStore } from './facts/fact.store.js';
import { FeedMarkersWorker } from './facts/feed-markers.worker.js';
import { ProfileController } from './facts/profile.controller.js';
import { Facts1710000000101 } from './facts/migrations/0001-facts.js';
import { FactSummary1710000000121 } from './facts/migrations/1710000000121-fact-summary.js';
import { DirtyFacts1710000000330 } from './facts/migrations/1710000000330-dirty-facts.js';
import { DirtyPersons1710000000500 } from './facts/migrations/1710000000500-dirty-persons.js';
import { DirtyMonthly1710000000501 } from './facts/migrations/1710000000501-dirty-monthly.js';
import { FactPacks1710000000331 } from './facts/migrations/1710000000331-fact-packs.js';
import { FactConfirmations1710000000370 } from './facts/migrations/1710000000370-fact-confirmations.js';
import { WatchedAlone1710000000383 } from './evaluation/migrations/1710000000383-watched-alone.js';
import { ObligorsWatchedAlone1710000000412 } from './evaluation/migrations/1710000000412-obligors-watched-alone.js';
import { Wards1710000000382 } from './facts/migrations/1710000000382-wards.js';
import { WaitingMarkers1710000000491 } from './facts/migrations/1710000000491-waiting-markers.js';
import { RetentionDays1710000000415 } from './retention/migrations/1710000000415-retention-days.js';
import { RunSubjectErasures1710000000414 } from './retention/migrations/1710000000414-run-subject-erasures.js';
import { Erasures1710000000440 } from './retention/migrations/1710000000440-erasures.js';
import { DisputedStatements1710000000413 } from './appeals/migrations/1710000000413-disputed-statements.js';
import { RejectedFactsController } from './facts/rejected-facts.controller.js';
import { RejectedFacts } from './facts/rejected-facts.js';
import { HouseholdHandlers } from './households/household.handlers.js';
import { RequestHouseholds1710000000172 } from './households/migrations/1710000000172-request-households.js';
import { Households1710000000102 } from './households/migrations/0001-households.js';
import {
  MONITORING_CONTROLLERS,
  MONITORING_ENTITIES,
  MONITORING_MIGRATIONS,
  MONITORING_PROVIDERS,
} from './monitoring/monitoring.wiring.js';
import { OperationFigures } from './operations/operation-figures.js';
import { Overpayments1710000000131 } from './overpayments/migrations/1710000000131-overpayments.js';
import { OverpaymentHandlers } from './overpayments/overpayment.handlers.js';
import { PolicyHandlers } from './policies/policy.handlers.js';
import { NonApplicantErasures1710000000343 } from './retention/migrations/1710000000343-non-applicant-erasures.js';
import { Retention1710000000364 } from './retention/migrations/1710000000364-retention.js';
import { NonApplicantJob } from './retention/non-applicant.job.js';
import { RetentionJob } from './retention/retention.job.js';
import { VERIFICATION_REPORTS } from './statistics/reports.js';
import { STATISTICS_MIGRATIONS } from './statistics/statistics.wiring.js';
import { TallyJob } from './statistics/tally.job.js';
import { REQUESTS_ENTITIES, REQUESTS_MIGRATIONS, RequestsModule } from './requests/requests.module.js';
import {
  SUBSCRIPTIONS_ENTITIES,
  SUBSCRIPTIONS_MIGRATIONS,
  SubscriptionsModule,
} from './subscriptions/subscriptions.module.js';

const POLICIES = new URL('../policies/', import.meta.url);

/**
 * Rows that other services read: what counts as income, whose share counts, how long a consent may last, and what
 * veterans' hardship is tested against.
 */
const isReadByOthers = (key: string): boolean =>
  key.startsWith('verification.income.treatment.') ||
  key.startsWith('verification.eligibility.VETERAN_') ||
  key === 'verification.property.minShareBp' ||
  key === 'verification.consent.maxMonths';

@Module({
  imports: [
    RequestsModule,
    ConsentsModule,
    AppealsModule,
    AgreementsModule,
    AgenciesModule,
    SubscriptionsModule,
    ReportsModule.of('verification', VERIFICATION_REPORTS),
  ],
  controllers: [
    FactHandlers,
    HouseholdHandlers,
    PolicyHandlers,
    ClueHandlers,
    OverpaymentHandlers,
    CaseDecisionHandlers,
    ProfileController,
    RejectedFactsController,
    ClueController,
    ...MONITORING_CONTROLLERS,
  ],
  providers: [
    FactStore,
    FeedMarkersWorker,
    RejectedFacts,
    ClueService,
    ClueAnswers,
    ClueCoordination,
    EvidenceWithdrawal,
    ClueOverdueJob,
    Evaluator,
    NonApplicantJob,
    RetentionJob,
    OperationFigures,
    Audit,
    ...MONITORING_PROVIDERS,
    TallyJob,
  ],
})
export class VerificationModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(POLICIES, isReadByOthers);
  }
}

export const ENTITIES = [
  Clue,
  IndicatorHit,
  ClueOutcomeRecord,
  ...MONITORING_ENTITIES,
  DataAgreement,
  Agency,
  SourceQuery,
  ...REQUESTS_ENTITIES,
  ...APPEALS_ENTITIES,
  ...SUBSCRIPTIONS_ENTITIES,
];
export const MIGRATIONS: readonly MigrationClass[] = [
  Facts1710000000101,
  Households1710000000102,
  Clues1710000000103,
  Evaluation1710000000104,
  ...REQUESTS_MIGRATIONS,
  RequestHouseholds1710000000172,
  AccessEntries1710000000120,
  FactSummary1710000000121,
  ClueAnswers1710000000130,
  HitGrounds1710000000350,
  ClueHouseholdRegion1710000000371,
  MuteEnded1710000000380,
  ClueOverdue1710000000363,
  Overpayments1710000000131,
  WatchDue1710000000140,
  CaseDecisions1710000000150,
  ...MONITORING_MIGRATIONS,
  Agreements1710000000180,
  Agencies1710000000181,
  RecipientQueries1710000000365,
  ConsentErasures1710000000190,
  NonApplicantErasures1710000000343,
  Retention1710000000364,
  ...APPEALS_MIGRATIONS,
  ...STATISTICS_MIGRATIONS,
  ...SUBSCRIPTIONS_MIGRATIONS,
  DirtyFacts1710000000330,
  FactPacks1710000000331,
  FactConfirmations1710000000370,
  Wards1710000000382,
  WatchedAlone1710000000383,
  ObligorsWatchedAlone1710000000412,
  DisputedStatements1710000000413,
  RunSubjectErasures1710000000414,
  RetentionDays1710000000415,
  Erasures1710000000440,
  WaitingMarkers1710000000491,
  MinorsOfEndedConsents1710000000495,
  MinorsOfUncountedGuardians1710000000496,
  DirtyPersons1710000000500,
  DirtyMonthly1710000000501,
  MonthlyHeld1710000000502,
];

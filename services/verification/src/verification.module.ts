import { Module, type OnModuleInit } from '@nestjs/common';
import { ReportsModule } from '@minzheng/casework/reports';
import { PolicyStore } from '@minzheng/platform/policies';
import { AgenciesModule } from './agencies/agencies.module.js';
import { Agency } from './agencies/agency.entity.js';
import { Agencies1710000000181 } from './agencies/migrations/1710000000181-agencies.js';
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
import { ClueService } from './clues/clue.service.js';
import { EvidenceWithdrawal } from './clues/evidence-withdrawal.js';
import { IndicatorHit } from './clues/indicator-hit.entity.js';
import { Clues1710000000103 } from './clues/migrations/0001-clues.js';
import { ClueAnswers1710000000130 } from './clues/migrations/1710000000130-clue-answers.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ConsentErasures1710000000190 } from './consents/migrations/1710000000190-consent-erasures.js';
import { Evaluator } from './evaluation/evaluator.js';
import { Evaluation1710000000104 } from './evaluation/migrations/0001-evaluation.js';
import { WatchDue1710000000140 } from './evaluation/migrations/1710000000140-watch-due.js';
import { FactHandlers } from './facts/fact.handlers.js';
import { FactStore } from './facts/fact.store.js';
import { ProfileController } from './facts/profile.controller.js';
import { Facts1710000000101 } from './facts/migrations/0001-facts.js';
import { FactSummary1710000000121 } from './facts/migrations/1710000000121-fact-summary.js';
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
import { Overpayments1710000000131 } from './overpayments/migrations/1710000000131-overpayments.js';
import { OverpaymentHandlers } from './overpayments/overpayment.handlers.js';
import { PolicyHandlers } from './policies/policy.handlers.js';
import { VERIFICATION_REPORTS } from './statistics/reports.js';
import { STATISTICS_MIGRATIONS } from './statistics/statistics.wiring.js';
import { TallyJob } from './statistics/tally.job.js';
import { REQUESTS_ENTITIES, REQUESTS_MIGRATIONS, RequestsModule } from './requests/requests.module.js';

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
    ClueController,
    ...MONITORING_CONTROLLERS,
  ],
  providers: [
    FactStore,
    RejectedFacts,
    ClueService,
    ClueAnswers,
    ClueCoordination,
    EvidenceWithdrawal,
    Evaluator,
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
];
export const MIGRATIONS = [
  Facts1710000000101,
  Households1710000000102,
  Clues1710000000103,
  Evaluation1710000000104,
  ...REQUESTS_MIGRATIONS,
  RequestHouseholds1710000000172,
  AccessEntries1710000000120,
  FactSummary1710000000121,
  ClueAnswers1710000000130,
  Overpayments1710000000131,
  WatchDue1710000000140,
  CaseDecisions1710000000150,
  ...MONITORING_MIGRATIONS,
  Agreements1710000000180,
  Agencies1710000000181,
  ConsentErasures1710000000190,
  ...APPEALS_MIGRATIONS,
  ...STATISTICS_MIGRATIONS,
];

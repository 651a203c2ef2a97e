import { Module, type OnModuleInit } from '@nestjs/common';
import { PolicyStore } from '@minzheng/platform/policies';
import { Audit } from './audit/audit.js';
import { AccessEntries1710000000120 } from './audit/migrations/1710000000120-access-entries.js';
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
import { Evaluator } from './evaluation/evaluator.js';
import { Evaluation1710000000104 } from './evaluation/migrations/0001-evaluation.js';
import { FactHandlers } from './facts/fact.handlers.js';
import { FactStore } from './facts/fact.store.js';
import { ProfileController } from './facts/profile.controller.js';
import { Facts1710000000101 } from './facts/migrations/0001-facts.js';
import { FactSummary1710000000121 } from './facts/migrations/1710000000121-fact-summary.js';
import { RejectedFacts } from './facts/rejected-facts.js';
import { HouseholdHandlers } from './households/household.handlers.js';
import { Households1710000000102 } from './households/migrations/0001-households.js';
import { Overpayments1710000000131 } from './overpayments/migrations/1710000000131-overpayments.js';
import { OverpaymentHandlers } from './overpayments/overpayment.handlers.js';
import { OverpaymentReportController } from './overpayments/overpayment-report.controller.js';
import { PolicyHandlers } from './policies/policy.handlers.js';
import { REQUESTS_ENTITIES, REQUESTS_MIGRATIONS, RequestsModule } from './requests/requests.module.js';

const POLICIES = new URL('../policies/', import.meta.url);

/** Rows that other services read: what counts as income, whose share counts, how long a consent may last. */
const isReadByOthers = (key: string): boolean =>
  key.startsWith('verification.income.treatment.') ||
  key === 'verification.property.minShareBp' ||
  key === 'verification.consent.maxMonths';

@Module({
  imports: [RequestsModule],
  controllers: [
    FactHandlers,
    HouseholdHandlers,
    PolicyHandlers,
    ClueHandlers,
    OverpaymentHandlers,
    ProfileController,
    ClueController,
    OverpaymentReportController,
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
  ],
})
export class VerificationModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(POLICIES, isReadByOthers);
  }
}

export const ENTITIES = [Clue, IndicatorHit, ClueOutcomeRecord, ...REQUESTS_ENTITIES];
export const MIGRATIONS = [
  Facts1710000000101,
  Households1710000000102,
  Clues1710000000103,
  Evaluation1710000000104,
  ...REQUESTS_MIGRATIONS,
  AccessEntries1710000000120,
  FactSummary1710000000121,
  ClueAnswers1710000000130,
  Overpayments1710000000131,
];

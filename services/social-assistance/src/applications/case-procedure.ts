import type { Provider, Type as Class } from '@nestjs/common';
import { officialRelativesController, RelativeHooks } from '@minzheng/casework/relatives';
import {
  noticeObjectionsController,
  OBJECTION_PROBLEMS,
  ObjectionHost,
  objectionsController,
} from '@minzheng/casework/objections';
import { PROBLEMS } from '@minzheng/platform/http';
import { EvaluationController } from '../evaluations/evaluation.controller.js';
import { EvaluationService } from '../evaluations/evaluation.service.js';
import { VillageEvaluation } from '../evaluations/village-evaluation.entity.js';
import { CaseAppealsController } from '../objections/case-appeals.controller.js';
import { CaseObjections } from '../objections/case-objections.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { Bill } from './bill.entity.js';
import { CaseEndingsService } from './case-endings.service.js';
import { CaseEvidenceController } from './case-evidence.controller.js';
import { CaseEvidenceService } from './case-evidence.service.js';
import { CaseGuards } from './case-guards.js';
import { CaseLimitsService } from './case-limits.service.js';
import { CaseOffers } from './case-offers.service.js';
import { CaseSupplementService } from './case-supplement.service.js';
import { RefusalLetters } from './refusal-letters.js';
import { RelativeFilings } from './relative-filings.js';
import { RevocationService } from './revocation.service.js';

/** What a case meets between its acceptance and its end beside the applications' own routes, for the service's module. */
export const CASE_CONTROLLERS: readonly Class[] = [
  CaseEvidenceController,
  EvaluationController,
  noticeObjectionsController(),
  objectionsController(
    'assistance',
    [
      ASSISTANCE_PROBLEMS.ownInvestigation,
      ASSISTANCE_PROBLEMS.actorAlreadyInvolved,
      OBJECTION_PROBLEMS.reinvestigationMissing,
      PROBLEMS.conflictOfInterest,
      PROBLEMS.outOfRegion,
    ],
    ['assistance:notices:write', 'assistance:cases:approve'],
  ),
  CaseAppealsController,
  officialRelativesController('assistance'),
];

export const CASE_PROVIDERS: readonly Provider[] = [
  CaseGuards,
  CaseLimitsService,
  CaseSupplementService,
  CaseEvidenceService,
  CaseEndingsService,
  CaseOffers,
  RefusalLetters,
  RevocationService,
  EvaluationService,
  CaseObjections,
  { provide: ObjectionHost, useExisting: CaseObjections },
  { provide: RelativeHooks, useClass: RelativeFilings },
];

export const CASE_ENTITIES: readonly Class<object>[] = [VillageEvaluation, Bill];

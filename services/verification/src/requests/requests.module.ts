import { RELATIVES, RelativesModule } from '@minzheng/casework/relatives';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import type { MigrationClass } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { AgenciesModule } from '../agencies/agencies.module.js';
import { Consent } from '../consents/consent.entity.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { Consents1710000000105 } from '../consents/migrations/0001-consents.js';
import { Reports1710000000107 } from '../reports/migrations/0001-reports.js';
import { OfficialRelations1710000000171 } from '../officials/migrations/1710000000171-official-relations.js';
import { OfficialRelatives1710000000341 } from '../officials/migrations/1710000000341-official-relatives.js';
import { OfficialRelativesController } from '../officials/official-relatives.wiring.js';
import { ReportRevocation } from '../reports/report-revocation.js';
import { ReportStanding } from '../reports/report-standing.entity.js';
import { ReportIssuer } from '../reports/report-issuer.js';
import { ReportKeysController } from '../reports/report-keys.controller.js';
import { REPORT_SETTINGS, ReportSigner } from '../reports/report-signature.js';
import { VerificationReportsController } from '../reports/reports.controller.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { AppealedRequests } from './appealed-requests.js';
import { HouseholdChecksController } from './household-checks.controller.js';
import { Requests1710000000106 } from './migrations/0001-requests.js';
import { RequestStates1710000000170 } from './migrations/1710000000170-request-states.js';
import { CoveredDeposits1710000000499 } from './migrations/1710000000499-covered-deposits.js';
import { RequestCancellation } from './request.cancellation.js';
import { RequestIssue } from './request.issue.js';
import { RequestQuestions } from './request.questions.js';
import { RequestEvaluation } from './request.evaluation.js';
import { RequestService } from './request.service.js';
import { RequestsController } from './requests.controller.js';
import { RequestsHandlers } from './requests.handlers.js';
import { RequestsWorker } from './requests.worker.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Consents, requests and reports: from what a department asks to what it may rely on. */
@Module({
  imports: [AgenciesModule, RelativesModule],
  controllers: [
    RequestsHandlers,
    RequestsController,
    VerificationReportsController,
    ReportKeysController,
    HouseholdChecksController,
    OfficialRelativesController,
  ],
  providers: [
    ConsentRegister,
    RequestService,
    RequestCancellation,
    RequestQuestions,
    RequestIssue,
    RequestEvaluation,
    AppealedRequests,
    ReportRevocation,
    RequestsWorker,
    ReportIssuer,
    {
      provide: ReportSigner,
      inject: [SETTINGS],
      useFactory: (settings: SettingsOf<typeof REPORT_SETTINGS>) =>
        ReportSigner.fromFile(
          settings.reportSigningKeyFile,
          settings.reportSigningCertificateFile,
          settings.reportEarlierKeysFile,
        ),
    },
  ],
  exports: [ConsentRegister, RequestService, AppealedRequests, RelativesModule],
})
export class RequestsModule {}

export const REQUESTS_ENTITIES = [
  Consent,
  VerificationRequest,
  VerificationReport,
  ReportStanding,
  ...RELATIVES.entities,
];
export const REQUESTS_MIGRATIONS: readonly MigrationClass[] = [
  Consents1710000000105,
  Requests1710000000106,
  Reports1710000000107,
  RequestStates1710000000170,
  CoveredDeposits1710000000499,
  OfficialRelations1710000000171,
  ...RELATIVES.migrations,
  OfficialRelatives1710000000341,
];

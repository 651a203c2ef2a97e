import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { Module } from '@nestjs/common';
import { Consent } from '../consents/consent.entity.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { Consents1710000000105 } from '../consents/migrations/0001-consents.js';
import { Reports1710000000107 } from '../reports/migrations/0001-reports.js';
import { ReportIssuer } from '../reports/report-issuer.js';
import { REPORT_SETTINGS, ReportSigner } from '../reports/report-signature.js';
import { ReportsController } from '../reports/reports.controller.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { HouseholdChecksController } from './household-checks.controller.js';
import { Requests1710000000106 } from './migrations/0001-requests.js';
import { RequestEvaluation } from './request.evaluation.js';
import { RequestService } from './request.service.js';
import { RequestsController } from './requests.controller.js';
import { RequestsHandlers } from './requests.handlers.js';
import { RequestsWorker } from './requests.worker.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Consents, requests and reports: from what a department asks to what it may rely on. */
@Module({
  controllers: [RequestsHandlers, RequestsController, ReportsController, HouseholdChecksController],
  providers: [
    ConsentRegister,
    RequestService,
    RequestEvaluation,
    RequestsWorker,
    ReportIssuer,
    {
      provide: ReportSigner,
      inject: [SETTINGS],
      useFactory: ({ reportSigningKeyFile }: SettingsOf<typeof REPORT_SETTINGS>) =>
        ReportSigner.fromFile(reportSigningKeyFile),
    },
  ],
  exports: [ConsentRegister],
})
export class RequestsModule {}

export const REQUESTS_ENTITIES = [Consent, VerificationRequest, VerificationReport];
export const REQUESTS_MIGRATIONS = [Consents1710000000105, Requests1710000000106, Reports1710000000107];

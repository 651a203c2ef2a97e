import { Module } from '@nestjs/common';
import { AgreementController, DatasetsController } from './agreement.controller.js';
import { AgreementExpiryJob } from './agreement-expiry.job.js';
import { AgreementMeter } from './agreement-meter.js';
import { AgreementParties } from './agreement-party.js';
import { AgreementService } from './agreement.service.js';

/** The data catalogue and the agreements under which data are exchanged. */
@Module({
  controllers: [DatasetsController, AgreementController],
  providers: [AgreementService, AgreementMeter, AgreementParties, AgreementExpiryJob],
  exports: [AgreementMeter, AgreementParties],
})
export class AgreementsModule {}

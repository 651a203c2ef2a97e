import { Module } from '@nestjs/common';
import { AgreementController, DatasetsController } from './agreement.controller.js';
import { AgreementExpiry } from './agreement-expiry.js';
import { AgreementMeter } from './agreement-meter.js';
import { AgreementService } from './agreement.service.js';

/** The data catalogue and the agreements under which data are exchanged. */
@Module({
  controllers: [DatasetsController, AgreementController],
  providers: [AgreementService, AgreementMeter, AgreementExpiry],
  exports: [AgreementMeter],
})
export class AgreementsModule {}

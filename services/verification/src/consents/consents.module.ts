import { Module } from '@nestjs/common';
import { MeController } from '../me/me.controller.js';
import { RequestsModule } from '../requests/requests.module.js';
import { ConsentController } from './consent.controller.js';
import { ConsentDaysJob } from './consent-days.job.js';
import { ConsentService } from './consent.service.js';

/** Consents that are given, withdrawn and over here; those of the platform's services come with their requests. */
@Module({
  imports: [RequestsModule],
  controllers: [ConsentController, MeController],
  providers: [ConsentService, ConsentDaysJob],
})
export class ConsentsModule {}

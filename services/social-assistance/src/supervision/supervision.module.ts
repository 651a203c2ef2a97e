import { Global, Module } from '@nestjs/common';
import { ComplaintController } from '../complaints/complaint.controller.js';
import { ComplaintService } from '../complaints/complaint.service.js';
import { CaseConferenceController } from '../conferences/case-conference.controller.js';
import { MonthlySupervision } from './monthly-supervision.js';
import { MonthlySupervisionJob } from './monthly-supervision.job.js';
import { SupervisionController } from './supervision.controller.js';
import { SupervisionService } from './supervision.service.js';

/** Whoever finds something to be looked into flags it, from every room. */
@Global()
@Module({
  controllers: [SupervisionController, ComplaintController, CaseConferenceController],
  providers: [SupervisionService, ComplaintService, MonthlySupervision, MonthlySupervisionJob],
  exports: [SupervisionService],
})
export class SupervisionModule {}

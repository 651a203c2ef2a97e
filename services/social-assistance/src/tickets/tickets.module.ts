import { Global, Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { TicketController } from './ticket.controller.js';
import { TicketIntake } from './ticket-intake.js';
import { TicketNeeds } from './ticket-needs.js';
import { TicketReferrals } from './ticket-referrals.js';
import { TicketService } from './ticket.service.js';

/** One door: clue tasks and decisions open tickets too. */
@Global()
@Module({
  controllers: [TicketController, CatalogueController],
  providers: [TicketNeeds, TicketIntake, TicketService, TicketReferrals],
  exports: [TicketIntake, TicketService],
})
export class TicketsModule {}

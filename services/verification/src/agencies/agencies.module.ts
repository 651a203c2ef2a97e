import { Module } from '@nestjs/common';
import { AgencyCircuit } from './agency-circuit.js';
import { AgencyController } from './agency.controller.js';
import { AgencyHandlers } from './agency.handlers.js';
import { AgencyReader } from './agency.reader.js';
import { FeedWatch } from './feed-watch.js';
import { SourceQueries } from './source-queries.js';

/** What is asked of agencies, and how they do. */
@Module({
  controllers: [AgencyController, AgencyHandlers],
  providers: [SourceQueries, AgencyCircuit, AgencyReader, FeedWatch],
  exports: [SourceQueries],
})
export class AgenciesModule {}

import { Module } from '@nestjs/common';
import { AgencyCircuit } from './agency-circuit.js';
import { AgencyController } from './agency.controller.js';
import { AgencyHandlers } from './agency.handlers.js';
import { AgencyReader } from './agency.reader.js';
import { FeedWatchJob } from './feed-watch.job.js';
import { RecipientQueryJob } from './recipient-query.job.js';
import { SourceQueries } from './source-queries.js';

/** What is asked of agencies, and how they do. */
@Module({
  controllers: [AgencyController, AgencyHandlers],
  providers: [SourceQueries, AgencyCircuit, AgencyReader, FeedWatchJob, RecipientQueryJob],
  exports: [SourceQueries],
})
export class AgenciesModule {}

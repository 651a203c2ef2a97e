import type { ServiceDefinition } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { AccessLogRetentionJob } from './access-log-retention.job.js';
import { AgreementCopies } from './agreement-copies.js';
import { BacklogGuard, InboundBacklog } from './backlog.js';
import { FROM_VERIFICATION } from './consumers.js';
import { FileCheckJob, FileLoadJob, FileReading } from './files/file-jobs.js';
import { FileController } from './files/file.controller.js';
import { FileExchange } from './files/file-exchange.entity.js';
import { FileRetentionJob } from './files/file-retention.job.js';
import { FileService } from './files/file.service.js';
import { Files1710000000183 } from './files/migrations/1710000000183-files.js';
import { readParts } from './files/part-body.js';
import { GatewayHandlers } from './gateway.handlers.js';
import { GATEWAY_SETTINGS } from './gateway.settings.js';
import { InboundAgreement } from './inbound-agreement.js';
import { InboundController } from './inbound.controller.js';
import { InboundRefusals } from './inbound-refusals.js';
import { InboundRefusalsController } from './inbound-refusals.controller.js';
import { InboundService } from './inbound.service.js';
import { AgreementCopies1710000000182 } from './migrations/1710000000182-agreement-copies.js';
import { AgreementFields1710000000342 } from './migrations/1710000000342-agreement-fields.js';
import { InboundRefusals1710000000395 } from './migrations/1710000000395-inbound-refusals.js';
import { Queries1710000000184 } from './migrations/1710000000184-queries.js';
import { QueryTraces1710000000360 } from './migrations/1710000000360-query-traces.js';
import { FileErasure1710000000362 } from './migrations/1710000000362-file-erasure.js';
import { Parties1710000000361 } from './migrations/1710000000361-parties.js';
import { NAMED_PERSON_COLUMN, NamedPersons } from './parties/named-persons.js';
import { PartyNamesController } from './parties/party-names.controller.js';
import { PlatformClient } from './platform-client.js';
import { AgencyCircuits } from './queries/agency-circuits.js';
import { IdentityResolver } from './queries/identity-resolver.js';
import { QuerySender } from './queries/query-sender.js';
import { QueryStore } from './queries/query.store.js';
import { SourceQueriesController } from './queries/source-queries.controller.js';

@Module({
  controllers: [
    InboundController,
    InboundRefusalsController,
    FileController,
    SourceQueriesController,
    PartyNamesController,
    GatewayHandlers,
  ],
  providers: [
    InboundService,
    InboundBacklog,
    BacklogGuard,
    InboundAgreement,
    InboundRefusals,
    AgreementCopies,
    FileService,
    FileReading,
    FileCheckJob,
    FileLoadJob,
    FileRetentionJob,
    AccessLogRetentionJob,
    QueryStore,
    QuerySender,
    AgencyCircuits,
    IdentityResolver,
    PlatformClient,
    NamedPersons,
  ],
})
export class GatewayModule {}

/**
 * The gateway (数据网关): the only process that sees ID numbers of agencies' data and of departments outside the platform,
 * and holds agencies' credentials. It has its own database, with files and named persons that are kept encrypted for a
 * while; it hears of agreements and queries from verification, and tells it what came.
 */
export const GATEWAY: ServiceDefinition = {
  name: 'verification-gateway',
  writer: 'inbound',
  module: GatewayModule,
  entities: [FileExchange],
  migrations: [
    AgreementCopies1710000000182,
    Files1710000000183,
    Queries1710000000184,
    AgreementFields1710000000342,
    QueryTraces1710000000360,
    Parties1710000000361,
    FileErasure1710000000362,
    InboundRefusals1710000000395,
  ],
  consumers: [FROM_VERIFICATION],
  records: [
    recordIn(FileExchange, `select region, '{}'::uuid[] as persons from file_exchange where id = $1`),
  ],
  encrypted: [NAMED_PERSON_COLUMN],
  settings: GATEWAY_SETTINGS,
  configure: readParts,
};

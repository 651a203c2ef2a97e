import type { ServiceDefinition } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { AgreementCopies } from './agreement-copies.js';
import { FROM_VERIFICATION } from './consumers.js';
import { FileCheckJob, FileLoadJob, FileReading } from './files/file-jobs.js';
import { FileController } from './files/file.controller.js';
import { FileExchange } from './files/file-exchange.entity.js';
import { FileRetention } from './files/file-retention.js';
import { FileService } from './files/file.service.js';
import { Files1710000000183 } from './files/migrations/1710000000183-files.js';
import { readParts } from './files/part-body.js';
import { GatewayHandlers } from './gateway.handlers.js';
import { GATEWAY_SETTINGS } from './gateway.settings.js';
import { InboundAgreement } from './inbound-agreement.js';
import { InboundController } from './inbound.controller.js';
import { InboundService } from './inbound.service.js';
import { AgreementCopies1710000000182 } from './migrations/1710000000182-agreement-copies.js';
import { Queries1710000000184 } from './migrations/1710000000184-queries.js';
import { AgencyCircuits } from './queries/agency-circuits.js';
import { IdentityResolver } from './queries/identity-resolver.js';
import { QuerySender } from './queries/query-sender.js';
import { QueryStore } from './queries/query.store.js';
import { SourceQueriesController } from './queries/source-queries.controller.js';

@Module({
  controllers: [InboundController, FileController, SourceQueriesController, GatewayHandlers],
  providers: [
    InboundService,
    InboundAgreement,
    AgreementCopies,
    FileService,
    FileReading,
    FileCheckJob,
    FileLoadJob,
    FileRetention,
    QueryStore,
    QuerySender,
    AgencyCircuits,
    IdentityResolver,
  ],
})
export class GatewayModule {}

/**
 * The gateway (数据网关): the only process that sees ID numbers of agencies' data, and holds their credentials. It has its
 * own database, with files that are kept encrypted and no table of persons; it hears of agreements and queries from
 * verification, and tells it what came.
 */
export const GATEWAY: ServiceDefinition = {
  name: 'verification-gateway',
  writer: 'inbound',
  module: GatewayModule,
  entities: [FileExchange],
  migrations: [AgreementCopies1710000000182, Files1710000000183, Queries1710000000184],
  consumers: [FROM_VERIFICATION],
  records: [
    recordIn(FileExchange, `select region, '{}'::uuid[] as persons from file_exchange where id = $1`),
  ],
  settings: GATEWAY_SETTINGS,
  configure: readParts,
};

import type { ServiceDefinition } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { InboundController } from './inbound.controller.js';
import { InboundService } from './inbound.service.js';

@Module({ controllers: [InboundController], providers: [InboundService] })
export class GatewayModule {}

/**
 * The gateway (数据网关): the only process that sees ID numbers of agencies' data. It has its own database, with the
 * outbox and idempotency records and no table of persons, and reads no topic.
 */
export const GATEWAY: ServiceDefinition = {
  name: 'verification-gateway',
  writer: 'inbound',
  module: GatewayModule,
  entities: [],
  migrations: [],
  consumers: [],
};

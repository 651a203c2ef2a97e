import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readServiceSettings, type Environment } from '../config/index.js';
import { applyRouteConventions, createApiDocument, routesOf } from '../http/index.js';
import { JsonLogger, startTracing } from '../telemetry/index.js';
import { PlatformModule } from './platform.module.js';
import type { ServiceDefinition } from './service-definition.js';

/** Nothing of it is used: no part of the service is made. */
const nowhere = (): Environment => ({
  DATABASE_URL: 'postgres://localhost/nowhere',
  KAFKA_BROKERS: 'localhost:9092',
  TOKEN_ISSUER: 'http://localhost',
  PERSON_KEY_SECRET: randomBytes(32).toString('hex'),
  FIELD_ENCRYPTION_KEYS: JSON.stringify({ none: randomBytes(32).toString('base64') }),
  FIELD_ENCRYPTION_KEY_ID: 'none',
});

/**
 * The API document of a service, as it gives it at `/openapi.json`, without starting it: no database, no broker, no port.
 *
 * @example const document = await describeService(ASSISTANCE);
 */
export async function describeService(definition: ServiceDefinition): Promise<OpenAPIObject> {
  const settings = readServiceSettings({}, nowhere());
  const logger = new JsonLogger(definition.name, 'fatal');
  const tracing = await startTracing(definition.name, settings, logger.pino);

  @Module({ imports: [PlatformModule.forService(definition, settings, logger, tracing), definition.module] })
  class RootModule {}

  const app = await NestFactory.create(RootModule, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  applyRouteConventions(routesOf(app));
  return createApiDocument(app, apiTitle(definition), API_VERSION);
}

/** Version of the paths: `/v1`. */
export const API_VERSION = '1';

export const apiTitle = ({ name }: ServiceDefinition): string => `Minzheng ${name}`;

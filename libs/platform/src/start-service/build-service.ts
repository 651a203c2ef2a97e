import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import {
  AccessGuard,
  assertAccessDeclared,
  RateLimitGuard,
  RateLimits,
  RecordDirectory,
  RecordGuard,
  ScopeGuard,
  refuseFloods,
  TokenVerifier,
} from '../access/index.js';
import {
  assertDisclosureDeclared,
  AuditInterceptor,
  AuditJobs,
  AuditLog,
  AuditSealer,
  DisclosureGuard,
  ReadLimits,
  RefusedReads,
  ScanGuard,
} from '../audit/index.js';
import { BreakGlass, BreakGlassWatch } from '../break-glass/index.js';
import { BusinessClock } from '../clock/index.js';
import { readServiceSettings, SETTINGS, type Environment, type PlatformSettings } from '../config/index.js';
import {
  answerOtherMethods,
  answerUnreadable,
  applyRouteConventions,
  CommandInterceptor,
  createApiDocument,
  DtoValidationPipe,
  IdempotencyRecords,
  ProblemFilter,
  readJsonBodies,
  readTextBodies,
  RevealInterceptor,
  routesOf,
  serveDocs,
  tellOfDeprecations,
  toJson,
} from '../http/index.js';
import { JobRunner, PeriodicJobs, tellOfJobs } from '../jobs/index.js';
import { answerPartiesByTheirKeys, PairwiseKeys, PartyGuard } from '../pairwise-keys/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { Regions } from '../regions/index.js';
import {
  HealthChecks,
  JsonLogger,
  Metrics,
  observeRequests,
  startTracing,
  Tracing,
} from '../telemetry/index.js';
import { PlatformModule } from './platform.module.js';
import { API_VERSION, apiTitle } from './describe-service.js';
import { watchDatabase } from './database-identity.js';
import { createEventCarrier, type EventCarrier } from './event-carrier.js';
import type { ServiceDefinition } from './service-definition.js';

const BODY_LIMIT_BYTES = 1_048_576;
const SWEEP_MS = 3_600_000;
const SYSTEM = 'system';

/** A service that answers. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly settings: PlatformSettings;
  readonly logger: JsonLogger;
  /** Where it listens: `http://127.0.0.1:8080` */
  readonly url: string;
  /** Ends it in order: not ready, after `DRAIN_SECONDS` no more requests, then consumers, relay, connections. */
  stop(): Promise<void>;
}

/**
 * Builds a service and starts it in this process, without touching the process itself: for tests, and for
 * {@link startService}.
 *
 * @throws InvalidSettings, UndeclaredAccess, UnheardHandlers, or whatever keeps the database or the broker from being reached
 */
export async function buildService(
  definition: ServiceDefinition,
  environment: Environment,
): Promise<RunningService> {
  const settings: PlatformSettings = readServiceSettings(definition.settings ?? {}, environment);
  const logger = new JsonLogger(definition.name, settings.logLevel);
  const filter = new ProblemFilter(logger);
  const app = await createApplication(definition, settings, logger, filter);
  const tracing = app.get(Tracing);
  let carrier: EventCarrier | undefined;
  let drainMs = 0;
  const stop = once(async () => {
    app.get(HealthChecks).stopping();
    // Whoever sends requests here reads that first; until then they are answered.
    await delay(drainMs);
    await app.getHttpAdapter().close();
    await Promise.all(app.getMicroservices().map(closeConsumer));
    await app.get(PeriodicJobs).stop();
    await app.get(JobRunner).stop();
    await app.get(BreakGlassWatch).stop();
    await Promise.all([app.get(AuditJobs).stop(), app.get(AuditSealer).stop()]);
    await carrier?.stop();
    await app.close();
    await tracing.stop();
  });
  try {
    await watchDatabase(app.get(DataSource), app.get(Metrics), logger);
    carrier = createEventCarrier(app, definition, settings, logger);
    for (const strategy of carrier?.strategies ?? []) app.connectMicroservice({ strategy });
    await definition.configure?.(app);
    registerRoutes(app, definition, logger, filter);
    await app.init();
    // requests are served, and health answers, while Kafka is away: their events wait in the outbox
    await app.listen(settings.port, settings.host);
    app.get(AuditSealer).start();
    app.get(AuditJobs).start();
    await carrier?.start();
    await app.startAllMicroservices();
    app.get(JobRunner).start();
    app.get(PeriodicJobs).start();
    app.get(BreakGlassWatch).start();
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  drainMs = settings.drainSeconds * 1_000;
  sweepIdempotencyRecords(app, logger);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  logger.pino.info({ url, sandbox: settings.sandbox }, 'ready');
  return { app, settings, logger, url, stop };
}

async function createApplication(
  definition: ServiceDefinition,
  settings: PlatformSettings,
  logger: JsonLogger,
  filter: ProblemFilter,
): Promise<NestFastifyApplication> {
  const tracing = await startTracing(definition.name, settings, logger.pino);

  @Module({ imports: [PlatformModule.forService(definition, settings, logger, tracing), definition.module] })
  class RootModule {}

  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    return503OnClosing: false,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(error, request, reply),
  });
  return NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    logger,
    abortOnError: false,
    // only readJsonBodies reads bodies
    bodyParser: false,
    forceCloseConnections: false,
  });
}

function registerRoutes(
  app: NestFastifyApplication,
  definition: ServiceDefinition,
  logger: JsonLogger,
  filter: ProblemFilter,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  const metrics = app.get(Metrics);
  tellOfJobs(metrics, app.get(DataSource), app.get(PeriodicJobs));
  observeRequests(fastify, logger, metrics, app.get(Tracing));
  refuseFloods(fastify, app.get(RateLimits));
  fastify.setReplySerializer(toJson);
  answerOtherMethods(fastify, (error, request, reply) => filter.answer(error, request, reply));
  readJsonBodies(app, BODY_LIMIT_BYTES);
  readTextBodies(app);
  const health = app.get(HealthChecks);
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // A connection that is kept alive would hold the service open long after its last answer.
    if (health.isStopping) reply.header('connection', 'close');
    done(null, payload);
  });

  answerPartiesByTheirKeys(fastify, app.get(PairwiseKeys));
  const refusedReads = new RefusedReads(app.get(AuditLog), app.get(DataSource), logger);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!RefusedReads.concerns(request, reply.statusCode)) done(null, payload);
    else void refusedReads.enter(request).then(() => done(null, payload));
  });

  const reflector = app.get(Reflector);
  app.useGlobalFilters(filter);
  app.useGlobalGuards(
    new DisclosureGuard(reflector),
    new AccessGuard(reflector, app.get(TokenVerifier), app.get(Regions)),
    new RateLimitGuard(reflector, app.get(RateLimits)),
    new ScopeGuard(reflector),
    new PartyGuard(app.get(PairwiseKeys)),
    new ScanGuard(reflector, app.get(ReadLimits), app.get(DataSource)),
    new RecordGuard(reflector, app.get(RecordDirectory), app.get(BreakGlass)),
  );
  app.useGlobalPipes(new DtoValidationPipe());
  const audit = new AuditInterceptor(reflector, app.get(AuditLog), app.get(DataSource), app.get(ReadLimits));
  app.useGlobalInterceptors(
    new CommandInterceptor(
      reflector,
      app.get(UnitOfWork),
      app.get(IdempotencyRecords),
      app.get(BusinessClock),
      audit,
    ),
    audit,
    new RevealInterceptor(reflector, definition.writer),
  );

  const routes = routesOf(app);
  assertAccessDeclared(routes);
  assertDisclosureDeclared(routes);
  applyRouteConventions(routes);
  const document = createApiDocument(app, apiTitle(definition), API_VERSION);
  tellOfDeprecations(fastify, document);
  fastify.get('/openapi.json', (_request, reply) => reply.send(document));
  const { sandbox, tokenIssuer, sandboxRoles } = app.get<PlatformSettings>(SETTINGS);
  serveDocs(fastify, {
    document,
    ...(sandbox ? { sandbox: { issuer: tokenIssuer, roles: sandboxRoles } } : {}),
  });
}

async function closeConsumer(
  consumer: INestMicroservice & { setIsTerminated?: (ended: boolean) => void },
): Promise<void> {
  // Else the consumer would close the modules that it shares with the application.
  consumer.setIsTerminated?.(true);
  await consumer.close();
}

function sweepIdempotencyRecords(app: NestFastifyApplication, logger: JsonLogger): void {
  const records = app.get(IdempotencyRecords);
  const unitOfWork = app.get(UnitOfWork);
  const timer = setInterval(() => {
    unitOfWork
      .run(SYSTEM, (tx) => records.sweep(tx))
      .catch((error: unknown) => logger.error(error, 'IdempotencyRecords'));
  }, SWEEP_MS).unref();
  app
    .getHttpAdapter()
    .getInstance()
    .server.once('close', () => clearInterval(timer));
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= action());
}

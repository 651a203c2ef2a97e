import { isServiceName } from '@minzheng/contracts/catalogue';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RateLimits, RecordDirectory, TokenVerifier } from '../access/index.js';
import {
  Audit1700000000105,
  auditEntriesController,
  auditProviders,
  AuditRetention1700000000364,
  AuditVerification1700000000120,
  JointEntries1700000000340,
  MyAccessesController,
  tellOfAudit,
} from '../audit/index.js';
import {
  BreakGlass1700000000110,
  BreakGlassAccess,
  breakGlassController,
  breakGlassProviders,
} from '../break-glass/index.js';
import { brokerConnection } from '../broker/index.js';
import {
  BusinessClock,
  BusinessClock1700000000102,
  SandboxClock,
  SandboxClockController,
} from '../clock/index.js';
import { SETTINGS, type PlatformSettings } from '../config/index.js';
import { FieldCipher } from '../encryption/index.js';
import { Erasures1700000000380, erasuresController } from '../erasures/index.js';
import { FileRejects, Files1700000000112, FileStore } from '../files/index.js';
import { Idempotency1700000000101, IdempotencyRecords, isDependencyUnavailable } from '../http/index.js';
import {
  FailedJobs1700000000121,
  JobRunner,
  Jobs,
  Jobs1700000000106,
  jobsController,
  PeriodicJobs,
} from '../jobs/index.js';
import {
  KeyInventory,
  Keys1700000000108,
  PLATFORM_COLUMNS,
  ReEncryptionJob,
  reEncryptionsController,
} from '../key-rotation/index.js';
import {
  KafkaClient,
  LogEnds,
  Messaging1700000000001,
  ParkedEvents,
  parkedEventsController,
  SequenceEpoch1700000000365,
  stateMessages,
} from '../messaging/index.js';
import { LifecycleLog1700000000104 } from '../persistence/migrations/1700000000104-lifecycle-log.js';
import { PairwiseKeys, partyKeysController } from '../pairwise-keys/index.js';
import { personKeyAliasesController, PersonKeyAliasesJob, PersonKeys } from '../person-keys/index.js';
import { besideOthers } from '../persistence/beside.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import {
  Policies1700000000103,
  policiesController,
  PolicyDrafts1700000000111,
  PolicyStore,
} from '../policies/index.js';
import {
  regionChangesController,
  regionProviders,
  RegionController,
  Regions,
  Regions1700000000109,
} from '../regions/index.js';
import { SandboxPeopleController } from '../sandbox/index.js';
import {
  Republication1700000000107,
  RepublicationJob,
  republicationsController,
} from '../republication/index.js';
import { Expiries, HealthChecks, JsonLogger, Metrics, tellOfDatabase, Tracing } from '../telemetry/index.js';
import { dataSourceOptions, openDatabase } from './database.js';
import { DatabaseIdentity1700000000390 } from './migrations/1700000000390-database-identity.js';
import { OperationsController } from './operations.controller.js';
import type { ServiceDefinition } from './service-definition.js';

/** Tables that every service has. */
export const PLATFORM_MIGRATIONS = [
  Messaging1700000000001,
  Idempotency1700000000101,
  BusinessClock1700000000102,
  Policies1700000000103,
  LifecycleLog1700000000104,
  BreakGlass1700000000110,
  Audit1700000000105,
  Jobs1700000000106,
  Republication1700000000107,
  Keys1700000000108,
  PolicyDrafts1700000000111,
  Regions1700000000109,
  Files1700000000112,
  AuditVerification1700000000120,
  JointEntries1700000000340,
  AuditRetention1700000000364,
  FailedJobs1700000000121,
  SequenceEpoch1700000000365,
  Erasures1700000000380,
  DatabaseIdentity1700000000390,
];
const PLATFORM_ENTITIES = [BreakGlassAccess];
const CONNECT_ATTEMPTS = 15;
const CONNECT_PAUSE_MS = 2_000;

/** What every module of a service may inject. */
@Module({})
export class PlatformModule {
  static forService(
    definition: ServiceDefinition,
    settings: PlatformSettings,
    logger: JsonLogger,
    tracing: Tracing,
  ): DynamicModule {
    const { name, writer, entities, migrations, consumers = [], records = [] } = definition;
    const hasConsumers = consumers.length > 0;
    const states = stateMessages(definition.states ?? []);
    const encrypted = [...PLATFORM_COLUMNS, ...(definition.encrypted ?? [])];
    const idNumberColumns = encrypted.filter(({ holdsIdNumbers }) => holdsIdNumbers);
    const personKeys = new PersonKeys(settings);
    const provided = [
      { provide: SETTINGS, useValue: settings },
      { provide: JsonLogger, useValue: logger },
      { provide: Tracing, useValue: tracing },
      {
        provide: Metrics,
        useFactory: (dataSource: DataSource) => {
          const metrics = new Metrics(name);
          tellOfDatabase(metrics, dataSource);
          tellOfAudit(metrics, dataSource);
          return metrics;
        },
        inject: [DataSource],
      },
      { provide: Expiries, useFactory: (metrics: Metrics) => new Expiries(metrics), inject: [Metrics] },
      { provide: HealthChecks, useFactory: healthChecks, inject: [DataSource] },
      {
        provide: FieldCipher,
        useValue: new FieldCipher(
          settings.fieldEncryptionKeys,
          settings.fieldEncryptionKeyId,
          settings.fieldFingerprintKeys,
        ),
      },
      { provide: BusinessClock, useValue: new BusinessClock() },
      { provide: TokenVerifier, useFactory: () => TokenVerifier.create(settings) },
      {
        provide: RateLimits,
        useFactory: ({ registry }: Metrics) => new RateLimits(settings, registry),
        inject: [Metrics],
      },
      {
        provide: RecordDirectory,
        useFactory: (dataSource: DataSource) => new RecordDirectory(records, dataSource.manager),
        inject: [DataSource],
      },
      {
        provide: UnitOfWork,
        useFactory: (dataSource: DataSource, clock: BusinessClock) =>
          new UnitOfWork(
            dataSource,
            { writer, source: `/service/${name}`, partitions: settings.topicPartitions, states },
            clock,
          ),
        inject: [DataSource, BusinessClock],
      },
      {
        provide: IdempotencyRecords,
        useFactory: (cipher: FieldCipher) => new IdempotencyRecords(cipher),
        inject: [FieldCipher],
      },
      {
        provide: ParkedEvents,
        useFactory: (unitOfWork: UnitOfWork) => new ParkedEvents(unitOfWork),
        inject: [UnitOfWork],
      },
      {
        provide: LogEnds,
        useFactory: () =>
          new LogEnds(new KafkaClient(name, brokerConnection(settings), logger.pino, settings.kafkaPrefix)),
      },
      { provide: PersonKeys, useValue: personKeys },
      {
        provide: PairwiseKeys,
        useFactory: (dataSource: DataSource) => new PairwiseKeys(settings.pairwiseSecret, dataSource),
        inject: [DataSource],
      },
      {
        provide: KeyInventory,
        useFactory: async (cipher: FieldCipher, unitOfWork: UnitOfWork) => {
          const inventory = new KeyInventory(encrypted, cipher, unitOfWork);
          await inventory.requireKeys();
          return inventory;
        },
        inject: [FieldCipher, UnitOfWork],
      },
      { provide: Jobs, useValue: new Jobs() },
      {
        provide: FileStore,
        useFactory: (cipher: FieldCipher) => new FileStore(cipher),
        inject: [FieldCipher],
      },
      { provide: FileRejects, useValue: new FileRejects() },
      {
        provide: JobRunner,
        useFactory: (unitOfWork: UnitOfWork, inventory: KeyInventory, cipher: FieldCipher) => {
          const runner = new JobRunner(unitOfWork, logger.pino);
          runner.register(new ReEncryptionJob(inventory, cipher));
          if (states.size > 0) runner.register(new RepublicationJob(states));
          if (idNumberColumns.length > 0) {
            runner.register(new PersonKeyAliasesJob(idNumberColumns, cipher, personKeys));
          }
          return runner;
        },
        inject: [UnitOfWork, KeyInventory, FieldCipher],
      },
      {
        provide: PeriodicJobs,
        useFactory: (runner: JobRunner, jobs: Jobs, unitOfWork: UnitOfWork, clock: BusinessClock) =>
          new PeriodicJobs(runner, jobs, unitOfWork, clock, logger.pino),
        inject: [JobRunner, Jobs, UnitOfWork, BusinessClock],
      },
      ...auditProviders(settings, logger),
      ...regionProviders(settings),
      ...breakGlassProviders(writer, settings, logger),
    ];
    const policyStore = isServiceName(writer) && {
      provide: PolicyStore,
      useFactory: (dataSource: DataSource, unitOfWork: UnitOfWork, regions: Regions) =>
        new PolicyStore(dataSource, unitOfWork, writer, (region, on) => regions.directory.at(region, on)),
      inject: [DataSource, UnitOfWork, Regions],
    };
    const sandboxClock = {
      provide: SandboxClock,
      useFactory: (clock: BusinessClock, dataSource: DataSource) => new SandboxClock(clock, dataSource),
      inject: [BusinessClock, DataSource],
    };
    const exported = [...provided, ...(policyStore ? [policyStore] : [])];
    return {
      module: PlatformModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(
              name,
              settings,
              [...PLATFORM_ENTITIES, ...entities],
              [...PLATFORM_MIGRATIONS, ...migrations],
            ),
            retryAttempts: CONNECT_ATTEMPTS,
            retryDelay: CONNECT_PAUSE_MS,
            toRetry: isDependencyUnavailable,
          }),
          dataSourceFactory: async (options) => {
            if (!options) throw new TypeError('the data source has no options');
            return openDatabase(options, settings.databaseMigration);
          },
        }),
      ],
      controllers: [
        OperationsController,
        auditEntriesController(writer),
        erasuresController(writer),
        ...(records.length > 0 ? [breakGlassController(writer)] : []),
        MyAccessesController,
        RegionController,
        ...(isServiceName(writer) ? [regionChangesController(writer), partyKeysController(writer)] : []),
        ...(hasConsumers ? [parkedEventsController(writer)] : []),
        ...(policyStore ? [policiesController(writer)] : []),
        jobsController(
          writer,
          ['republications:write', 'keys:write', ...(definition.startJobs ?? [])].map(
            (scope) => `${writer}:${scope}`,
          ),
        ),
        ...(states.size > 0 ? [republicationsController(writer, states)] : []),
        reEncryptionsController(writer),
        ...(idNumberColumns.length > 0 ? [personKeyAliasesController(writer)] : []),
        ...(settings.sandbox ? [SandboxClockController, SandboxPeopleController] : []),
      ],
      providers: [...exported, ...(settings.sandbox ? [sandboxClock] : [])],
      exports: exported.map(({ provide }) => provide),
    };
  }
}

function healthChecks(dataSource: DataSource): HealthChecks {
  const health = new HealthChecks();
  // that all connections are in use says nothing of whether the database answers
  health.add('database', () => besideOthers(async () => void (await dataSource.query('select 1'))));
  return health;
}

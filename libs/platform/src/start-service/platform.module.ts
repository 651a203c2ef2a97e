import { isServiceName } from '@minzheng/contracts/catalogue';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RecordDirectory, TokenVerifier } from '../access/index.js';
import {
  BusinessClock,
  BusinessClock1700000000102,
  SandboxClock,
  SandboxClockController,
} from '../clock/index.js';
import { SETTINGS, type PlatformSettings } from '../config/index.js';
import { FieldCipher } from '../encryption/index.js';
import { Idempotency1700000000101, IdempotencyRecords, isDependencyUnavailable } from '../http/index.js';
import { Messaging1700000000001, ParkedEvents, parkedEventsController } from '../messaging/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { Policies1700000000103, PolicyStore } from '../policies/index.js';
import { HealthChecks, JsonLogger, Metrics } from '../telemetry/index.js';
import { dataSourceOptions, openDatabase } from './database.js';
import { OperationsController } from './operations.controller.js';
import type { ServiceDefinition } from './service-definition.js';

const PLATFORM_MIGRATIONS = [
  Messaging1700000000001,
  Idempotency1700000000101,
  BusinessClock1700000000102,
  Policies1700000000103,
];
const CONNECT_ATTEMPTS = 15;
const CONNECT_PAUSE_MS = 2_000;

/** What every module of a service may inject. */
@Module({})
export class PlatformModule {
  static forService(
    definition: ServiceDefinition,
    settings: PlatformSettings,
    logger: JsonLogger,
  ): DynamicModule {
    const { name, writer, entities, migrations, consumers = [], records = [] } = definition;
    const hasConsumers = consumers.length > 0;
    const provided = [
      { provide: SETTINGS, useValue: settings },
      { provide: JsonLogger, useValue: logger },
      { provide: Metrics, useValue: new Metrics(name) },
      { provide: HealthChecks, useFactory: healthChecks, inject: [DataSource] },
      {
        provide: FieldCipher,
        useValue: new FieldCipher(settings.fieldEncryptionKeys, settings.fieldEncryptionKeyId),
      },
      { provide: BusinessClock, useValue: new BusinessClock() },
      { provide: TokenVerifier, useFactory: () => TokenVerifier.create(settings) },
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
            { writer, source: `/service/${name}`, partitions: settings.topicPartitions },
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
    ];
    const policyStore = isServiceName(writer) && {
      provide: PolicyStore,
      useFactory: (dataSource: DataSource, unitOfWork: UnitOfWork) =>
        new PolicyStore(dataSource, unitOfWork, writer),
      inject: [DataSource, UnitOfWork],
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
            ...dataSourceOptions(name, settings, entities, [...PLATFORM_MIGRATIONS, ...migrations]),
            retryAttempts: CONNECT_ATTEMPTS,
            retryDelay: CONNECT_PAUSE_MS,
            toRetry: isDependencyUnavailable,
          }),
          dataSourceFactory: async (options) => {
            if (!options) throw new TypeError('the data source has no options');
            return openDatabase(options);
          },
        }),
      ],
      controllers: [
        OperationsController,
        ...(hasConsumers ? [parkedEventsController(writer)] : []),
        ...(settings.sandbox ? [SandboxClockController] : []),
      ],
      providers: [...exported, ...(settings.sandbox ? [sandboxClock] : [])],
      exports: exported.map(({ provide }) => provide),
    };
  }
}

function healthChecks(dataSource: DataSource): HealthChecks {
  const health = new HealthChecks();
  health.add('database', async () => {
    await dataSource.query('select 1');
  });
  return health;
}

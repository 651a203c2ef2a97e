import type { WriterName } from '@minzheng/contracts/catalogue';
import type { DynamicModule, Type as Class } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RecordSource } from '../access/index.js';
import type { SettingsSchema } from '../config/index.js';
import type { EncryptedColumn } from '../key-rotation/index.js';
import type { ConsumerDefinition, StateMessage } from '../messaging/index.js';
import type { EntityClass, MigrationClass } from './database.js';

/** All that makes one service different from another. */
export interface ServiceDefinition {
  /** In logs, metrics and `ce_source`: `assistance`, `verification-gateway`. */
  readonly name: string;
  /** Who writes, in topic names: `assistance`, `inbound`. */
  readonly writer: WriterName;
  readonly module: Class | DynamicModule;
  readonly entities: readonly EntityClass[];
  /** Forward only; their timestamps are later than the platform's (1700000000xxx). */
  readonly migrations: readonly MigrationClass[];
  /**
   * What it reads: the consumer of every event handler is among them, or the service does not start. A list, even an
   * empty one, also starts the relay; without it no event goes in or out.
   */
  readonly consumers?: readonly ConsumerDefinition[];
  /** Messages that say how something stands: they can be sent again. What others refer to comes first. */
  readonly states?: readonly StateMessage[];
  /** Its columns whose values are encrypted. */
  readonly encrypted?: readonly EncryptedColumn[];
  /** The records that its routes concern (`@Concerns`). */
  readonly records?: readonly RecordSource[];
  /** Scopes of its commands that start jobs, without the service's name: who holds one may ask how far a job is. */
  readonly startJobs?: readonly string[];
  /** Settings that only this service has. */
  readonly settings?: SettingsSchema;
  /** Last touches, before the routes are registered. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

/** What a room of shared work brings into a service beside its Nest module. */
export interface ServicePart {
  readonly entities?: readonly EntityClass[];
  readonly migrations?: readonly MigrationClass[];
  readonly states?: readonly StateMessage[];
  readonly encrypted?: readonly EncryptedColumn[];
  readonly records?: readonly RecordSource[];
  readonly startJobs?: readonly string[];
}

/** A service with the tables, states and records of the rooms that it takes in; its own come last. */
export function withParts(definition: ServiceDefinition, parts: readonly ServicePart[]): ServiceDefinition {
  const all: readonly ServicePart[] = [...parts, definition];
  return {
    ...definition,
    entities: all.flatMap(({ entities = [] }) => entities),
    migrations: all.flatMap(({ migrations = [] }) => migrations),
    states: all.flatMap(({ states = [] }) => states),
    encrypted: all.flatMap(({ encrypted = [] }) => encrypted),
    records: all.flatMap(({ records = [] }) => records),
    startJobs: all.flatMap(({ startJobs = [] }) => startJobs),
  };
}

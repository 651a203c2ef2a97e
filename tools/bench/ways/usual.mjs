/** The usual way: Nest's own Kafka transport, one event a call, and TypeORM's `save()`. */
import 'reflect-metadata';
import { fromBinary } from '@bufbuild/protobuf';
import { IncomeFactSchema } from '@minzheng/contracts/facts';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { builtModule, createFactTable, report, Stopwatch, work } from './way.mjs';

const { facts, brokers, topic, databaseUrl } = work();
const { toFactRow } = await builtModule('verification/dist/facts/fact-row.js');

class StoredFact {}
Entity('saved')(StoredFact);
/** @type {readonly [property: string, type: import('typeorm').ColumnType, column: string][]} */
const COLUMNS = [
  ['recordedAt', 'timestamptz', 'recorded_at'],
  ['supersededAt', 'timestamptz', 'superseded_at'],
  ['observedAt', 'timestamptz', 'observed_at'],
  ['amountFen', 'bigint', 'amount_fen'],
  ['supersedesFactId', 'uuid', 'supersedes_fact_id'],
  ['validFrom', 'date', 'valid_from'],
  ['validTo', 'date', 'valid_to'],
  ['count', 'int', 'count'],
  ['sourceId', 'int', 'source_id'],
  ['kind', 'smallint', 'kind'],
  ['quality', 'smallint', 'quality'],
  ['flags', 'smallint', 'flags'],
  ['shareBp', 'smallint', 'share_bp'],
  ['programme', 'smallint', 'programme'],
  ['purpose', 'smallint', 'purpose'],
  ['region', 'text', 'region'],
  ['payerKey', 'text', 'payer_key'],
  ['itemKey', 'text', 'item_key'],
  ['caseRef', 'text', 'case_ref'],
  ['attributes', 'jsonb', 'attributes'],
];
PrimaryColumn('uuid', { name: 'person_key' })(StoredFact.prototype, 'personKey');
PrimaryColumn('bigint', { name: 'record_key' })(StoredFact.prototype, 'recordKey');
PrimaryColumn('uuid', { name: 'fact_id' })(StoredFact.prototype, 'factId');
for (const [property, type, name] of COLUMNS) {
  Column({ type, name, nullable: true })(StoredFact.prototype, property);
}

const dataSource = await new DataSource({
  type: 'postgres',
  url: databaseUrl,
  entities: [StoredFact],
}).initialize();
await createFactTable((sql) => dataSource.query(sql));
await dataSource.query('create table saved (like fact, primary key (person_key, record_key, fact_id))');
const repository = dataSource.getRepository(StoredFact);
const stopwatch = new Stopwatch();
let done = 0;

class FactController {
  /** @param {Buffer} value */
  async store(value) {
    if (done >= facts) return;
    stopwatch.start();
    const row = toFactRow({ schema: IncomeFactSchema, message: fromBinary(IncomeFactSchema, value) });
    await repository.save(
      repository.create({
        ...row,
        recordKey: row.recordKey.toString(),
        amountFen: row.amountFen?.toString() ?? null,
        observedAt: new Date(Number(row.observedAtMicros / 1_000n)),
        recordedAt: new Date(),
        sourceId: 1,
      }),
    );
    done += 1;
    if (done === facts) report({ seconds: stopwatch.seconds, facts: done });
  }
}
Controller()(FactController);
const method = Object.getOwnPropertyDescriptor(FactController.prototype, 'store');
if (!method) throw new Error('no method');
EventPattern(topic)(FactController.prototype, 'store', method);
Payload()(FactController.prototype, 'store', 0);
class FactModule {}
Module({ controllers: [FactController] })(FactModule);

const app = await NestFactory.createMicroservice(FactModule, {
  logger: ['error'],
  transport: Transport.KAFKA,
  options: {
    client: { clientId: 'bench-usual', brokers: brokers.split(',') },
    consumer: { groupId: `bench.usual.${process.pid}` },
    subscribe: { fromBeginning: true },
    parser: { keepBinary: true },
  },
});
await app.listen();

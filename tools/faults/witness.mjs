/**
 * The witness: a consumer of all topics, made of the platform's own parts, that writes down each event that it gets. It
 * runs as a process of its own and is killed like the services.
 */
import { allMessages } from '@minzheng/contracts/catalogue';
import { defineConsumer, EventHandlers, On } from '@minzheng/platform/messaging';
import { startService } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { catalogueTopics } from '../stack/stack.mjs';

const CONSUMER = defineConsumer({
  name: 'witness',
  topics: await catalogueTopics(),
  deduplication: 'inbox',
});

/** One transaction writes what was seen, the ids that were handled and the position. */
class Handlers {
  /**
   * @param {readonly import('@minzheng/platform/messaging').Received[]} events
   * @param {import('@minzheng/platform/messaging').InboundContext} context
   */
  async seen(events, { tx }) {
    const rows = events.map(({ envelope }) => ({
      topic: envelope.topic,
      key: envelope.key,
      ce_id: envelope.id,
      sequence: String(envelope.sequence),
    }));
    await tx.execute(
      `insert into seen (topic, key, ce_id, sequence)
       select topic, key, ce_id, sequence from rows from (jsonb_to_recordset($1::jsonb)
         as (topic text, key text, ce_id uuid, sequence bigint)) with ordinality as e(topic, key, ce_id, sequence, place)
        order by place`,
      [JSON.stringify(rows)],
    );
  }
}
const method = /** @type {PropertyDescriptor} */ (
  Object.getOwnPropertyDescriptor(Handlers.prototype, 'seen')
);
Payload()(Handlers.prototype, 'seen', 0);
Ctx()(Handlers.prototype, 'seen', 1);
On(...allMessages())(Handlers.prototype, 'seen', method);
EventHandlers(CONSUMER)(Handlers);

class WitnessModule {}
Module({ controllers: [Handlers] })(WitnessModule);

class Seen1720000000001 {
  /** @param {import('typeorm').QueryRunner} runner */
  async up(runner) {
    await runner.query(`
      create table seen (
        id bigint generated always as identity primary key,
        topic text not null,
        key text,
        ce_id uuid not null,
        sequence bigint not null
      )`);
  }

  async down() {
    throw new Error('migrations are forward-only');
  }
}

await startService({
  name: 'witness',
  writer: 'inbound',
  module: WitnessModule,
  entities: [],
  migrations: [Seen1720000000001],
  consumers: [CONSUMER],
});

/**
 * Reads what passes on the topics, as anybody with the right to would.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import kafkajs from 'kafkajs';
import { eventually } from './api.mjs';

/**
 * @typedef {object} SeenEvent
 * @property {string} topic
 * @property {string} type last part of its name
 * @property {string | undefined} key
 * @property {string} source
 * @property {any} message
 * @property {number} seenAt milliseconds
 */

/** Of clues: whether an indicator is among those that were hit. @param {string} indicator */
export const hasHit =
  (indicator) =>
  (/** @type {any} */ { hits }) =>
    hits.some((/** @type {any} */ hit) => hit.indicator === indicator);

/** Listens to all topics from their beginning. */
export class EventListener {
  /** @type {SeenEvent[]} */
  #seen = [];
  #kafka;
  #prefix;
  /** @type {import('kafkajs').Consumer | undefined} */
  #consumer;

  /** @param {import('../stack/stack.mjs').Stack} stack */
  constructor(stack) {
    this.#kafka = new kafkajs.Kafka({
      ...stack.kafkaAccess,
      logLevel: kafkajs.logLevel.NOTHING,
    });
    this.#prefix = stack.topicPrefix;
  }

  async start() {
    const consumer = this.#kafka.consumer({ groupId: `demo-${Date.now()}`, maxWaitTimeInMs: 50 });
    this.#consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topics: [new RegExp(`^${this.#prefix}minzheng\\.`)], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 6,
      eachMessage: async ({ topic, message }) => {
        const typeName = String(message.headers?.ce_type);
        const schema = messageByTypeName(typeName);
        if (!schema || !message.value) return;
        this.#seen.push({
          topic: topic.slice(this.#prefix.length),
          type: typeName.split('.').at(-1) ?? '',
          key: message.key?.toString(),
          source: String(message.headers?.ce_source),
          message: fromBinary(schema, message.value),
          seenAt: Date.now(),
        });
      },
    });
  }

  async stop() {
    await this.#consumer?.disconnect();
  }

  /** @param {string} type @param {(message: any) => boolean} [where] @returns {SeenEvent[]} in the order in which they came */
  all(type, where = () => true) {
    return this.#seen.filter((event) => event.type === type && where(event.message));
  }

  /** Waits for an event. @param {string} type @param {(message: any) => boolean} [where] @returns {Promise<SeenEvent>} */
  next(type, where) {
    return eventually(`event ${type}`, async () => this.all(type, where)[0]);
  }
}

/** Facts as an agency's gateway sends them: protobuf, with the headers that the outbox relay writes. */
import { createHash } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { keyOf, topicOf } from '@minzheng/contracts/catalogue';
import { FactQuality, IncomeBasis, IncomeFactSchema, IncomeKind } from '@minzheng/contracts/facts';
import kafkajs from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';

/** Where the facts of agencies arrive. */
export const FACTS_TOPIC = 'minzheng.inbound.verification.v1';
/** A batch of one partition has to stay below a megabyte, Kafka's limit. */
const SEND_AT_ONCE = 1_000;
const HEX = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/;

/** The same text gives the same id. @param {string} text @param {4 | 8} version @returns {string} */
export function idOf(text, version) {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(HEX, (_, a, b, c, d, e) => `${a}-${b}-${version}${c}-8${d}-${e}`).slice(0, 36);
}

/** @param {string} population @param {number} number @returns {string} */
export const personKey = (population, number) => idOf(`person/${population}/${number}`, 8);

/**
 * An event as the relay would send it.
 * @template {import('@bufbuild/protobuf').DescMessage} D
 * @param {string} writer
 * @param {D} schema
 * @param {import('@bufbuild/protobuf').MessageInitShape<D>} init
 * @param {{ aggregate: string, id: string, sequence?: number, source?: string }} subject
 * @returns {{ topic: string, message: import('kafkajs').Message }}
 */
export function event(writer, schema, init, { aggregate, id, sequence = 1, source = `/service/${writer}` }) {
  const message = create(schema, init);
  return {
    topic: topicOf(writer, schema, message),
    message: {
      key: keyOf(schema, message),
      value: Buffer.from(toBinary(schema, message)),
      headers: {
        ce_specversion: '1.0',
        ce_id: uuidv7(),
        ce_type: schema.typeName,
        ce_source: source,
        ce_subject: `${aggregate}/${id}`,
        ce_time: new Date().toISOString(),
        ce_sequence: String(sequence),
        'content-type': 'application/protobuf',
      },
    },
  };
}

/**
 * @typedef {object} Income
 * @property {string} person personKey
 * @property {string} month `YYYY-MM`
 * @property {string} [record] what tells it from other facts of the person and month
 * @property {IncomeKind} [kind] default a wage
 * @property {string} [payer]
 * @property {string} [agency]
 * @property {string} [dataset]
 */

/** @param {Income} income @returns {{ topic: string, message: import('kafkajs').Message, factId: string }} */
export function incomeFact({
  person,
  month,
  record = '',
  kind = IncomeKind.WAGE,
  payer = '91510800MA6253U27D',
  agency = 'TAX',
  dataset = 'TAX.wages',
}) {
  const recordId = createHash('sha256').update(`${person}/${month}/${record}`).digest('hex').slice(0, 32);
  const factId = idOf(`fact/${agency}/${recordId}`, 4);
  const observedAt = timestampFromDate(new Date(`${month}-28T02:00:00Z`));
  const sent = event(
    'inbound',
    IncomeFactSchema,
    {
      factId,
      personKey: person,
      occurredAt: observedAt,
      region: { code: '510802001' },
      kind,
      amountFen: 150_000n,
      period: { fromMonth: month, toMonth: month },
      basis: IncomeBasis.NET,
      payerKey: payer,
      itemKey: recordId,
      quality: FactQuality.REGISTERED,
      source: { agency, dataset, recordId, observedAt },
    },
    { aggregate: 'fact', id: factId, source: `/agency/${agency}` },
  );
  return { ...sent, factId };
}

/**
 * Wages month by month, as the files of a tax office come: who gets one is drawn by `personOf`.
 * @param {number} count
 * @param {(index: number) => { person: string, month: string, record: string }} personOf
 * @returns {Generator<import('kafkajs').Message>}
 */
export function* wages(count, personOf) {
  for (let index = 0; index < count; index++) yield incomeFact(personOf(index)).message;
}

/** @param {number} index months since January 2020 @returns {string} `YYYY-MM` */
export function monthNumber(index) {
  return `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/**
 * @param {string} brokers
 * @param {string} topic on the broker
 * @param {Iterable<import('kafkajs').Message>} messages
 * @param {(sent: number) => void} progress
 */
export async function sendAll(brokers, topic, messages, progress) {
  const producer = kafkaClient(brokers).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    let sent = 0;
    /** @type {import('kafkajs').Message[]} */
    let batch = [];
    const send = async () => {
      await producer.send({ topic, messages: batch, acks: -1 });
      sent += batch.length;
      batch = [];
      progress(sent);
    };
    for (const message of messages) {
      batch.push(message);
      if (batch.length === SEND_AT_ONCE) await send();
    }
    if (batch.length > 0) await send();
  } finally {
    await producer.disconnect();
  }
}

/** @param {string | import('../stack/kafka.mjs').KafkaAccess} access brokers that let anybody in, or how they are reached */
export function kafkaClient(access) {
  return new kafkajs.Kafka({
    clientId: 'bench',
    ...(typeof access === 'string' ? { brokers: access.split(',') } : access),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 1_000_000 },
  });
}

/** The AsyncAPI 3.0 document of all topics and messages: from proto/, and from what the services say that they handle. */
import {
  allMessages,
  messageRoute,
  retentionDays,
  retentionSettings,
  SERVICE_NAMES,
  topicName,
} from '@minzheng/contracts/catalogue';
import { exampleOf, schemasOf } from './json-schemas.mjs';
import { serviceOf } from './readers.mjs';

/** @typedef {import('@bufbuild/protobuf').DescMessage} DescMessage */
/** @typedef {import('@minzheng/contracts/catalogue').WriterName} WriterName */
/** @typedef {import('@minzheng/contracts/catalogue').FixedAudience} FixedAudience */
/** @typedef {import('@minzheng/contracts/catalogue').ServiceName} ServiceName */
/** @typedef {import('./readers.mjs').Reader} Reader */
/** @typedef {import('../lint/apis/outward.mjs').Leaving} Leaving */

/**
 * @typedef {object} Knowledge what the document is made of, beside the messages
 * @property {ReadonlyMap<string, string>} comments of proto/, by full name
 * @property {ReadonlyMap<string, readonly Reader[]>} handlers who handles a message, by its name
 * @property {Readonly<Record<string, Leaving>>} outward what of a message may leave the platform, by its name
 */

/**
 * @typedef {object} Told one message, as the document and the page tell it
 * @property {DescMessage} desc
 * @property {string} meaning
 * @property {readonly WriterName[]} writers
 * @property {readonly string[]} topics
 * @property {string} audience who may read it, in words
 * @property {string} key
 * @property {readonly Reader[]} handledBy those of this repository
 * @property {Leaving} [leaving] what parties outside may have of it; undefined: nothing
 */

const SCHEMAS = '#/components/schemas/';
/** @type {readonly Reader[]} */
const READERS = [...SERVICE_NAMES, 'gateway'];
const INSTANT = '2025-07-15T02:00:00Z';
const EVENT_ID = '0198a000-7c00-7000-8000-000000000001';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const DESCRIPTION = `Every message that crosses a border between services, drawn from proto/ by \`npm run docs:events\`.

A topic has one writer and one audience, and its name says both: \`minzheng.<writer>.<audience>.v1\`. Events are CloudEvents 1.0 in the
binary mode of the Kafka binding; the value is the message in protobuf. The payload schemas describe its JSON form, with the numbers of
the fields: 64-bit numbers are strings of digits, an enumeration is its value's name. Nothing carries an ID number, a name, an
address, a telephone number or a bank account. Delivery is at least once: \`ce_id\` tells a repetition, \`ce_sequence\` the newer of two
states. Ignore messages and fields that you do not know.`;

const AUDIENCES = {
  all: 'the seven services',
  own: 'no other service: audit, statistics, and subscribers whom the writer admits',
};

/** CloudEvents attributes of a record. */
const HEADERS = {
  title: 'CloudEventsHeaders',
  description: 'CloudEvents 1.0, Kafka binding, binary mode.',
  type: 'object',
  required: [
    ...['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'ce_sequence'],
    'content-type',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0', description: 'Version of CloudEvents.' },
    ce_id: {
      type: 'string',
      format: 'uuid',
      description: 'Id of the event (UUID): the same in each delivery.',
    },
    ce_type: { type: 'string', description: 'Full name of the message.' },
    ce_source: {
      type: 'string',
      description: 'Who says it: a service, or the agency whose data the gateway passes on.',
    },
    ce_subject: { type: 'string', description: 'What it is about: <aggregate>/<id>.' },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was recorded, UTC.' },
    ce_sequence: {
      ...{ type: 'string', pattern: '^\\d{1,19}$' },
      description: 'Version of the aggregate: the state with the higher one is newer.',
    },
    'content-type': {
      type: 'string',
      const: 'application/protobuf',
      description: 'How the value is written.',
    },
    traceparent: { type: 'string', description: 'W3C Trace Context of the request that it came from.' },
  },
};

/** Every message as it is told, in the order of their full names. @param {Knowledge} knowledge @returns {Told[]} */
export function toldMessages({ comments, handlers, outward }) {
  return allMessages()
    .toSorted((one, other) => (one.typeName < other.typeName ? -1 : 1))
    .map((desc) => {
      const route = messageRoute(desc);
      const handledBy = handlers.get(desc.name) ?? [];
      return {
        desc,
        meaning: comments.get(desc.typeName) ?? '',
        writers: route.writers,
        topics: route.writers.flatMap((writer) =>
          audiencesOf(desc, writer).map((audience) => topicName(writer, audience)),
        ),
        audience:
          'audience' in route
            ? nameOfAudience(route.audience)
            : `the service that \`${route.addresseeField}\` names; where it names none, as own`,
        key: 'keyField' in route ? `key: \`${route.keyField}\`` : 'no key, one copy in each partition',
        handledBy: handledBy.filter((reader) => mayRead(desc, serviceOf(reader))),
        leaving: outward[desc.name],
      };
    });
}

/** @param {Knowledge} knowledge @param {string} version of the release */
export function asyncApiDocument(knowledge, version) {
  const told = toldMessages(knowledge);
  const channels = channelsOf(told);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Minzheng events 民政事件目录',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/protobuf',
    servers: {
      kafka: {
        host: '{brokers}',
        protocol: 'kafka-secure',
        description: 'Kafka of the platform; access lists follow from the names of the topics.',
        security: [{ $ref: '#/components/securitySchemes/scram' }],
        variables: { brokers: { default: 'localhost:9092', description: 'host:port of a broker' } },
      },
    },
    channels: Object.fromEntries(channels.map(({ id, channel }) => [id, channel])),
    operations: operationsOf(channels),
    components: {
      securitySchemes: {
        scram: { type: 'scramSha512', description: 'User and password of a service, over TLS (SASL_SSL).' },
      },
      messages: Object.fromEntries(told.map((each) => [each.desc.typeName, messageOf(each, knowledge)])),
      schemas: {
        CloudEventsHeaders: HEADERS,
        ...schemasOf(
          told.map(({ desc }) => desc),
          knowledge.comments,
          (name) => `${SCHEMAS}${name}`,
        ),
      },
    },
  };
}

/** @param {DescMessage} desc @param {WriterName} writer @returns {readonly FixedAudience[]} */
function audiencesOf(desc, writer) {
  const route = messageRoute(desc);
  if ('audience' in route) return [route.audience];
  return ['own', ...SERVICE_NAMES.filter((name) => name !== writer)];
}

/** @param {DescMessage} desc @param {ServiceName} service */
function mayRead(desc, service) {
  const { writers } = messageRoute(desc);
  return writers.some((writer) =>
    audiencesOf(desc, writer).some(
      (audience) => audience === service || audience === 'all' || (audience === 'own' && writer === service),
    ),
  );
}

/** @param {FixedAudience} audience */
const nameOfAudience = (audience) =>
  audience === 'all' || audience === 'own' ? AUDIENCES[audience] : `${audience} alone`;

/**
 * @typedef {object} Channel
 * @property {string} id
 * @property {WriterName} writer
 * @property {FixedAudience} audience
 * @property {readonly Told[]} told
 * @property {object} channel
 */

/** @param {readonly Told[]} told @returns {Channel[]} */
function channelsOf(told) {
  /** @type {readonly WriterName[]} */
  const writers = [...SERVICE_NAMES, 'inbound'];
  /** @type {readonly FixedAudience[]} */
  const audiences = ['all', ...SERVICE_NAMES, 'own'];
  return writers.flatMap((writer) =>
    audiences.flatMap((audience) => {
      const topic = topicName(writer, audience);
      const here = told.filter(({ topics }) => topics.includes(topic));
      if (here.length === 0) return [];
      return [
        {
          id: `${writer}.${audience}`,
          writer,
          audience,
          told: here,
          channel: channelOf(topic, writer, audience, here),
        },
      ];
    }),
  );
}

/** @param {string} topic @param {WriterName} writer @param {FixedAudience} audience @param {readonly Told[]} told */
function channelOf(topic, writer, audience, told) {
  return {
    address: topic,
    title: topic,
    description: `Written by ${writer} alone. Read by ${nameOfAudience(audience)}. Kept for ${retentionDays(topic)} days.`,
    servers: [{ $ref: '#/servers/kafka' }],
    messages: Object.fromEntries(
      told.map(({ desc: { typeName } }) => [typeName, { $ref: `#/components/messages/${typeName}` }]),
    ),
    bindings: {
      kafka: {
        topicConfiguration: { 'retention.ms': Number(retentionSettings(topic)['retention.ms']) },
        bindingVersion: '0.5.0',
      },
    },
    'x-writer': writer,
    'x-audience': audience,
  };
}

/** What each writer sends, and what each reader of this repository receives. @param {readonly Channel[]} channels */
function operationsOf(channels) {
  const refs = (/** @type {string} */ id, /** @type {readonly Told[]} */ told) =>
    told.map(({ desc }) => ({ $ref: `#/channels/${id}/messages/${desc.typeName}` }));
  const sent = channels.map(({ id, writer, audience, told }) => [
    `${id}.send`,
    {
      action: 'send',
      channel: { $ref: `#/channels/${id}` },
      summary: `${writer} tells ${nameOfAudience(audience)}`,
      messages: refs(id, told),
      'x-service': writer,
    },
  ]);
  const received = channels.flatMap(({ id, writer, audience, told }) =>
    READERS.flatMap((reader) => {
      const service = serviceOf(reader);
      const mayHere =
        audience === 'all' ? service !== writer : (audience === 'own' ? writer : audience) === service;
      const handled = told.filter(({ handledBy }) => mayHere && handledBy.includes(reader));
      if (handled.length === 0) return [];
      return [
        [
          `${id}.receivedBy.${reader}`,
          {
            action: 'receive',
            channel: { $ref: `#/channels/${id}` },
            summary: `${reader} acts on what ${writer} tells`,
            messages: refs(id, handled),
            'x-service': reader,
          },
        ],
      ];
    }),
  );
  return Object.fromEntries([...sent, ...received]);
}

/** @param {Told} told @param {Knowledge} knowledge */
function messageOf({ desc, meaning, writers, audience, handledBy, leaving }, { comments }) {
  const route = messageRoute(desc);
  const payload = exampleOf(desc, comments);
  const key =
    'keyField' in route ? desc.fields.find(({ localName }) => localName === route.keyField) : undefined;
  const [writer] = writers;
  return {
    name: desc.typeName,
    title: desc.name,
    summary: meaning,
    contentType: 'application/protobuf',
    headers: {
      allOf: [
        { $ref: `${SCHEMAS}CloudEventsHeaders` },
        { type: 'object', properties: { ce_type: { type: 'string', const: desc.typeName } } },
      ],
    },
    payload: { $ref: `${SCHEMAS}${desc.typeName}` },
    ...(key && {
      bindings: {
        kafka: {
          key: { type: 'string', description: `\`${key.jsonName}\`: one key keeps one order.` },
          bindingVersion: '0.5.0',
        },
      },
    }),
    examples: [
      {
        name: desc.name,
        headers: {
          ce_specversion: '1.0',
          ce_id: EVENT_ID,
          ce_type: desc.typeName,
          ce_source: writer === 'inbound' ? '/agency/TAX' : `/service/${writer}`,
          ce_subject: subjectOf(desc, payload),
          ce_time: INSTANT,
          ce_sequence: '3',
          'content-type': 'application/protobuf',
          traceparent: TRACE,
        },
        payload,
      },
    ],
    'x-written-by': writers,
    'x-audience': audience,
    'x-handled-by': handledBy,
    'x-outside': leaving !== undefined,
    ...(leaving && { 'x-outside-fields': { always: leaving.always, ifAgreed: leaving.fields } }),
  };
}

/** @param {DescMessage} desc @param {Record<string, any>} payload */
function subjectOf(desc, payload) {
  const route = messageRoute(desc);
  const { transition } = payload;
  if (transition) return `${transition.aggregate}/${transition.aggregateId}`;
  const key = 'keyField' in route ? route.keyField : '';
  return key === '' ? 'feed/0' : `${key.replace(/(?:Id|Key)$/, '')}/${payload[key]}`;
}

import { ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { messageRoute } from '@minzheng/contracts/catalogue';
import { toldMessages } from './asyncapi.mjs';
import { exampleOf, partsOf } from './json-schemas.mjs';

/** @typedef {import('./asyncapi.mjs').Knowledge} Knowledge */
/** @typedef {import('./asyncapi.mjs').Told} Told */
/** @typedef {import('@bufbuild/protobuf').DescField} DescField */

const HEAD = `# Events · 事件目录

Every message that crosses a border between services: what it says, who sends it, who may read it, and who acts on it. Written by
\`npm run docs:events\` from \`proto/\` and from the handlers of the services; not by hand. [asyncapi.yaml](asyncapi.yaml) says the same
as AsyncAPI 3.0, with an example of each message. How an event gets from one service to another stands in
[how an event travels](how-an-event-travels.md); parties outside of the platform read
[events over HTTP](events-over-http.md).

- A topic is \`minzheng.<writer>.<audience>.v1\`: one writer, one audience. One key keeps one order within a topic. It keeps what is in it
  for 30 days, and for [seven](kafka-access.md#how-long-a-topic-keeps-what-is-in-it) where only a consent opens some of it.
- A record has the headers of CloudEvents 1.0 (binary mode): \`ce_id\` (the same in each delivery), \`ce_type\` (\`minzheng.<package>.v1.<message>\`),
  \`ce_source\`, \`ce_subject\` (\`<aggregate>/<id>\`), \`ce_time\`, \`ce_sequence\` (version of the aggregate: the higher one is newer), \`content-type\`
  (\`application/protobuf\`), \`traceparent\`.
- Names of fields are those of the JSON form; \`?\` may be absent, \`[]\` is a list. Sums are whole fen 分.
- **May read it**: \`all\` is every service; a name is that service alone; \`→ field\` is the service that this field names; \`own\`, and
  where the field names no service: no other one, but audit, statistics, and subscribers whom the writer admits.
- **Acts on it** names services of this repository, and the gateway, which is verification’s and a program of its own. A department
  that is not in it may read what its audience says.
- **Outside** means that a party outside may be told, of its own matters and under its agreement: of the fields those that are listed there.

Any client of Kafka reads a topic that its user is let at; \`kcat\` for one, here as the administrator of \`npm start\` (\`npm run check:kcat\` tries
it), and the [SDK of CloudEvents](https://github.com/cloudevents/sdk-javascript), from what kafkajs gives:

\`\`\`sh
kcat -b 127.0.0.1:19092 -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=PLAIN -X sasl.username=admin \\
  -X sasl.password="$(cat .data/kafka/admin-password)" -C -e -J -t minzheng.assistance.all.v1
\`\`\`

\`\`\`ts
const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
const event = Kafka.toEvent({ key: String(message.key), value: message.value, body: message.value, headers });
const consent = fromBinary(ConsentGrantedSchema, event.data); // protobuf, of image.binpb or libs/contracts
\`\`\`
`;

/** @typedef {import('@bufbuild/protobuf').DescMessage} DescMessage */
/** @typedef {import('@bufbuild/protobuf').DescEnum} DescEnum */

/** The page of all messages. @param {Knowledge} knowledge @returns {string} */
export function eventsPage(knowledge) {
  const told = toldMessages(knowledge);
  const packages = Map.groupBy(told, ({ desc }) => desc.file.proto.package);
  const sections = [...packages].map(([name, messages]) =>
    [`## \`${name}\``, ...messages.map((each) => messageSection(each, knowledge))].join('\n\n'),
  );
  const parts = partsOf(told.map(({ desc }) => desc)).map((desc) =>
    desc.kind === 'enum' ? enumSection(desc, knowledge) : shapeSection(desc, knowledge),
  );
  return `${[HEAD.trimEnd(), tableOf(told), ...sections, '## Shapes and enumerations', ...parts].join('\n\n')}\n`;
}

/** @param {readonly Told[]} told */
function tableOf(told) {
  const rows = told.map(({ desc, writers, handledBy, leaving }) => [
    `[${desc.name}](#${desc.name.toLowerCase()})`,
    writers.join(', '),
    audienceOf(desc),
    handledBy.join(', ') || '–',
    leaving ? 'yes' : '',
  ]);
  return table(['Message', 'Sent by', 'May read it', 'Acts on it', 'Outside'], rows);
}

/** @param {DescMessage} desc */
function audienceOf(desc) {
  const route = messageRoute(desc);
  return 'audience' in route ? route.audience : `→ \`${route.addresseeField}\``;
}

/** @param {Told} told @param {Knowledge} knowledge */
function messageSection({ desc, meaning, writers, key, topics, handledBy, leaving }, knowledge) {
  const audience = topics.length > writers.length ? '<audience>' : topics[0]?.split('.')[2];
  const topic = `minzheng.${writers.length === 1 ? writers[0] : '<writer>'}.${audience}.v1`;
  return [
    `### ${desc.name}`,
    meaning,
    [
      `- Sent by ${writers.join(', ')} on \`${topic}\`, ${key}.`,
      `- May read it: ${audienceOf(desc)}. Acts on it: ${handledBy.join(', ') || 'no service of this repository'}.`,
      ...(leaving ? [`- Parties outside may be told: ${leavingOf(leaving)}.`] : []),
    ].join('\n'),
    fieldsOf(desc, knowledge),
  ].join('\n\n');
}

/** @param {import('./asyncapi.mjs').Leaving} leaving */
function leavingOf({ always, fields }) {
  const agreed = fields.length === 0 ? '' : `; where the agreement names the field, ${pathsOf(fields)}`;
  return pathsOf(always) + agreed;
}

/** @param {readonly string[]} paths */
const pathsOf = (paths) => paths.map((path) => `\`${path}\``).join(', ');

/** @param {DescMessage} desc @param {Knowledge} knowledge */
function shapeSection(desc, knowledge) {
  const meaning = knowledge.comments.get(desc.typeName);
  return [`### ${desc.name}`, meaning, fieldsOf(desc, knowledge)].join('\n\n');
}

/** @param {DescEnum} desc @param {Knowledge} knowledge */
function enumSection(desc, { comments }) {
  const rows = desc.values
    .filter(({ number }) => number !== 0)
    .map(({ name }) => [`\`${name}\``, comments.get(`${desc.typeName}.${name}`) ?? '']);
  return [`### ${desc.name}`, comments.get(desc.typeName), table(['Value', 'Meaning'], rows)].join('\n\n');
}

/** @param {DescMessage} desc @param {Knowledge} knowledge */
function fieldsOf(desc, { comments }) {
  const examples = exampleOf(desc, comments);
  const rows = desc.fields.map((field) => {
    const example = field.message ? '' : `\`${JSON.stringify(examples[field.jsonName])}\``;
    const meaning = comments.get(`${desc.typeName}.${field.name}`) ?? '';
    return [`\`${field.jsonName}\`${isOptional(field) ? '?' : ''}`, typeOf(field), meaning, example];
  });
  return table(['Field', 'Type', 'Meaning', 'Example'], rows);
}

/** @param {DescField} field */
const isOptional = (field) =>
  field.fieldKind !== 'message' && field.presence === FeatureSet_FieldPresence.EXPLICIT;

const SCALARS = /** @type {Partial<Record<ScalarType, string>>} */ ({
  [ScalarType.INT64]: 'int64',
  [ScalarType.INT32]: 'int32',
  [ScalarType.BOOL]: 'bool',
  [ScalarType.STRING]: 'text',
});

/** @param {DescField} field */
function typeOf(field) {
  const part = field.message ?? field.enum;
  const isTold = part && part.file.proto.package.startsWith('minzheng.');
  const one = isTold
    ? `[${part.name}](#${part.name.toLowerCase()})`
    : (part?.name ?? SCALARS[field.scalar ?? ScalarType.STRING] ?? '');
  if (field.fieldKind === 'list') return `${one} []`;
  return field.fieldKind === 'map' ? `map of ${one}` : one;
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What of a record in a topic is otherwise than the catalogue says. */
import { fromBinary } from '@bufbuild/protobuf';
import { fieldValue, keyOf, messageByTypeName, messageRoute, topicOf } from '@minzheng/contracts/catalogue';

/** What the headers of a record look like. @type {Readonly<Record<string, RegExp>>} */
const HEADERS = {
  ce_specversion: /^1\.0$/,
  ce_id: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/,
  ce_type: /^minzheng\./,
  ce_subject: /^[\w-]+\/./,
  ce_time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  ce_sequence: /^\d+$/,
  'content-type': /^application\/protobuf$/,
};

/**
 * @param {{ topic: string, key: string | null, headers: Readonly<Record<string, string>> }} record
 * @param {Uint8Array} content
 * @param {import('@minzheng/contracts/catalogue').WriterName} writer
 * @returns {string[]}
 */
export function recordProblems({ topic, key, headers }, content, writer) {
  const problems = Object.entries(HEADERS)
    .filter(([name, form]) => !form.test(headers[name] ?? ''))
    .map(([name]) => `${name} is ${headers[name] ?? 'missing'}`);
  if (headers.ce_source !== `/service/${writer}`) problems.push(`ce_source is ${headers.ce_source}`);
  const schema = messageByTypeName(headers.ce_type ?? '');
  if (!schema) return [...problems, `no message ${headers.ce_type}`];
  let message;
  try {
    message = fromBinary(schema, content);
  } catch (error) {
    return [
      ...problems,
      `its content is no ${schema.name}: ${error instanceof Error ? error.message : error}`,
    ];
  }
  if (hasUnknown(message)) problems.push(`its content has fields that ${schema.name} does not`);
  // text and binary alike decode to an empty message, where nothing is there
  if (fieldValue(message, 'occurredAt') === undefined) problems.push('its content does not say when');
  const target = attempt(() => topicOf(writer, schema, message));
  if (target !== topic) problems.push(`it belongs into ${target}`);
  const wanted = 'keyField' in messageRoute(schema) ? attempt(() => keyOf(schema, message)) : null;
  if (key !== wanted) problems.push(`its key is ${key} instead of ${wanted}`);
  return problems;
}

/** @param {() => string} read @returns {string} */
function attempt(read) {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param {unknown} part @returns {boolean} */
function hasUnknown(part) {
  if (Array.isArray(part)) return part.some(hasUnknown);
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return false;
  const { $unknown: unknown, ...fields } = /** @type {Record<string, unknown>} */ (part);
  return (Array.isArray(unknown) && unknown.length > 0) || Object.values(fields).some(hasUnknown);
}

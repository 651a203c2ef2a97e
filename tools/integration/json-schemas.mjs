/** JSON schemas (draft 7) of what is sent, in the JSON form of protobuf, with an example of each message. */
import { create, ScalarType, toJson } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { textOf } from './texts.mjs';

/** @typedef {import('@bufbuild/protobuf').DescMessage} DescMessage */
/** @typedef {import('@bufbuild/protobuf').DescEnum} DescEnum */
/** @typedef {import('@bufbuild/protobuf').DescField} DescField */
/** @typedef {ReadonlyMap<string, string>} Comments */
/** @typedef {Record<string, any>} Schema */

const TIMESTAMP = 'google.protobuf.Timestamp';
const INSTANT = { type: 'string', format: 'date-time' };
/** 2025-07-15T02:00:00Z */
const EXAMPLE_INSTANT = { seconds: 1_752_544_800n, nanos: 0 };

/** @type {Partial<Record<ScalarType, { schema: Schema, example: unknown }>>} */
const SCALARS = {
  [ScalarType.BOOL]: { schema: { type: 'boolean' }, example: true },
  [ScalarType.INT32]: { schema: { type: 'integer', format: 'int32' }, example: 3 },
  [ScalarType.INT64]: {
    schema: { type: 'string', format: 'int64', pattern: '^-?\\d{1,19}$' },
    example: 180_000n,
  },
};

/**
 * The shapes and enumerations that stand in messages, by their full names.
 * @param {readonly DescMessage[]} messages
 * @returns {(DescMessage | DescEnum)[]}
 */
export function partsOf(messages) {
  /** @type {Map<string, DescMessage | DescEnum>} */
  const parts = new Map();
  /** @param {DescMessage} desc */
  const visit = (desc) => {
    for (const field of desc.fields) {
      const part = field.message ?? field.enum;
      if (!part || part.typeName === TIMESTAMP || parts.has(part.typeName)) continue;
      parts.set(part.typeName, part);
      if (part.kind === 'message') visit(part);
    }
  };
  messages.forEach(visit);
  return [...parts.values()].sort((one, other) => (one.typeName < other.typeName ? -1 : 1));
}

/**
 * The schemas of messages and of all that stands in them, by full name.
 * @param {readonly DescMessage[]} messages
 * @param {Comments} comments
 * @param {(name: string) => string} refTo reference to the schema of a full name
 * @returns {Record<string, Schema>}
 */
export function schemasOf(messages, comments, refTo) {
  /** @param {DescMessage | DescEnum} desc @returns {Schema} */
  const schemaOf = (desc) => (desc.typeName === TIMESTAMP ? INSTANT : { $ref: refTo(desc.typeName) });
  const all = [...messages, ...partsOf(messages)].map((desc) => [
    desc.typeName,
    desc.kind === 'enum' ? enumSchema(desc, comments) : messageSchema(desc, comments, schemaOf),
  ]);
  return Object.fromEntries(all.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}

/**
 * @param {DescMessage} desc
 * @param {Comments} comments
 * @param {(desc: DescMessage | DescEnum) => Schema} schemaOf
 * @returns {Schema}
 */
const messageSchema = (desc, comments, schemaOf) => ({
  title: desc.name,
  description: comments.get(desc.typeName),
  type: 'object',
  properties: Object.fromEntries(
    desc.fields.map((field) => [field.jsonName, fieldSchema(field, comments, schemaOf)]),
  ),
});

/** @param {DescEnum} desc @param {Comments} comments @returns {Schema} */
function enumSchema(desc, comments) {
  const sent = desc.values.filter(({ number }) => number !== 0);
  return {
    title: desc.name,
    description: comments.get(desc.typeName),
    type: 'string',
    enum: sent.map(({ name }) => name),
    'x-values': Object.fromEntries(sent.map(({ name }) => [name, comments.get(`${desc.typeName}.${name}`)])),
  };
}

/**
 * @param {DescField} field
 * @param {Comments} comments
 * @param {(desc: DescMessage | DescEnum) => Schema} schemaOf
 * @returns {Schema}
 */
function fieldSchema(field, comments, schemaOf) {
  const description = comments.get(nameOf(field));
  const told = {
    ...(description && { description }),
    ...(field.deprecated && { deprecated: true }),
    'x-field-number': field.number,
    ...(field.presence === FeatureSet_FieldPresence.EXPLICIT && { 'x-optional': true }),
  };
  const one = () => valueSchema(field, comments, schemaOf);
  if (field.fieldKind === 'list') return { ...told, type: 'array', items: one() };
  if (field.fieldKind === 'map') return { ...told, type: 'object', additionalProperties: one() };
  const schema = one();
  return '$ref' in schema ? { ...told, allOf: [schema] } : { ...told, ...schema };
}

/**
 * Of the one value of a field, the element of a list, the value of a map.
 * @param {DescField} field
 * @param {Comments} comments
 * @param {(desc: DescMessage | DescEnum) => Schema} schemaOf
 * @returns {Schema}
 */
function valueSchema(field, comments, schemaOf) {
  if (field.message) return schemaOf(field.message);
  if (field.enum) return schemaOf(field.enum);
  const scalar = /** @type {ScalarType} */ (field.scalar);
  if (scalar !== ScalarType.STRING) return scalarOf(field, scalar).schema;
  if (field.fieldKind === 'map') return { type: 'string' };
  const { schema, example } = textOf(field.name, comments.get(nameOf(field)) ?? '');
  return { type: 'string', ...schema, examples: [example] };
}

/**
 * An example of a message in the JSON form of protobuf: every field is set.
 * @param {DescMessage} desc
 * @param {Comments} comments
 * @returns {Schema}
 */
export function exampleOf(desc, comments) {
  const message = create(desc, /** @type {any} */ (exampleInit(desc, comments)));
  return /** @type {Schema} */ (toJson(desc, message, { alwaysEmitImplicit: true }));
}

/** @param {DescMessage} desc @param {Comments} comments @returns {object} */
function exampleInit(desc, comments) {
  if (desc.typeName === TIMESTAMP) return EXAMPLE_INSTANT;
  return Object.fromEntries(
    desc.fields.map((field) => {
      const value = exampleValue(field, comments);
      if (field.fieldKind === 'list') return [field.localName, [value]];
      return [field.localName, field.fieldKind === 'map' ? { key: value } : value];
    }),
  );
}

/** @param {DescField} field @param {Comments} comments @returns {unknown} */
function exampleValue(field, comments) {
  if (field.message) return exampleInit(field.message, comments);
  if (field.enum) return field.enum.values.find(({ number }) => number !== 0)?.number;
  const scalar = /** @type {ScalarType} */ (field.scalar);
  if (scalar !== ScalarType.STRING) return scalarOf(field, scalar).example;
  return field.fieldKind === 'map' ? 'text' : textOf(field.name, comments.get(nameOf(field)) ?? '').example;
}

/** @param {DescField} field @param {ScalarType} scalar */
function scalarOf(field, scalar) {
  const known = SCALARS[scalar];
  if (!known) throw new RangeError(`${nameOf(field)} is of a type that has no schema here`);
  return known;
}

/** @param {DescField} field */
const nameOf = (field) => `${field.parent.typeName}.${field.name}`;

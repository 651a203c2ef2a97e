/** What callers of a service rely on, out of its API document: no words, no examples, no refusals, nothing of its operation. */

/**
 * @typedef {object} Shape of a value
 * @property {string} [$ref] into `schemas`
 * @property {string | readonly string[]} [type]
 * @property {boolean} [nullable]
 * @property {readonly unknown[]} [enum]
 * @property {Readonly<Record<string, Shape>>} [properties]
 * @property {readonly string[]} [required]
 * @property {Shape} [items]
 * @property {readonly Shape[]} [allOf]
 * @property {readonly Shape[]} [oneOf]
 * @property {boolean | Shape} [additionalProperties]
 * @property {string} [pattern]
 * @property {string} [format]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {boolean} [uniqueItems]
 * @property {unknown} [default] what is taken where it is left out
 */

/**
 * @typedef {object} Access who is let in; nothing of it: everybody
 * @property {readonly string[]} [scopes] any one of them
 * @property {boolean} [person] whose own it is
 * @property {boolean} [token] whoever has one
 */

/**
 * @typedef {object} Operation
 * @property {Readonly<Record<string, { required: boolean, shape: Shape }>>} parameters by `query region`
 * @property {Readonly<Record<string, Shape>>} body by media type
 * @property {boolean} bodyIsRequired
 * @property {Readonly<Record<string, Readonly<Record<string, Shape>>>>} answers by status and media type; refusals are not among them
 * @property {Access} access
 * @property {string} [sunset] day from which it need no longer be answered
 */

/** @typedef {{ operations: Readonly<Record<string, Operation>>, schemas: Readonly<Record<string, Shape>> }} Surface operations by `GET /v1/cases` */

const KEPT = [
  ...['$ref', 'type', 'nullable', 'enum', 'required', 'pattern', 'format', 'default'],
  ...['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'],
];
const PARTS = ['allOf', 'oneOf'];
/** Routes for whoever operates the service, and those of a sandbox. */
const OPERATION = /^\/(?:health\/|metrics$|v1\/sandbox\/)/;

/** @param {any} document OpenAPI 3 @returns {Surface} */
export function surfaceOf(document) {
  /** @type {[string, Operation][]} */
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    OPERATION.test(path)
      ? []
      : Object.entries(verbs).map(([verb, operation]) => [
          `${verb.toUpperCase()} ${path}`,
          operationOf(operation),
        ]),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [
    name,
    shapeOf(schema),
  ]);
  return { operations: Object.fromEntries(operations), schemas: Object.fromEntries(schemas) };
}

/** @param {any} operation @returns {Operation} */
function operationOf(operation) {
  const { parameters = [], requestBody = {}, responses = {}, 'x-sunset': sunset } = operation;
  const given = parameters.map((/** @type {any} */ { name, in: place, required = false, schema }) => [
    `${place} ${name}`,
    { required, shape: shapeOf(schema) },
  ]);
  const done = Object.entries(responses).filter(([status]) => status < '400');
  return {
    parameters: Object.fromEntries(given),
    body: shapesOf(requestBody.content),
    bodyIsRequired: requestBody.required === true,
    answers: Object.fromEntries(done.map(([status, { content }]) => [status, shapesOf(content)])),
    access: accessOf(operation),
    ...(sunset === undefined ? {} : { sunset }),
  };
}

/** @param {any} operation @returns {Access} */
function accessOf({ 'x-scopes': scopes, 'x-person': person, 'x-token': token }) {
  return {
    ...(scopes === undefined ? {} : { scopes }),
    ...(person === undefined ? {} : { person }),
    ...(token === undefined ? {} : { token }),
  };
}

/** @param {Record<string, any>} [content] by media type */
function shapesOf(content = {}) {
  return Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, shapeOf(schema)]));
}

/** @param {any} [schema] @returns {Shape} */
function shapeOf(schema = {}) {
  const kept = KEPT.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]]));
  const parts = PARTS.flatMap((name) =>
    schema[name] === undefined ? [] : [[name, schema[name].map(shapeOf)]],
  );
  const properties = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, shapeOf(each)]);
  const { additionalProperties: others } = schema;
  return {
    ...Object.fromEntries([...kept, ...parts]),
    ...(schema.anyOf === undefined ? {} : { oneOf: schema.anyOf.map(shapeOf) }),
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(schema.items === undefined ? {} : { items: shapeOf(schema.items) }),
    ...(others === undefined
      ? {}
      : { additionalProperties: typeof others === 'boolean' ? others : shapeOf(others) }),
  };
}

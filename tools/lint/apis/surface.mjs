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
 * @property {boolean | object} [additionalProperties]
 */

/**
 * @typedef {object} Operation
 * @property {Readonly<Record<string, { required: boolean, shape: Shape }>>} parameters by `query region`
 * @property {Readonly<Record<string, Shape>>} body by media type
 * @property {boolean} bodyIsRequired
 * @property {Readonly<Record<string, Readonly<Record<string, Shape>>>>} answers by status and media type; refusals are not among them
 * @property {string} [sunset] day from which it need no longer be answered
 */

/** @typedef {{ operations: Readonly<Record<string, Operation>>, schemas: Readonly<Record<string, Shape>> }} Surface operations by `GET /v1/cases` */

const KEPT = ['$ref', 'type', 'nullable', 'enum', 'required', 'additionalProperties'];
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
function operationOf({ parameters = [], requestBody = {}, responses = {}, 'x-sunset': sunset }) {
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
    ...(sunset === undefined ? {} : { sunset }),
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
  return {
    ...Object.fromEntries([...kept, ...parts]),
    ...(schema.anyOf === undefined ? {} : { oneOf: schema.anyOf.map(shapeOf) }),
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(schema.items === undefined ? {} : { items: shapeOf(schema.items) }),
  };
}

/** The typed clients of the services, as texts: types of its API document, and a function that opens it. */
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {import('openapi-typescript').OpenAPI3} OpenAPI3 */
/** @typedef {{ responses: Record<string, unknown> }} Operation */
/** @typedef {{ paths: Record<string, Record<string, Operation>>, info: { title: string }, components: Record<string, object> }} Document */

/** Of all clients; what is in `client/` is written by hand. */
export const FOLDER = 'libs/clients/src';

/** Asked by whoever operates a service, not by those who call it. */
const OPERATION = /^\/(?:health\/|metrics$)/;
const REFUSED = '#/components/responses/Refused';

/**
 * @param {ReadonlyMap<string, object>} documents API documents by the name of their program
 * @returns {Promise<ReadonlyMap<string, string>>} texts by their path in the repository
 */
export async function clientFiles(documents) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const [name, document] of documents) {
    const api = callersView(/** @type {Document} */ (document));
    files.set(`${FOLDER}/generated/${name}.ts`, await typesOf(api));
    files.set(`${FOLDER}/${name}/index.ts`, await openerOf(name, api.info.title));
  }
  return files;
}

/** @param {Document} api */
async function typesOf(api) {
  const types = astToString(await openapiTS(/** @type {OpenAPI3} */ (/** @type {unknown} */ (api))));
  // two blanks a level, as everywhere here
  return types.replaceAll(/^ +/gm, (blanks) => ' '.repeat(blanks.length / 2));
}

/**
 * What callers need of a document: whatever refuses is one shape, which tells its own name.
 * @param {Document} document
 * @returns {Document}
 */
function callersView({ paths, components, ...document }) {
  const called = Object.entries(paths).filter(([path]) => !OPERATION.test(path));
  return {
    ...document,
    paths: Object.fromEntries(
      called.map(([path, operations]) => [
        path,
        Object.fromEntries(
          Object.entries(operations).map(([verb, operation]) => [verb, withOneRefusal(operation)]),
        ),
      ]),
    ),
    components: {
      ...components,
      examples: {},
      responses: {
        Refused: {
          description: 'a problem',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** @param {Operation} operation */
function withOneRefusal({ responses, ...operation }) {
  const done = Object.entries(responses).filter(([status]) => status < '400');
  return {
    ...operation,
    // types of one operation stand where its path does
    operationId: undefined,
    responses: { ...Object.fromEntries(done), '4XX': { $ref: REFUSED }, '5XX': { $ref: REFUSED } },
  };
}

/** @param {string} name @param {string} title */
async function openerOf(name, title) {
  const camel = name.replaceAll(/-(\w)/g, (_hyphen, letter) => letter.toUpperCase());
  const text = `import type { Client } from 'openapi-fetch';
import { openClient, type ClientOptions } from '../client/index.js';
import type { components, paths } from '../generated/${name}.js';

/** Bodies of ${title}, by the names that they have in its API document. */
export type Schemas = components['schemas'];

/** A client of ${title}. Written by \`npm run clients\`; not by hand. */
export const ${camel}Client = (options: ClientOptions): Client<paths> => openClient<paths>(options);
`;
  const filepath = join(ROOT, FOLDER, name, 'index.ts');
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

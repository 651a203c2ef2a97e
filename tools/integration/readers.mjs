import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isServiceName } from '@minzheng/contracts/catalogue';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {import('@minzheng/contracts/catalogue').ServiceName} ServiceName */
/** @typedef {ServiceName | 'gateway'} Reader a service, or the gateway, which is a program with a database and a Kafka user of its own */

const DEFINITIONS = 'services/*/src/*.definition.ts';
const HANDLED = /@On\(([^)]*)\)/g;
const NAME = /\b([A-Z]\w*)Schema\b/g;
/** What verification tells parties outside of the platform, as far as their agreement goes. */
const OUTWARD = 'services/verification/src/event-feed/outward-fields.data.ts';
/** Of the service `verification`, and a program beside it. */
const GATEWAY = 'services/verification/src/gateway/';

/** Whose messages it may read. @param {Reader} reader @returns {ServiceName} */
export const serviceOf = (reader) => (reader === 'gateway' ? 'verification' : reader);

/**
 * Who of this repository handles a message (`@On` of a class of handlers), by its name. A department gets the handlers
 * of each part of `@minzheng/casework` that it takes.
 * @returns {ReadonlyMap<string, readonly Reader[]>}
 */
export function readHandlers() {
  /** @type {Map<string, Set<Reader>>} */
  const handled = new Map();
  const add = (/** @type {string} */ text, /** @type {Reader} */ reader) => {
    for (const [, list = ''] of text.matchAll(HANDLED)) {
      for (const name of namesIn(list)) handled.set(name, (handled.get(name) ?? new Set()).add(reader));
    }
  };
  add(sourceOf(`${GATEWAY}**/*.ts`), 'gateway');
  for (const file of globSync(DEFINITIONS, { cwd: ROOT })) {
    const [, name = ''] = /\n {2,4}name: '([a-z]+)'/.exec(readFileSync(join(ROOT, file), 'utf8')) ?? [];
    if (!isServiceName(name)) throw new Error(`${file} names no service`);
    const service = name;
    const text = sourceOf(`${dirname(file)}/**/*.ts`, GATEWAY);
    add(text, service);
    const parts = new Set([...text.matchAll(/@minzheng\/casework\/([a-z-]+)/g)].map(([, part]) => part));
    for (const part of parts) add(sourceOf(`libs/casework/src/${part}/**/*.ts`), service);
  }
  return new Map([...handled].map(([name, readers]) => [name, [...readers].sort()]));
}

/**
 * What of a message may leave the platform, by its name: paths in its JSON, each time (`always`), and where the agreement names
 * their first part (`fields`).
 * @returns {Promise<Readonly<Record<string, import('../lint/apis/outward.mjs').Leaving>>>}
 */
export async function readOutward() {
  const { OUTWARD_FIELDS } = await import(pathToFileURL(join(ROOT, OUTWARD)).href);
  return OUTWARD_FIELDS;
}

/** @param {string} text */
const namesIn = (text) => [...text.matchAll(NAME)].map(([, name = '']) => name);

/** @param {string} pattern @param {string} [without] a folder */
function sourceOf(pattern, without) {
  return globSync(pattern, { cwd: ROOT })
    .filter((file) => !file.endsWith('.spec.ts') && !(without && file.startsWith(without)))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
}

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isServiceName } from '@minzheng/contracts/catalogue';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {import('@minzheng/contracts/catalogue').ServiceName} ServiceName */

const DEFINITIONS = 'services/*/src/*.definition.ts';
const HANDLED = /@On\(([^)]*)\)/g;
const NAME = /\b([A-Z]\w*)Schema\b/g;
/** What verification tells parties outside of the platform, as far as their agreement goes. */
const OUTWARD = 'services/verification/src/event-feed/outward-messages.ts';

/**
 * Which services of this repository handle a message (`@On` of a class of handlers), by its name. A department gets the handlers
 * of each part of `@minzheng/casework` that it takes.
 * @returns {ReadonlyMap<string, readonly ServiceName[]>}
 */
export function readHandlers() {
  /** @type {Map<string, Set<ServiceName>>} */
  const handled = new Map();
  const add = (/** @type {string} */ text, /** @type {ServiceName} */ service) => {
    for (const [, list = ''] of text.matchAll(HANDLED)) {
      for (const name of namesIn(list)) handled.set(name, (handled.get(name) ?? new Set()).add(service));
    }
  };
  for (const file of globSync(DEFINITIONS, { cwd: ROOT })) {
    const [, name = ''] = /\n {2,4}name: '([a-z]+)'/.exec(readFileSync(join(ROOT, file), 'utf8')) ?? [];
    if (!isServiceName(name)) throw new Error(`${file} names no service`);
    const service = name;
    const text = sourceOf(`${dirname(file)}/**/*.ts`);
    add(text, service);
    const parts = new Set([...text.matchAll(/@minzheng\/casework\/([a-z-]+)/g)].map(([, part]) => part));
    for (const part of parts) add(sourceOf(`libs/casework/src/${part}/**/*.ts`), service);
  }
  return new Map([...handled].map(([name, services]) => [name, [...services].sort()]));
}

/** Names of the messages that may leave the platform. @returns {ReadonlySet<string>} */
export function readOutward() {
  const text = readFileSync(join(ROOT, OUTWARD), 'utf8');
  return new Set(namesIn(text.slice(text.indexOf('export const OUTWARD_MESSAGES'))));
}

/** @param {string} text */
const namesIn = (text) => [...text.matchAll(NAME)].map(([, name = '']) => name);

/** @param {string} pattern */
function sourceOf(pattern) {
  return globSync(pattern, { cwd: ROOT })
    .filter((file) => !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
}

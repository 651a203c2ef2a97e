/** What the built programs consist of. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {import('@minzheng/platform/start-service').ServiceDefinition} ServiceDefinition */

/**
 * @param {import('./programs.mjs').Program} program
 * @returns {Promise<ServiceDefinition>}
 * @throws Error when it is not built, or its module exports no definition
 */
export async function definitionOf({ definition: file }) {
  const path = join(ROOT, file);
  if (!existsSync(path)) throw new Error(`${file} is not built: npm run build`);
  const found = Object.values(await import(pathToFileURL(path).href)).find(isDefinition);
  if (found === undefined) throw new Error(`${file} exports no definition of a service`);
  return found;
}

/** @param {unknown} value @returns {value is ServiceDefinition} */
function isDefinition(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'module' in value &&
    'migrations' in value
  );
}

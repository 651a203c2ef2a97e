/** Which programs there are: each service says in its package.json (`programs`) what it runs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/**
 * @typedef {object} Program
 * @property {string} folder of its service: `services/verification`
 * @property {string} script that is run: `services/verification/dist/main.gateway.js`
 * @property {string} definition module that exports what it consists of (ServiceDefinition)
 * @property {string} database its name, and that of its user
 * @property {number} port on one machine, where it is free
 */

/** @typedef {Record<string, { main: string, definition: string, database: string, port: number }>} Declared */

/**
 * All programs by their names, in the order of their ports.
 * @returns {Readonly<Record<string, Program>>}
 */
export function readPrograms() {
  const folders = readdirSync(join(ROOT, 'services')).map((name) => `services/${name}`);
  const found = folders.flatMap((folder) => {
    const manifest = join(ROOT, folder, 'package.json');
    if (!existsSync(manifest)) return [];
    /** @type {{ programs?: Declared }} */
    const { programs = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    return Object.entries(programs).map(([name, { main, definition, database, port }]) => ({
      name,
      program: {
        ...{ folder, database, port },
        script: `${folder}/dist/${main}.js`,
        definition: `${folder}/dist/${definition}.js`,
      },
    }));
  });
  found.sort((one, other) => one.program.port - other.program.port);
  return Object.fromEntries(found.map(({ name, program }) => [name, program]));
}

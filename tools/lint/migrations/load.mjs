import { existsSync, globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROOT } from '../../setup/paths.mjs';
import { numberOf, record } from './recorded.mjs';

/** @typedef {import('./recorded.mjs').Recorded} Recorded */

// Migrations are read as they stand, without a build: an import of `./thing.js` means `./thing.ts`.
registerHooks({
  resolve(specifier, context, next) {
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL !== undefined) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});

/** @returns {Promise<Recorded[]>} all migrations, by package and number */
export async function allMigrations() {
  const files = globSync('{libs,services}/*/src/**/migrations/*.ts', { cwd: ROOT }).filter(
    (file) => !file.endsWith('.spec.ts'),
  );
  const recorded = await Promise.all(files.map(migrationsOf));
  return recorded
    .flat()
    .sort((one, other) => one.home.localeCompare(other.home) || numberOf(one.name) - numberOf(other.name));
}

/** @param {string} file @returns {Promise<Recorded[]>} */
async function migrationsOf(file) {
  const path = join(ROOT, file);
  /** @type {Record<string, unknown>} */
  const exported = await import(pathToFileURL(path).href);
  const place = {
    home: file.split('/').slice(0, 2).join('/'),
    file: path,
    source: readFileSync(path, 'utf8'),
  };
  const classes = Object.values(exported).filter(isMigration);
  if (classes.length !== 1)
    throw new Error(`${file}: a file of a folder "migrations" exports one migration and no other class`);
  return Promise.all(classes.map((Migration) => record(Migration, place)));
}

/** @param {unknown} exported @returns {exported is import('./recorded.mjs').MigrationClass} */
function isMigration(exported) {
  return typeof exported === 'function' && /\d{13}$/.test(exported.name);
}

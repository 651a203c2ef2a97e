/** Everything that making a service writes, known before anything is written. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../setup/paths.mjs';
import { readPrograms } from '../stack/programs.mjs';
import { CATALOGUE, REGISTRATIONS } from './registrations.mjs';
import { templateFiles } from './template.mjs';
import { lockWith } from './workspace.mjs';

/** @typedef {import('./names.mjs').Names} Names */

const LOCK = 'package-lock.json';
const PRETTY = /\.(?:ts|mjs|ya?ml|json)$/;
/** Written in another way, or by another program. */
const NOT_PRETTY = /^package-lock\.json$/;
/** What is in these folders has its name already. */
const OTHERS = ['libs', 'libs/contracts/src', 'libs/clients/src', 'proto/minzheng'];
/** Of the issuer of tokens (tools/stack). */
const OTHER_PORTS = [8084];

/** What a new service cannot be called. @returns {import('./names.mjs').Taken} */
export function takenNames() {
  const programs = readPrograms();
  const { services } = /** @type {{ services: object }} */ (
    parse(read('docker-compose.yml'), { maxAliasCount: -1 })
  );
  const databases = Object.values(programs).map(({ database }) => database);
  return {
    folders: readdirSync(join(ROOT, 'services')),
    shorts: databases,
    others: [
      ...[...Object.keys(services), ...Object.keys(programs), ...databases],
      ...OTHERS.flatMap((folder) => readdirSync(join(ROOT, folder))),
    ],
    ports: [...Object.values(programs).map(({ port }) => port), ...OTHER_PORTS],
  };
}

/**
 * @param {Names} names
 * @returns {Promise<ReadonlyMap<string, string>>} texts of new and changed files, by their path in the repository
 * @throws Error when a file that has to be changed is otherwise than expected
 */
export async function filesOf(names) {
  const files = new Map(templateFiles(names));
  const isKnown = read('libs/contracts/src/catalogue/service-names.ts').includes(`'${names.short}'`);
  const changes = { ...REGISTRATIONS, ...(isKnown ? {} : CATALOGUE) };
  for (const [file, change] of Object.entries(changes)) {
    try {
      files.set(file, change(read(file), names));
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }
  const folder = `services/${names.folder}`;
  files.set(LOCK, lockWith(read(LOCK), folder, files.get(`${folder}/package.json`) ?? ''));
  const pretty = [...files].map(
    async ([file, text]) => /** @type {const} */ ([file, await prettily(file, text)]),
  );
  return new Map(await Promise.all(pretty));
}

/** The files that are there of what the generators write. @param {readonly string[]} patterns */
export function generatedFiles(patterns) {
  return patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
}

/** @param {string} file @param {string} text */
async function prettily(file, text) {
  if (!PRETTY.test(file) || NOT_PRETTY.test(file)) return text;
  const filepath = join(ROOT, file);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

/** @param {string} file */
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

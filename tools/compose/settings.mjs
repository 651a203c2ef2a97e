/** What the built programs say about their settings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../setup/paths.mjs';

/**
 * Where a program keeps the settings that only it has: the built file, and the name of its schema.
 * @type {Readonly<Record<string, readonly [file: string, schema: string]>>}
 */
const OWN_SETTINGS = {
  'services/verification/dist/main.js': [
    'services/verification/dist/reports/report-signature.js',
    'REPORT_SETTINGS',
  ],
  'services/verification/dist/main.gateway.js': [
    'services/verification/dist/gateway/gateway.settings.js',
    'GATEWAY_SETTINGS',
  ],
};

/**
 * What the program would say of this environment when it starts, and which variables it would not read at all.
 * @param {string} program such as `services/verification/dist/main.js`
 * @param {Record<string, string>} environment
 * @returns {Promise<string[]>}
 */
export async function settingProblems(program, environment) {
  const { InvalidSettings, PLATFORM_SETTINGS, readServiceSettings } =
    await import('@minzheng/platform/config');
  const own = await ownSettings(program);
  const known = new Set(Object.keys({ ...PLATFORM_SETTINGS, ...own }).map(variableOf));
  const unknown = Object.keys(environment)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is no setting of ${program}`);
  try {
    readServiceSettings(own, environment);
    return unknown;
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    return [...unknown, ...error.problems];
  }
}

/** @param {string} program @returns {Promise<import('@minzheng/platform/config').SettingsSchema>} */
async function ownSettings(program) {
  const [file = '', schema = ''] = OWN_SETTINGS[program] ?? [];
  if (file === '') return {};
  const path = join(ROOT, file);
  if (!existsSync(path)) throw new Error(`${file} is not built: npm run build`);
  return (await import(pathToFileURL(path).href))[schema];
}

/** `databaseUrl` is read from `DATABASE_URL`. @param {string} property */
function variableOf(property) {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

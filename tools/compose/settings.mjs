/** What the built programs say about their settings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../setup/paths.mjs';

/** Makes databases and topics. */
export const PROVISION = 'tools/provision.mjs';
/** Argument of a service's program with which it only brings its tables up to date. */
export const MIGRATE = 'migrate';

/**
 * Where the definition of a program is, and what it is called there.
 * @type {Readonly<Record<string, readonly [file: string, name: string]>>}
 */
const DEFINITIONS = {
  'services/social-assistance/dist/main.js': [
    'services/social-assistance/dist/social-assistance.definition.js',
    'SOCIAL_ASSISTANCE',
  ],
  'services/verification/dist/main.js': [
    'services/verification/dist/verification.definition.js',
    'VERIFICATION',
  ],
  'services/verification/dist/main.gateway.js': [
    'services/verification/dist/gateway/gateway.module.js',
    'GATEWAY',
  ],
};

/**
 * What the program would say of this environment when it starts, and which variables it would not read at all.
 * @param {readonly string[]} command such as `services/verification/dist/main.js` and its arguments
 * @param {Record<string, string>} environment
 * @returns {Promise<string[]>}
 */
export async function settingProblems([program = '', argument], environment) {
  const {
    DATABASE_SETTINGS,
    InvalidSettings,
    PLATFORM_SETTINGS,
    readServiceSettings,
    readSettings,
    variablesOf,
  } = await import('@minzheng/platform/config');
  const own = await ownSettings(program);
  const { provisionSettings, readProvisionSettings } = await import('../provision-settings.mjs');
  const [schema, read] =
    program === PROVISION
      ? [provisionSettings(usersIn(environment.DATABASE_URLS)), () => readProvisionSettings(environment)]
      : argument === MIGRATE
        ? [DATABASE_SETTINGS, () => readSettings(DATABASE_SETTINGS, environment)]
        : [{ ...PLATFORM_SETTINGS, ...own }, () => readServiceSettings(own, environment)];
  const known = new Set(variablesOf(schema));
  const unknown = Object.keys(environment)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is no setting of ${program}`);
  try {
    read();
    return unknown;
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    return [...unknown, ...error.problems];
  }
}

/**
 * The settings that only this program has.
 * @param {string} program
 * @returns {Promise<import('@minzheng/platform/config').SettingsSchema>}
 */
async function ownSettings(program) {
  const [file = '', name = ''] = DEFINITIONS[program] ?? [];
  if (file === '') return {};
  const path = join(ROOT, file);
  if (!existsSync(path)) throw new Error(`${file} is not built: npm run build`);
  return (await import(pathToFileURL(path).href))[name].settings ?? {};
}

/** Users of the URLs in a text. @param {string} [urls] */
function usersIn(urls = '') {
  return [...urls.matchAll(/\/\/([^:@/\s]+)[:@]/g)].map(([, user = '']) => user);
}

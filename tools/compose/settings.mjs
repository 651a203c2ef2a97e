/** What the built programs say about their settings. */
import { definitionOf } from '../stack/definitions.mjs';
import { readPrograms } from '../stack/programs.mjs';

/** Makes databases and topics. */
export const PROVISION = 'tools/provision.mjs';
/** Argument of a service's program with which it only brings its tables up to date. */
export const MIGRATE = 'migrate';
/** Settings of Node.js itself. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

/**
 * What the program would say of this environment when it starts, and which variables it would not read at all.
 * @param {readonly string[]} command such as `services/verification/dist/main.js` and its arguments
 * @param {Record<string, string>} environment
 * @returns {Promise<string[]>}
 */
export async function settingProblems(command, environment) {
  const { InvalidSettings, readServiceSettings, readSettings, variablesOf } =
    await import('@minzheng/platform/config');
  const { readProvisionSettings } = await import('../provision-settings.mjs');
  const schema = await schemaOf(command, environment);
  const known = new Set(variablesOf(schema));
  const unknown = Object.keys(environment)
    .filter((name) => !known.has(name) && !OF_NODE.includes(name))
    .map((name) => `${name} is no setting of ${command[0]}`);
  try {
    if (command[0] === PROVISION) readProvisionSettings(environment);
    else if (command[1] === MIGRATE) readSettings(schema, environment);
    else readServiceSettings(await ownSettings(command[0] ?? ''), environment);
    return unknown;
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    return [...unknown, ...error.problems];
  }
}

/**
 * The variables that a program reads; of one that may come from a file only the name without `_FILE`.
 * @param {readonly string[]} command
 * @param {Record<string, string | number>} environment
 * @returns {Promise<string[]>}
 */
export async function settingsOf(command, environment) {
  const { variableOf } = await import('@minzheng/platform/config');
  return Object.keys(await schemaOf(command, environment)).map(variableOf);
}

/**
 * @param {readonly string[]} command
 * @param {Record<string, string | number>} environment
 * @returns {Promise<import('@minzheng/platform/config').SettingsSchema>}
 */
async function schemaOf([program = '', argument], { DATABASE_URLS, KAFKA_USERS }) {
  const { DATABASE_SETTINGS, PLATFORM_SETTINGS } = await import('@minzheng/platform/config');
  const { provisionSettings } = await import('../provision-settings.mjs');
  if (program === PROVISION) return provisionSettings(usersIn(DATABASE_URLS), namesIn(KAFKA_USERS));
  return argument === MIGRATE ? DATABASE_SETTINGS : { ...PLATFORM_SETTINGS, ...(await ownSettings(program)) };
}

/**
 * The settings that only this program has.
 * @param {string} program
 * @returns {Promise<import('@minzheng/platform/config').SettingsSchema>}
 */
async function ownSettings(program) {
  const found = Object.values(readPrograms()).find(({ script }) => script === program);
  return found === undefined ? {} : ((await definitionOf(found)).settings ?? {});
}

/** @param {string | number} [names] separated by blanks */
function namesIn(names = '') {
  return String(names)
    .split(/\s+/)
    .filter((name) => name !== '');
}

/** Users of the URLs in a text. @param {string | number} [urls] */
function usersIn(urls = '') {
  return [...String(urls).matchAll(/\/\/([^:@/\s]+)[:@]/g)].map(([, user = '']) => user);
}

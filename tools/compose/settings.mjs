/** What the built programs say about their settings. */
import { definitionOf } from '../stack/definitions.mjs';
import { readPrograms } from '../stack/programs.mjs';

/** Makes databases and topics. */
export const PROVISION = 'tools/provision.mjs';
/** Argument of a service's program with which it only brings its tables up to date. */
export const MIGRATE = 'migrate';
/** Settings of Node.js itself. */
const OF_NODE = 'NODE_OPTIONS';

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
      ? [
          provisionSettings(usersIn(environment.DATABASE_URLS), namesIn(environment.KAFKA_USERS)),
          () => readProvisionSettings(environment),
        ]
      : argument === MIGRATE
        ? [DATABASE_SETTINGS, () => readSettings(DATABASE_SETTINGS, environment)]
        : [{ ...PLATFORM_SETTINGS, ...own }, () => readServiceSettings(own, environment)];
  const known = new Set(variablesOf(schema));
  const unknown = Object.keys(environment)
    .filter((name) => !known.has(name) && name !== OF_NODE)
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
  const found = Object.values(readPrograms()).find(({ script }) => script === program);
  return found === undefined ? {} : ((await definitionOf(found)).settings ?? {});
}

/** @param {string} [names] separated by blanks */
function namesIn(names = '') {
  return names.split(/\s+/).filter((name) => name !== '');
}

/** Users of the URLs in a text. @param {string} [urls] */
function usersIn(urls = '') {
  return [...urls.matchAll(/\/\/([^:@/\s]+)[:@]/g)].map(([, user = '']) => user);
}

/** Settings of the job that makes databases and topics (`tools/provision.mjs`). */
import {
  described,
  describeSettings,
  KAFKA_SETTINGS,
  readSettings,
  textSetting,
  urlSetting,
} from '@minzheng/platform/config';

const POSTGRES = ['postgres:', 'postgresql:'];

/** URLs separated by blanks. @type {import('@minzheng/platform/config').Setting<readonly URL[]>} */
const DATABASE_URLS = {
  expects: 'URLs that begin with postgres://, with a user and a database each, separated by blanks',
  read: (text) => text.trim().split(/\s+/).map(databaseUrl),
};

const OWN_SETTINGS = {
  adminDatabaseUrl: described(
    urlSetting(POSTGRES),
    'A user of PostgreSQL who may create roles and databases.',
    { secret: true, example: 'postgres://postgres@db.example:5432/postgres' },
  ),
  adminDatabasePassword: described(
    textSetting({ fallback: '' }),
    'Password of that user, where the URL has none.',
    { secret: true, example: 'a text of letters, digits or anything else' },
  ),
  databaseUrls: described(
    DATABASE_URLS,
    'Those of the services: each user is made, or given its password, and owns the URL’s database alone.',
    { secret: true, example: 'postgres://assistance@db.example:5432/assistance' },
  ),
};

/** @typedef {import('@minzheng/platform/config').SettingsOf<typeof OWN_SETTINGS & typeof KAFKA_SETTINGS>} ProvisionSettings */

/** What `tools/provision.mjs` reads for these users of PostgreSQL. @param {readonly string[]} users */
export function provisionSettings(users) {
  const passwords = users.map((user) => [
    `${user}DatabasePassword`,
    described(
      textSetting({ fallback: '' }),
      `Password of the user \`${user}\` of DATABASE_URLS, where its URL has none.`,
      { secret: true, example: 'as DATABASE_PASSWORD of the service' },
    ),
  ]);
  return { ...OWN_SETTINGS, ...Object.fromEntries(passwords), ...KAFKA_SETTINGS };
}

/**
 * @param {import('@minzheng/platform/config').Environment} environment
 * @returns the settings of the job, and the URL of each database with its password
 * @throws InvalidSettings
 */
export function readProvisionSettings(environment) {
  const { DATABASE_URLS: text, DATABASE_URLS_FILE: file } = environment;
  const { databaseUrls } = readSettings(
    { databaseUrls: OWN_SETTINGS.databaseUrls },
    { DATABASE_URLS: text, DATABASE_URLS_FILE: file },
  );
  const schema = provisionSettings(databaseUrls.map(({ username }) => username));
  /** @type {Record<string, unknown>} */
  const all = readSettings(schema, environment);
  const urls = databaseUrls.map((url) => {
    const password = all[`${url.username}DatabasePassword`];
    return { url, password: String(password || decodeURIComponent(url.password)) };
  });
  return { settings: /** @type {ProvisionSettings} */ (all), urls };
}

/** What `docs/settings.md` says of them. */
export const PROVISION_SETTINGS_SECTION = describeSettings(
  'The job that provisions (`tools/provision.mjs`)',
  provisionSettings(['assistance', 'verification', 'gateway']),
);

/** @param {string} text @throws RangeError when it names no user and database */
function databaseUrl(text) {
  const url = new URL(text);
  if (!POSTGRES.includes(url.protocol) || url.username === '' || url.pathname.length < 2)
    throw new RangeError('no URL of a database');
  return url;
}

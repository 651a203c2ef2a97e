/** Settings of the job that makes databases and topics (`tools/provision.mjs`). */
import { isPrincipalName, PRINCIPALS } from '@minzheng/contracts/catalogue';
import {
  described,
  describeSettings,
  InvalidSettings,
  KAFKA_SETTINGS,
  kafkaProblems,
  readSettings,
  textSetting,
  urlSetting,
} from '@minzheng/platform/config';
import { readPrograms } from './stack/programs.mjs';

const POSTGRES = ['postgres:', 'postgresql:'];

/** URLs separated by blanks. @type {import('@minzheng/platform/config').Setting<readonly URL[]>} */
const DATABASE_URLS = {
  expects: 'URLs that begin with postgres://, with a user and a database each, separated by blanks',
  read: (text) => text.trim().split(/\s+/).map(databaseUrl),
};

/** Names separated by blanks. @type {import('@minzheng/platform/config').Setting<readonly import('@minzheng/contracts/catalogue').PrincipalName[]>} */
const KAFKA_USERS = {
  expects: `some of ${PRINCIPALS.join(', ')}, separated by blanks`,
  read: (text) => text.trim().split(/\s+/).map(principal),
  fallback: [],
  fallbackText: '',
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
  kafkaUsers: described(
    KAFKA_USERS,
    'Users of the broker, behind KAFKA_PREFIX: each is let at the topics that its audience says, and nobody else of the catalogue at any. None: the broker’s access lists are left alone.',
    { example: 'assistance verification gateway' },
  ),
};

/** @typedef {import('@minzheng/platform/config').SettingsOf<typeof OWN_SETTINGS & typeof KAFKA_SETTINGS>} ProvisionSettings */

/**
 * What `tools/provision.mjs` reads for these users of PostgreSQL and of Kafka.
 * @param {readonly string[]} users @param {readonly string[]} kafkaUsers
 */
export function provisionSettings(users, kafkaUsers) {
  const passwords = users.map((user) => [
    `${user}DatabasePassword`,
    described(
      textSetting({ fallback: '' }),
      `Password of the user \`${user}\` of DATABASE_URLS, where its URL has none.`,
      { secret: true, example: 'as DATABASE_PASSWORD of the service' },
    ),
  ]);
  const kafkaPasswords = kafkaUsers.map((user) => [
    `${user}KafkaPassword`,
    described(
      textSetting({ fallback: '' }),
      `Password that the user \`${user}\` of KAFKA_USERS gets at the broker (SCRAM-SHA-512). None: somebody else makes that user.`,
      { secret: true, example: 'as KAFKA_PASSWORD of the service' },
    ),
  ]);
  return { ...OWN_SETTINGS, ...Object.fromEntries([...passwords, ...kafkaPasswords]), ...KAFKA_SETTINGS };
}

/**
 * @param {import('@minzheng/platform/config').Environment} environment
 * @returns the settings of the job, the URL of each database with its password, and the passwords of users of the broker that it makes
 * @throws InvalidSettings
 */
export function readProvisionSettings(environment) {
  const { DATABASE_URLS: text, DATABASE_URLS_FILE: file, KAFKA_USERS: users } = environment;
  const named = { DATABASE_URLS: text, DATABASE_URLS_FILE: file, KAFKA_USERS: users };
  const { databaseUrls, kafkaUsers } = namedUsers(named, environment);
  const schema = provisionSettings(
    databaseUrls.map(({ username }) => username),
    kafkaUsers,
  );
  /** @type {Record<string, unknown>} */
  const all = readSettings(schema, environment);
  const urls = databaseUrls.map((url) => {
    const password = all[`${url.username}DatabasePassword`];
    return { url, password: String(password || decodeURIComponent(url.password)) };
  });
  const settings = /** @type {ProvisionSettings} */ (all);
  const problems = kafkaProblems(settings);
  if (problems.length > 0) throw new InvalidSettings(problems);
  const given = kafkaUsers.map((user) => /** @type {const} */ ([user, String(all[`${user}KafkaPassword`])]));
  return { settings, urls, kafkaPasswords: new Map(given.filter(([, password]) => password !== '')) };
}

/**
 * @param {import('@minzheng/platform/config').Environment} named
 * @param {import('@minzheng/platform/config').Environment} environment
 * @throws InvalidSettings that names whatever else is missing too
 */
function namedUsers(named, environment) {
  const { databaseUrls, kafkaUsers } = OWN_SETTINGS;
  try {
    return readSettings({ databaseUrls, kafkaUsers }, named);
  } catch (error) {
    readSettings(provisionSettings(USERS, USERS), environment);
    throw error;
  }
}

/** Of the programs in this repository, at the database and at the broker. */
const USERS = [...new Set(Object.values(readPrograms()).map(({ database }) => database))];

/** What `docs/settings.md` says of them. */
export const PROVISION_SETTINGS_SECTION = describeSettings(
  'The job that provisions (`tools/provision.mjs`)',
  provisionSettings(USERS, USERS),
);

/** @param {string} name @throws RangeError when the catalogue has no such principal */
function principal(name) {
  if (!isPrincipalName(name)) throw new RangeError('no principal');
  return name;
}

/** @param {string} text @throws RangeError when it names no user and database */
function databaseUrl(text) {
  const url = new URL(text);
  if (!POSTGRES.includes(url.protocol) || url.username === '' || url.pathname.length < 2)
    throw new RangeError('no URL of a database');
  return url;
}

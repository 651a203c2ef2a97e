/** What the services of a local stack are told. */
import { TOKEN_AUDIENCE } from './issuer.mjs';
import { ROLES } from './roles.mjs';

/** What /docs/sandbox lists. */
const DOCUMENTED_ROLES = JSON.stringify(
  Object.entries(ROLES).map(([name, { title, region, scopes }]) => ({ name, title, region, scopes })),
);

/**
 * Where a service finds the others.
 * @typedef {object} Place
 * @property {number} port
 * @property {Record<import('./stack.mjs').ServiceName, string>} urls
 * @property {string} database its name in the stack: `assistance`
 * @property {string | undefined} databaseUrl
 * @property {string} brokers
 * @property {NodeJS.ProcessEnv} kafkaSettings how it gets at them
 * @property {string} prefix of databases and topics; empty on servers of one's own
 * @property {number} partitions of each topic
 * @property {import('./issuer.mjs').Issuer} issuer
 * @property {import('./secrets.mjs').Secrets} secrets
 */

/**
 * The settings with which a service of this checkout starts in a local stack. A test of upgrades takes them from both
 * checkouts: a release does not start with a setting that it does not know.
 * @param {import('./stack.mjs').ServiceName} name
 * @param {Place} place
 * @returns {NodeJS.ProcessEnv}
 */
export function serviceSettings(name, place) {
  const { port, urls, database, databaseUrl, kafkaSettings, prefix, partitions, issuer, secrets } = place;
  return {
    NODE_ENV: 'production',
    TZ: 'UTC',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ...kafkaSettings,
    ...(prefix === '' ? {} : { KAFKA_PREFIX: `${prefix}.` }),
    TOPIC_PARTITIONS: String(partitions),
    TOPIC_REPLICATION: '1',
    TOKEN_ISSUER: issuer.url,
    TOKEN_AUDIENCE,
    SANDBOX: 'true',
    SANDBOX_ROLES: DOCUMENTED_ROLES,
    PERSON_KEY_SECRET: secrets.personKeySecret,
    PAIRWISE_SECRET: secrets.pairwiseSecret,
    FIELD_ENCRYPTION_KEYS: JSON.stringify(secrets.fieldEncryptionKeys[database]),
    FIELD_ENCRYPTION_KEY_ID: secrets.fieldEncryptionKeyId,
    REPORT_SIGNING_KEY_FILE: secrets.reportSigningKeyFile,
    WEBHOOK_SIGNING_KEY_FILE: secrets.webhookSigningKeyFile,
    WEBHOOK_NETWORKS: '127.0.0.0/8',
    ...(name === 'gateway' ? identitySettings(issuer, urls) : {}),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
}

/**
 * How the gateway finds out who is meant when it asks an agency, and whom it tells what parties outside have named.
 * @param {import('./issuer.mjs').Issuer} issuer
 * @param {Record<import('./stack.mjs').ServiceName, string>} urls
 */
function identitySettings({ url, clientSecrets }, urls) {
  return {
    IDENTITY_HOLDERS: JSON.stringify({ assistance: urls['social-assistance'] }),
    PARTY_SERVICES: JSON.stringify({
      assistance: urls['social-assistance'],
      verification: urls.verification,
    }),
    IDENTITY_TOKEN_URL: `${url}/token`,
    IDENTITY_CLIENT_ID: 'gateway',
    IDENTITY_CLIENT_SECRET: clientSecrets.gateway,
    // the agencies that are played here have no keys
    UNSIGNED_MANIFESTS: 'accepted',
  };
}

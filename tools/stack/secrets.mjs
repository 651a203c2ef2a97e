/** Secrets of a local stack, made once for a data folder. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Secrets
 * @property {string} personKeySecret of the whole platform
 * @property {string} pairwiseSecret of which each party outside has one of its own
 * @property {Record<string, Record<string, string>>} fieldEncryptionKeys by database: key id → base64 of 32 bytes
 * @property {string} fieldEncryptionKeyId
 * @property {Readonly<Record<string, string>>} kafkaPasswords by user of the broker: `admin`, and those of the databases
 * @property {string} reportSigningKeyFile Ed25519, PKCS #8 PEM
 * @property {string} webhookSigningKeyFile the same
 * @property {string} externalPrefix of databases and topics on servers that are not this stack's own
 */

/** @param {string} dataDir @param {readonly string[]} databases @returns {Secrets} */
export function openSecrets(dataDir, databases) {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const reportSigningKeyFile = signingKey(join(folder, 'report-signing-key.pem'));
  const webhookSigningKeyFile = signingKey(join(folder, 'webhook-signing-key.pem'));
  const file = join(folder, 'secrets.json');
  const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const keys = { ...stored.fieldEncryptionKeys };
  for (const database of databases) keys[database] ??= { 'local-1': randomBytes(32).toString('base64') };
  const kafkaPasswords = { ...stored.kafkaPasswords };
  for (const user of ['admin', ...databases]) kafkaPasswords[user] ??= randomBytes(18).toString('hex');
  const secrets = {
    personKeySecret: stored.personKeySecret ?? randomBytes(32).toString('hex'),
    pairwiseSecret: stored.pairwiseSecret ?? randomBytes(32).toString('hex'),
    fieldEncryptionKeys: keys,
    fieldEncryptionKeyId: 'local-1',
    kafkaPasswords,
    externalPrefix: stored.externalPrefix ?? `mz${randomBytes(4).toString('hex')}`,
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return { ...secrets, reportSigningKeyFile, webhookSigningKeyFile };
}

/** Makes the key where there is none yet. @param {string} file */
function signingKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { mode: 0o600 });
  }
  return file;
}

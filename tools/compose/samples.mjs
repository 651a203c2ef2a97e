/** What stands for the values that only an installation has: secrets as deploy/make-secrets.sh makes them, and the rest. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** Where containers find their secrets. */
export const SECRETS_MOUNT = '/run/secrets/';
/** The default of SECRETS_FOLDER, beside docker-compose.yml. */
export const SECRETS_FOLDER = './deploy/secrets';

/**
 * Makes a set of secrets in a folder of its own, which is removed when this process ends.
 * @returns {string} the folder
 * @throws Error when there is no openssl
 */
export function makeSecrets() {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  execFileSync(join(ROOT, 'deploy/make-secrets.sh'), [folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/**
 * A value that the programs accept, for a variable that must be set.
 * @param {string} name
 * @param {string} secrets folder
 */
export function sample(name, secrets) {
  if (name === 'FIELD_ENCRYPTION_KEY_ID') {
    const keys = JSON.parse(readFileSync(join(secrets, 'assistance-field-encryption-keys'), 'utf8'));
    return Object.keys(keys)[0] ?? '';
  }
  if (name.endsWith('_URL') || name.endsWith('_ISSUER')) return 'https://sample.example/';
  return 'sample-sample-sample';
}

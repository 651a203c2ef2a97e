/**
 * Before an encryption key is taken out of FIELD_ENCRYPTION_KEYS: prints the entry of FIELD_FINGERPRINT_KEYS by which what
 * it has marked is still verified. The keys come from the environment, never from the command line.
 *
 * node tools/fingerprint-key.mjs k1
 */
import { fingerprintKeyOf } from '@minzheng/platform/encryption';

const [keyId = ''] = process.argv.slice(2);
/** @type {Record<string, string>} */
const keys = JSON.parse(process.env['FIELD_ENCRYPTION_KEYS'] ?? '{}');
const key = keys[keyId];
if (key === undefined) {
  const ids = Object.keys(keys);
  process.stderr.write(
    ids.length === 0
      ? 'FIELD_ENCRYPTION_KEYS is not set: the environment has to have it as the service does\n'
      : `name a key of FIELD_ENCRYPTION_KEYS: ${ids.join(', ')}\n`,
  );
  process.exitCode = 1;
} else {
  const derived = fingerprintKeyOf(Buffer.from(key, 'base64')).toString('base64');
  process.stdout.write(`${JSON.stringify({ [keyId]: derived })}\n`);
}

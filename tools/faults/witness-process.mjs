/** Starts the witness beside a stack: with a database, a port and a consumer group of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeBinary, ROOT } from '../setup/paths.mjs';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../stack/issuer.mjs';
import { freePort } from '../stack/ports.mjs';
import { createDatabases } from '../stack/postgres.mjs';
import { httpReady, startProcess } from '../stack/process.mjs';
import { TOPIC_PARTITIONS } from '../stack/stack.mjs';

const DATABASE = 'witness';

/**
 * @param {import('../stack/stack.mjs').Stack} stack
 * @param {(exit: import('../stack/process.mjs').Exit) => void} onUnexpectedExit
 * @returns {Promise<{ process: import('../stack/process.mjs').SupervisedProcess, databaseUrl: string }>}
 */
export async function startWitness(stack, onUnexpectedExit) {
  if (!stack.postgres) throw new Error('the witness needs servers of this stack');
  await createDatabases(stack.postgres.url, [DATABASE]);
  const databaseUrl = stack.postgres.urlOf(DATABASE);
  const port = await freePort();
  const process = await startProcess({
    name: DATABASE,
    command: nodeBinary(),
    args: ['--disable-warning=TimeoutNegativeWarning', join(ROOT, 'tools/faults/witness.mjs')],
    dataDir: stack.dataDir,
    cwd: ROOT,
    env: {
      PATH: globalThis.process.env.PATH,
      NODE_ENV: 'production',
      TZ: 'UTC',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      // it reads everything
      ...stack.kafkaSettings('admin'),
      TOPIC_PARTITIONS: String(TOPIC_PARTITIONS),
      TOPIC_REPLICATION: '1',
      JWKS_URL: pathToFileURL(join(stack.dataDir, 'issuer/jwks.json')).href,
      TOKEN_ISSUER,
      TOKEN_AUDIENCE,
      PERSON_KEY_SECRET: stack.secrets.personKeySecret,
      FIELD_ENCRYPTION_KEYS: JSON.stringify(stack.secrets.fieldEncryptionKeys['verification']),
      FIELD_ENCRYPTION_KEY_ID: stack.secrets.fieldEncryptionKeyId,
      LOG_LEVEL: 'warn',
    },
    ready: httpReady(`http://127.0.0.1:${port}/health/ready`),
    onUnexpectedExit,
  });
  return { process, databaseUrl };
}

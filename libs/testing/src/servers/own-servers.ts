import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A server that a test may take away. */
export interface OwnServer {
  stop(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const STACK = join(import.meta.dirname, '../../../../tools/stack');

/** Starts a PostgreSQL of the test's own, and lets `testDatabase()` find it. */
export async function ownPostgres(): Promise<OwnServer> {
  const { startPostgres, removePostgresData } = await import(pathToFileURL(join(STACK, 'postgres.mjs')).href);
  return own(
    'DATABASE_URL',
    async (dataDir, port) => startPostgres({ dataDir, port }),
    'url',
    removePostgresData,
  );
}

/** Starts a Kafka of the test's own, and lets `TestTopics` find it. */
export async function ownKafka(): Promise<OwnServer> {
  const { startKafka } = await import(pathToFileURL(join(STACK, 'kafka.mjs')).href);
  return own('KAFKA_BROKERS', async (dataDir, port) => startKafka({ dataDir, port }), 'brokers');
}

async function own(
  variable: string,
  start: (dataDir: string, port: number) => Promise<OwnServer & Record<string, unknown>>,
  address: string,
  removeData: (dataDir: string) => void = () => undefined,
): Promise<OwnServer> {
  const { freePort } = await import(pathToFileURL(join(STACK, 'ports.mjs')).href);
  const dataDir = mkdtempSync(join(tmpdir(), 'minzheng-own-'));
  // PostgreSQL's user has to pass through it
  chmodSync(dataDir, 0o755);
  const server = await start(dataDir, await freePort());
  const shared = process.env[variable];
  process.env[variable] = String(server[address]);
  return {
    kill: () => server.kill(),
    restart: () => server.restart(),
    async stop() {
      process.env[variable] = shared;
      await server.stop();
      removeData(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

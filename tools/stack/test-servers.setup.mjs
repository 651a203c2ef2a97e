import { startTestServers } from './test-servers.mjs';

/** Jest's globalSetup: workers find the servers in KAFKA_BROKERS and DATABASE_URL. */
export default async function setup() {
  const servers = await startTestServers();
  process.env.KAFKA_BROKERS = servers.brokers;
  process.env.DATABASE_URL = servers.databaseUrl;
  Object.assign(globalThis, { stopTestServers: servers.stop });
}

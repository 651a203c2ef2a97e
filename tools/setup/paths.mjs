import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** Where data of `npm start` live. */
export const DATA_DIR = join(ROOT, '.data');
export const KAFKA_POM = join(ROOT, 'tools/stack/kafka/pom.xml');

/** @param {string} file @returns {string} the first 12 digits of its SHA-256 */
export function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}

/** The jars of Kafka for the present POM. */
export function kafkaJarsDir() {
  return join(ROOT, '.cache', `kafka-${hashOf(KAFKA_POM)}`);
}

/** The pinned Node, or this one where the package has none for the platform. @returns {string} */
export function nodeBinary() {
  const pinned = join(ROOT, 'node_modules/.bin/node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `Node 24 or newer is needed to run the services, and npm has no pinned one for ${process.platform}-${process.arch}. Install Node 24.`,
  );
}

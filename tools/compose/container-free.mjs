/** What docker-compose.yml says, without containers: the broker as startKafka takes it, and what programs are told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { ROOT } from '../setup/paths.mjs';
import { interpolate } from './interpolate.mjs';
import { sample } from './samples.mjs';

/** How the image of Kafka makes a property of a variable: `_` is a point, `__` a low line, `___` a hyphen. */
const propertyOf = (/** @type {string} */ variable) =>
  variable
    .replace(/^KAFKA_/, '')
    .toLowerCase()
    .replaceAll('_', '.')
    .replaceAll('...', '-')
    .replaceAll('..', '_');

/** What only a container has, or what startKafka says itself. */
const NOT_HERE = /^(heap\.opts|controller\.quorum\.voters|log\.dirs|node\.id|process\.roles)$/;

/**
 * @param {string} service
 * @param {string} secrets folder, as deploy/make-secrets.sh makes it
 * @returns {Record<string, string>} its environment, with secrets where they are here
 */
export function environmentOf(service, secrets) {
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  const raw = parseDocument(text, { merge: true }).toJS({ maxAliasCount: -1 });
  const { services } = /** @type {{ services: Record<string, import('./rules.mjs').Service> }} */ (
    interpolate(raw, (name) => sample(name, secrets))
  );
  return Object.fromEntries(
    Object.entries(services[service]?.environment ?? {}).map(([name, value]) => [
      name,
      String(value).replaceAll('/run/secrets', secrets),
    ]),
  );
}

/**
 * The broker of docker-compose.yml, listening here.
 * @param {string} secrets
 * @returns {(place: import('../stack/kafka-brokers.mjs').Place) => import('../stack/kafka-brokers.mjs').Broker}
 */
export function brokerOf(secrets) {
  return ({ port, controllerPort }) => {
    const here = (/** @type {string} */ value) =>
      value
        .replace(/CLIENT:\/\/(kafka)?:9092/, `CLIENT://127.0.0.1:${port}`)
        .replace('127.0.0.1:9093', `127.0.0.1:${controllerPort}`);
    const settings = Object.entries(environmentOf('kafka', secrets))
      .filter(([name]) => name.startsWith('KAFKA_'))
      .map(([name, value]) => /** @type {const} */ ([propertyOf(name), here(value)]))
      .filter(([name]) => !NOT_HERE.test(name));
    const password = readFileSync(join(secrets, 'kafka-admin-password'), 'utf8');
    return {
      settings: Object.fromEntries(settings),
      admin: {
        sasl: { mechanism: 'plain', username: 'admin', password },
        ssl: { ca: readFileSync(join(secrets, 'kafka-tls-ca'), 'utf8') },
      },
    };
  };
}

import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';
import type { KafkaSettings } from '../config/index.js';

/** How the brokers are reached, in kafkajs' terms. */
export interface BrokerConnection {
  readonly brokers: string[];
  readonly ssl?: ConnectionOptions;
  readonly sasl?: SASLOptions;
}

/** What the settings say of the brokers ({@link kafkaProblems} has found nothing wrong with them). */
export function brokerConnection(settings: KafkaSettings): BrokerConnection {
  const { kafkaUsername: username, kafkaPassword: password, kafkaSaslMechanism: mechanism } = settings;
  return {
    brokers: [...settings.kafkaBrokers],
    ...(settings.kafkaTls ? { ssl: tlsOptions(settings) } : {}),
    ...(username === '' ? {} : { sasl: { mechanism, username, password } }),
  };
}

/** Read anew for each connection: a certificate is renewed under a process that runs. */
function tlsOptions({
  kafkaTlsCaFile,
  kafkaTlsCertificateFile,
  kafkaTlsKeyFile,
}: KafkaSettings): ConnectionOptions {
  const options: ConnectionOptions = {};
  const files = { ca: kafkaTlsCaFile, cert: kafkaTlsCertificateFile, key: kafkaTlsKeyFile };
  for (const [option, file] of Object.entries(files)) {
    if (file === '') continue;
    Object.defineProperty(options, option, { enumerable: true, get: () => readFileSync(file) });
  }
  return options;
}

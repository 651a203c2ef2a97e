import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  brokersSetting,
  choiceSetting,
  described,
  flagSetting,
  integerSetting,
  textSetting,
  type SettingsOf,
  type SettingsSchema,
} from './setting.js';

/** How events come and go. */
export const KAFKA_SETTINGS = {
  kafkaBrokers: described(brokersSetting(), 'Brokers that are asked first; they name the others.', {
    example: 'kafka-1.example:9092,kafka-2.example:9092',
  }),
  kafkaPrefix: described(
    textSetting({ fallback: '' }),
    'Stands before the names of topics, consumer groups and users where several systems share one Kafka.',
    { example: 'test.' },
  ),
  kafkaUsername: described(
    textSetting({ fallback: '' }),
    'The user of the broker (SASL), for whom the access lists are made: the service’s short name or `gateway`, behind KAFKA_PREFIX. Empty: it does not log in.',
    { example: 'assistance' },
  ),
  kafkaPassword: described(textSetting({ fallback: '' }), 'Password of that user.', {
    secret: true,
    example: 'a text of letters, digits or anything else',
  }),
  kafkaSaslMechanism: described(
    choiceSetting(['scram-sha-512', 'scram-sha-256', 'plain'], 'scram-sha-512'),
    'How it logs in. `plain` shows the password to whoever reads the connection, and is refused without KAFKA_TLS.',
    { example: 'scram-sha-512' },
  ),
  kafkaTls: described(flagSetting(false), 'Whether the connection to the brokers is encrypted (TLS).', {
    example: 'true',
  }),
  kafkaTlsCaFile: described(
    textSetting({ fallback: '' }),
    'Certificates (PEM) of the authorities that the brokers’ certificates are believed from. Empty: those that Node.js knows.',
    { example: '/run/secrets/kafka-tls-ca' },
  ),
  kafkaTlsCertificateFile: described(
    textSetting({ fallback: '' }),
    'A certificate (PEM) of this program’s own, where the brokers ask for one. This file and the next are read again for each connection.',
    { example: '/run/secrets/kafka-tls-certificate' },
  ),
  kafkaTlsKeyFile: described(textSetting({ fallback: '' }), 'The private key (PEM) of that certificate.', {
    example: '/run/secrets/kafka-tls-key',
  }),
  topicPartitions: described(
    integerSetting(1, 1_000, 48),
    'Partitions of each topic, fixed for its life: a topic that has another number stops the start.',
    { example: '12' },
  ),
  topicReplication: described(
    integerSetting(1, 9, 3),
    'Copies of each record. From three on, two have to be in sync for a write, and the start checks it.',
    { example: '3' },
  ),
} satisfies SettingsSchema;

export type KafkaSettings = SettingsOf<typeof KAFKA_SETTINGS>;

/**
 * What is wrong with settings of which each is acceptable by itself: a half that lacks the other, a file that is not what it
 * should be. Names settings, never a value.
 */
export function kafkaProblems(settings: KafkaSettings): string[] {
  return [...loginProblems(settings), ...tlsProblems(settings)];
}

function loginProblems(settings: KafkaSettings): string[] {
  const { kafkaUsername: user, kafkaPassword: password, kafkaSaslMechanism: mechanism, kafkaTls } = settings;
  return [
    ...(user !== '' && password === '' ? ['KAFKA_USERNAME is set, and KAFKA_PASSWORD is missing'] : []),
    ...(user === '' && password !== '' ? ['KAFKA_PASSWORD is set, and KAFKA_USERNAME is missing'] : []),
    ...(user !== '' && mechanism === 'plain' && !kafkaTls
      ? ['KAFKA_SASL_MECHANISM plain would show the password to others: it needs KAFKA_TLS true']
      : []),
  ];
}

function tlsProblems(settings: KafkaSettings): string[] {
  const { kafkaTls, kafkaTlsCaFile: ca, kafkaTlsCertificateFile: own, kafkaTlsKeyFile: key } = settings;
  const files: readonly (readonly [name: string, path: string])[] = [
    ['KAFKA_TLS_CA_FILE', ca],
    ['KAFKA_TLS_CERTIFICATE_FILE', own],
    ['KAFKA_TLS_KEY_FILE', key],
  ];
  const given = files.filter(([, path]) => path !== '');
  if (!kafkaTls) return given.map(([name]) => `${name} is set, and KAFKA_TLS is not true`);
  if ((own === '') !== (key === '')) {
    return ['KAFKA_TLS_CERTIFICATE_FILE and KAFKA_TLS_KEY_FILE belong together: one of them is missing'];
  }
  const unreadable = given.flatMap(([name, path]) => unreadableProblem(name, path));
  if (unreadable.length > 0) return unreadable;
  return [
    ...(ca === '' || certificateIn(ca) ? [] : ['KAFKA_TLS_CA_FILE holds no certificate']),
    ...(own === '' ? [] : ownProblems(own, key)),
  ];
}

function unreadableProblem(name: string, path: string): string[] {
  try {
    readFileSync(path);
    return [];
  } catch (error) {
    const { code = 'no file' } = error as NodeJS.ErrnoException;
    return [`${name} names a file that cannot be read (${code})`];
  }
}

function ownProblems(certificateFile: string, keyFile: string): string[] {
  const certificate = certificateIn(certificateFile);
  if (!certificate) return ['KAFKA_TLS_CERTIFICATE_FILE holds no certificate'];
  try {
    if (certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))) return [];
  } catch {
    return ['KAFKA_TLS_KEY_FILE holds no private key'];
  }
  return ['KAFKA_TLS_KEY_FILE is not the key of the certificate in KAFKA_TLS_CERTIFICATE_FILE'];
}

function certificateIn(file: string): X509Certificate | undefined {
  try {
    return new X509Certificate(readFileSync(file));
  } catch {
    return undefined;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KAFKA_SETTINGS, kafkaProblems } from './kafka-settings.js';
import { readSettings } from './read-settings.js';

const problemsOf = (environment: Record<string, string>): string[] =>
  kafkaProblems(readSettings(KAFKA_SETTINGS, { KAFKA_BROKERS: 'kafka:9092', ...environment }));

const LOGIN = { KAFKA_USERNAME: 'assistance', KAFKA_PASSWORD: 'secret-value' };

describe('the settings of Kafka together', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-settings-'));
  const file = (name: string): string => join(folder, name);
  const TLS = { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: file('ca') };
  const OWN = { KAFKA_TLS_CERTIFICATE_FILE: file('own'), KAFKA_TLS_KEY_FILE: file('own-key') };

  beforeAll(() => {
    for (const name of ['ca', 'own']) {
      const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      const output = ['-subj', `/CN=${name}`, '-keyout', file(`${name}-key`), '-out', file(name)];
      execFileSync('openssl', [...args, ...output], { stdio: 'ignore' });
    }
    writeFileSync(file('text'), 'secret-value');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['nothing', {}],
    ['a login', LOGIN],
    ['a login and TLS', { ...LOGIN, ...TLS }],
    ['PLAIN and TLS', { ...LOGIN, KAFKA_SASL_MECHANISM: 'plain', KAFKA_TLS: 'true' }],
    ['a certificate of its own', { ...TLS, ...OWN }],
  ])('are in order with %s', (_what, environment) => {
    expect(problemsOf(environment)).toEqual([]);
  });

  it.each([
    ['a user without a password', { KAFKA_USERNAME: 'assistance' }, 'KAFKA_PASSWORD is missing'],
    ['a password without a user', { KAFKA_PASSWORD: 'secret-value' }, 'KAFKA_USERNAME is missing'],
    ['PLAIN without TLS', { ...LOGIN, KAFKA_SASL_MECHANISM: 'plain' }, 'it needs KAFKA_TLS true'],
    ['an authority without TLS', { KAFKA_TLS_CA_FILE: file('ca') }, 'KAFKA_TLS is not true'],
    ['a certificate without its key', { ...TLS, ...OWN, KAFKA_TLS_KEY_FILE: '' }, 'belong together'],
    ['the key of another', { ...TLS, ...OWN, KAFKA_TLS_KEY_FILE: file('ca-key') }, 'is not the key of'],
    ['no key', { ...TLS, ...OWN, KAFKA_TLS_KEY_FILE: file('text') }, 'holds no private key'],
    ['no certificate', { ...TLS, ...OWN, KAFKA_TLS_CERTIFICATE_FILE: file('text') }, 'holds no certificate'],
    ['no authority', { ...TLS, KAFKA_TLS_CA_FILE: file('text') }, 'KAFKA_TLS_CA_FILE holds no certificate'],
    ['a file that is not there', { ...TLS, KAFKA_TLS_CA_FILE: file('none') }, 'cannot be read (ENOENT)'],
  ])('are refused with %s, and no value is repeated', (_what, environment, reason) => {
    const problems = problemsOf(environment);
    expect(problems).toEqual([expect.stringContaining(reason)]);
    expect(problems.join()).not.toContain('secret-value');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { withPassword } from './database-url.js';
import { readServiceSettings } from './platform-settings.js';
import { InvalidSettings } from './read-settings.js';
import { described, integerSetting } from './setting.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const ENVIRONMENT = {
  DATABASE_URL: 'postgres://app:hidden@127.0.0.1:5432/assistance',
  KAFKA_BROKERS: '127.0.0.1:9092, kafka-2:9092',
  JWKS_URL: 'file:///etc/minzheng/jwks.json',
  TOKEN_ISSUER: 'https://id.example',
  PERSON_KEY_SECRET: 'test-platform-secret',
  FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: KEY }),
  FIELD_ENCRYPTION_KEY_ID: 'k1',
  PATH: '/bin',
};

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readServiceSettings({}, environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems;
    throw error;
  }
}

describe('readServiceSettings', () => {
  it('reads the environment into one object with the platform’s defaults', () => {
    const settings = readServiceSettings(
      { matchLimit: described(integerSetting(1, 9, 3), 'So many match.', { example: '4' }) },
      ENVIRONMENT,
    );
    expect(settings).toMatchObject({
      kafkaBrokers: ['127.0.0.1:9092', 'kafka-2:9092'],
      host: '127.0.0.1',
      tokenAudience: 'minzheng',
      sandbox: false,
      topicPartitions: 48,
      topicReplication: 3,
      logLevel: 'info',
      matchLimit: 3,
    });
    expect(settings.fieldEncryptionKeys.get('k1')).toHaveLength(32);
  });

  it('is immutable and shows nothing when it is printed', () => {
    const settings = readServiceSettings({}, ENVIRONMENT);
    expect(() => Object.assign(settings, { sandbox: true })).toThrow(TypeError);
    expect(inspect({ settings })).not.toContain('hidden');
    expect(JSON.stringify({ settings })).toBe('{"settings":"[settings]"}');
  });

  it.each([
    ['DATABASE_URL', undefined, 'missing'],
    ['DATABASE_URL', 'mysql://secret-value@host/db', 'must be a URL'],
    ['KAFKA_BROKERS', 'secret-value', 'must be a list of host:port'],
    ['SANDBOX', 'secret-value', 'true or false'],
    ['SANDBOX_ROLES', '[{"name":"secret-value"}]', 'a JSON list of roles'],
    ['SANDBOX_ROLES', 'secret-value', 'a JSON list of roles'],
    ['PORT', '65536', 'from 0 to 65535'],
    ['PORT', '80a', 'from 0 to 65535'],
    ['LOG_LEVEL', 'secret-value', 'one of fatal'],
    ['PERSON_KEY_SECRET', 'short', 'at least 16'],
    ['FIELD_ENCRYPTION_KEYS', '{"k1":"secret-value"}', 'base64 of 32 bytes'],
    ['FIELD_ENCRYPTION_KEYS', 'secret-value', 'base64 of 32 bytes'],
    ['FIELD_ENCRYPTION_KEY_ID', 'k2', 'must name a key'],
    ['RATE_LIMIT_CLIENT', 'secret-value', 'a rate such as 20/200'],
    ['RATE_LIMIT_CLIENT', '20/10', 'a rate such as 20/200'],
    ['RATE_LIMIT_PUBLIC', '0/10', 'a rate such as 20/200'],
    ['TRUSTED_PROXIES', 'secret-value', 'a list of IP addresses'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'a list of IP addresses'],
    ['KAFKA_BROKER', 'secret-value', 'is KAFKA_BROKERS meant?'],
    ['KAFKA_PASSWORD', 'secret-value', 'KAFKA_USERNAME is missing'],
    ['KAFKA_TLS_CERTIFICATE', 'secret-value', 'is KAFKA_TLS_CERTIFICATE_FILE meant?'],
    ['TOPIC_PARTITION', '3', 'is TOPIC_PARTITIONS meant?'],
    ['DATABASE_PASSWORD', 'secret-value', 'DATABASE_URL has a password'],
    ['DATABASE_URL_FILE', '/nowhere/secret-value', 'DATABASE_URL and DATABASE_URL_FILE are both set'],
    ['PAIRWISE_SECRET_FILE', '/nowhere/secret-value', 'names a file that cannot be read (ENOENT)'],
  ])('refuses %s=%s and never repeats the value', (name, value, reason) => {
    const problems = problemsOf({ ...ENVIRONMENT, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(reason);
    expect(problems[0]).not.toContain('secret-value');
  });

  it('needs a place of keys, or an issuer that can be asked for it', () => {
    const discovered = { ...ENVIRONMENT, JWKS_URL: undefined };
    expect(readServiceSettings({}, discovered).jwksUrl).toBe('');
    for (const issuer of ['minzheng', 'https://id.example?tenant=1', 'file:///etc/issuer']) {
      expect(problemsOf({ ...discovered, TOKEN_ISSUER: issuer })).toEqual([
        expect.stringContaining('JWKS_URL is missing'),
      ]);
    }
  });

  it('names all problems at once', () => {
    expect(problemsOf({})).toHaveLength(6);
  });

  describe('a secret in a file', () => {
    let folder: string;
    const file = (content: string): string => {
      const path = join(folder, 'secret');
      writeFileSync(path, content);
      return path;
    };
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'settings-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('is read as if it stood in the variable, without the end of its line', () => {
      for (const end of ['', '\n', '\r\n']) {
        const { personKeySecret } = readServiceSettings(
          {},
          {
            ...ENVIRONMENT,
            PERSON_KEY_SECRET: '',
            PERSON_KEY_SECRET_FILE: file(`a-secret-of-24-letters  ${end}`),
          },
        );
        expect(personKeySecret).toBe('a-secret-of-24-letters  ');
      }
    });

    it('is refused where it is empty, or what the variable itself would be refused for', () => {
      const problemsWith = (content: string): readonly string[] =>
        problemsOf({ ...ENVIRONMENT, PERSON_KEY_SECRET: undefined, PERSON_KEY_SECRET_FILE: file(content) });
      expect(problemsWith('\n')).toEqual(['PERSON_KEY_SECRET_FILE names an empty file']);
      expect(problemsWith('short\n')).toEqual(['PERSON_KEY_SECRET must be a text of at least 16 characters']);
    });

    it('is no way to give what is no secret', () => {
      expect(problemsOf({ ...ENVIRONMENT, LOG_LEVEL_FILE: file('info') })).toEqual([
        'LOG_LEVEL_FILE is unknown: is LOG_LEVEL meant?',
      ]);
    });
  });

  it('puts a password into the URL of the database, whatever its letters', () => {
    const { username, password, host } = new URL(withPassword('postgres://app@db:5432/app', 'a/b@c:d%e?ü'));
    expect([username, decodeURIComponent(password), host]).toEqual(['app', 'a/b@c:d%e?ü', 'db:5432']);
    expect(withPassword('postgres://app:there@db/app', '')).toBe('postgres://app:there@db/app');
  });
});

import { readFileSync } from 'node:fs';
import { PROVISION_SETTINGS_SECTION, readProvisionSettings } from './provision-settings.mjs';

const DOCUMENT = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');
const ENVIRONMENT = {
  ADMIN_DATABASE_URL: 'postgres://postgres@db:5432/postgres',
  DATABASE_URLS: 'postgres://assistance@db/assistance  postgres://child_welfare:w%40rd@db/children\n',
  ASSISTANCE_DATABASE_PASSWORD: 'of assistance',
  KAFKA_BROKERS: 'kafka:9092',
};

describe('the settings of the job that provisions', () => {
  it('are in the documentation as the schema has them (npm run docs:settings)', () => {
    expect(DOCUMENT).toContain(PROVISION_SETTINGS_SECTION);
  });

  it('are a password for each user, beside its URL or in it', () => {
    const { settings, urls } = readProvisionSettings(ENVIRONMENT);
    expect(urls.map(({ url, password }) => [url.username, url.pathname, password])).toEqual([
      ['assistance', '/assistance', 'of assistance'],
      ['child_welfare', '/children', 'w@rd'],
    ]);
    expect(settings).toMatchObject({ kafkaBrokers: ['kafka:9092'], topicReplication: 3, kafkaUsers: [] });
  });

  it('are a password for each user of the broker that the job is to make', () => {
    const { settings, kafkaPasswords } = readProvisionSettings({
      ...ENVIRONMENT,
      KAFKA_USERS: 'assistance  verification gateway\n',
      GATEWAY_KAFKA_PASSWORD: 'of the gateway',
    });
    expect(settings.kafkaUsers).toEqual(['assistance', 'verification', 'gateway']);
    expect([...kafkaPasswords]).toEqual([['gateway', 'of the gateway']]);
  });

  it.each([
    [{ ADMIN_DATABASE_URL: '' }, 'ADMIN_DATABASE_URL is missing'],
    [{ DATABASE_URLS: 'postgres://db/assistance' }, 'DATABASE_URLS must be URLs'],
    [
      { CHILD_WELFARE_PASSWORD: 'x' },
      'CHILD_WELFARE_PASSWORD is unknown: is CHILD_WELFARE_DATABASE_PASSWORD',
    ],
    [{ KAFKA_USERS: 'assistance intruder' }, 'KAFKA_USERS must be some of assistance, eldercare'],
    [{ ASSISTANCE_KAFKA_PASSWORD: 'x', KAFKA_USERS: 'gateway' }, 'ASSISTANCE_KAFKA_PASSWORD is unknown'],
    [{ KAFKA_USERNAME: 'admin' }, 'KAFKA_PASSWORD is missing'],
  ])('are refused with %o', (change, reason) => {
    expect(() => readProvisionSettings({ ...ENVIRONMENT, ...change })).toThrow(reason);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyRingSetting, secretRingSetting, textSetting } from '@minzheng/platform/config';

const SCRIPT = join(import.meta.dirname, '../deploy/make-secrets.sh');

describe('deploy/make-secrets.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const make = (): string => execFileSync(SCRIPT, [folder], { encoding: 'utf8' });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trimEnd();
  const put = (name: string, text: string): void => {
    rmSync(join(folder, name));
    writeFileSync(join(folder, name), text);
  };
  let said: string;

  beforeAll(() => {
    said = make();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes what the programs accept, each service its own keys', () => {
    const rings = ['assistance', 'verification', 'gateway'].map((service) =>
      keyRingSetting().read(read(`${service}-field-encryption-keys`)),
    );
    const keys = rings.flatMap((ring) => [...ring.values()].map((key) => key.toString('hex')));
    expect(new Set(keys).size).toBe(3);
    expect(said).toContain(`FIELD_ENCRYPTION_KEY_ID may be ${[...(rings[0]?.keys() ?? [])].join()}\n`);
    expect(keyRingSetting(new Map()).read(read('gateway-field-fingerprint-keys')).size).toBe(0);
    expect(secretRingSetting().read(read('person-key-secrets-previous')).size).toBe(0);
    expect(textSetting({ minimumLength: 16 }).read(read('person-key-secret'))).toHaveLength(64);
    for (const name of ['report-signing-key', 'webhook-signing-key'])
      expect(createPrivateKey(read(name)).asymmetricKeyType).toBe('ed25519');
    expect(read('report-signing-certificate')).toBe('');
    expect(JSON.parse(read('report-earlier-keys'))).toEqual({ keys: [] });
    expect(JSON.parse(read('agency-keys'))).toEqual({});
  });

  it('makes what the broker proves itself with, and passwords that it can read', () => {
    const authority = new X509Certificate(read('kafka-tls-ca'));
    const broker = new X509Certificate(read('kafka-broker-tls'));
    expect([authority.ca, broker.ca]).toEqual([true, false]);
    expect(broker.verify(authority.publicKey)).toBe(true);
    expect(broker.checkHost('kafka')).toBe('kafka');
    expect(broker.checkPrivateKey(createPrivateKey(read('kafka-broker-tls')))).toBe(true);
    expect(authority.checkPrivateKey(createPrivateKey(read('kafka-tls-ca-key')))).toBe(true);
    for (const owner of ['kafka-admin', 'assistance-kafka', 'verification-kafka', 'gateway-kafka']) {
      expect(readFileSync(join(folder, `${owner}-password`), 'utf8')).toMatch(/^[0-9a-f]{48}$/);
    }
  });

  it('keeps what is there, and tells nobody a secret', () => {
    const before = readdirSync(folder).map((name) => [name, read(name)]);
    chmodSync(join(folder, 'agency-interfaces'), 0o600);
    writeFileSync(join(folder, 'agency-interfaces'), '{"NR":{"url":"https://nr.example"}}');
    const again = make();
    expect(again).not.toContain('made');
    expect(read('agency-interfaces')).toContain('nr.example');
    for (const [name = '', secret = ''] of before) {
      if (name !== 'agency-interfaces') expect(read(name)).toBe(secret);
      if (secret.length > 10) expect(said + again).not.toContain(secret);
    }
  });

  it('gives a service that comes later its key under the newest id of the others', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    for (const service of ['assistance', 'verification'])
      put(`${service}-field-encryption-keys`, JSON.stringify({ '2026-11': key, '2027-02': key }, null, 1));
    rmSync(join(folder, 'gateway-field-encryption-keys'));
    expect(make()).toBe('made gateway-field-encryption-keys\nFIELD_ENCRYPTION_KEY_ID may be 2027-02\n');
    expect([...keyRingSetting().read(read('gateway-field-encryption-keys')).keys()]).toEqual(['2027-02']);
  });

  it('needs the key of the authority for another certificate alone, and says so', () => {
    const [key, broker] = ['kafka-tls-ca-key', 'kafka-broker-tls'].map((name) => join(folder, name));
    const away = `${key}-elsewhere`;
    renameSync(key ?? '', away);
    expect(make()).not.toContain('made');
    rmSync(broker ?? '');
    const { status, stderr } = spawnSync(SCRIPT, [folder], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('bring kafka-tls-ca-key back')]);
    renameSync(away, key ?? '');
    expect(make()).toContain('made kafka-broker-tls');
  });

  it('makes none whose custody is told nowhere', () => {
    const page = readFileSync(join(import.meta.dirname, '../docs/running-it.md'), 'utf8');
    const told = [...page.matchAll(/`(…?)(-?[a-z][a-z-]+)`/g)].map(([, more = '', name = '']) => ({
      more,
      name,
    }));
    const isTold = (secret: string): boolean =>
      told.some(({ more, name }) => (more === '' ? secret === name : secret.endsWith(name)));
    // of the databases and of Kafka's users, a row each
    const secrets = readdirSync(folder).filter((name) => !name.endsWith('-password'));
    expect(secrets.filter((secret) => !isTold(secret))).toEqual([]);
  });

  it('leaves them in a folder that only its owner enters', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'person-key-secret')).mode & 0o777).toBe(0o444);
  });
});

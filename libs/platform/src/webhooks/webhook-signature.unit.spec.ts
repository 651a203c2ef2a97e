import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWebhookSecret, webhookHeaders, WebhookKeys } from './index.js';

/** Of the tests of the Standard Webhooks libraries. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    sentAt: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('the headers of a webhook', () => {
  it('are those of the Standard Webhooks vector', () => {
    expect(webhookHeaders(VECTOR.message, { secrets: [VECTOR.secret] })).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': VECTOR.signature,
    });
  });

  it('have one signature for each secret that is valid', () => {
    const signature = webhookHeaders(VECTOR.message, { secrets: [newWebhookSecret(), VECTOR.secret] })[
      'webhook-signature'
    ];
    expect(signature.split(' ')).toHaveLength(2);
    expect(signature.split(' ')[1]).toBe(VECTOR.signature);
  });

  it('need a secret of 32 bytes with its prefix', () => {
    const secret = newWebhookSecret();
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    expect(newWebhookSecret()).not.toBe(secret);
    expect(() => webhookHeaders(VECTOR.message, { secrets: ['MfKQ9r8GKYqr'] })).toThrow(RangeError);
  });
});

describe('the keys of webhooks', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-keys-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileOf = (text: string): string => {
    const path = join(folder, 'keys');
    writeFileSync(path, text);
    return path;
  };
  const newKey = () => generateKeyPairSync('ed25519').privateKey;

  it('sign each, and what they sign is proven by what is published', async () => {
    const set = { keys: [newKey(), newKey()].map((key) => key.export({ format: 'jwk' })) };
    const keys = await WebhookKeys.fromFile(fileOf(JSON.stringify(set)));
    const { 'webhook-signature': signatures } = webhookHeaders(VECTOR.message, {
      secrets: [],
      keys: keys.privateKeys,
    });
    const signed = Buffer.from(`${VECTOR.message.id}.1614265330.${VECTOR.message.body}`);
    const [first, second] = signatures.split(' ').map((signature) => signature.replace('v1a,', ''));
    const holds = (signature: string, index: number): boolean =>
      verify(
        null,
        signed,
        { key: keys.published[index]!.jwk, format: 'jwk' },
        Buffer.from(signature, 'base64'),
      );
    expect([holds(first!, 0), holds(second!, 1), holds(first!, 1)]).toEqual([true, true, false]);
    const [published] = keys.published;
    expect(published!.text).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(published!.jwk).not.toHaveProperty('d');
  });

  it('may be one PEM, or none', async () => {
    const pem = newKey().export({ type: 'pkcs8', format: 'pem' }) as string;
    expect((await WebhookKeys.fromFile(fileOf(pem))).published).toHaveLength(1);
    expect((await WebhookKeys.fromFile('')).published).toEqual([]);
  });

  it.each([
    ['no key', 'secret-value'],
    [
      'another kind of key',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    ],
  ])('refuses %s and shows nothing of it', async (_name, text) => {
    const refused = WebhookKeys.fromFile(fileOf(text));
    await expect(refused).rejects.toThrow(RangeError);
    await expect(refused).rejects.not.toThrow(/secret-value/);
  });
});

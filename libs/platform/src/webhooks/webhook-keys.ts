import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

const PUBLIC_PREFIX = 'whpk_';

/** A public key by which receivers check the signatures `v1a`. */
export interface PublishedWebhookKey {
  /** Thumbprint (RFC 7638). */
  readonly keyId: string;
  readonly jwk: JWK;
  /** As libraries of Standard Webhooks take it: `whpk_…`. */
  readonly text: string;
}

/**
 * The keys with which this installation signs its webhooks beside the receiver's own secret. Several at once let a key be
 * changed: the new one is added and signs beside the old one, until every receiver has it.
 */
export class WebhookKeys {
  private constructor(
    readonly privateKeys: readonly KeyObject[],
    readonly published: readonly PublishedWebhookKey[],
  ) {}

  /**
   * @param path - of a PKCS#8 PEM, a JWK, or a JWK set; empty: webhooks are signed by secrets alone
   * @throws RangeError when a key is no Ed25519 private key; never shows a part of it
   */
  static async fromFile(path: string): Promise<WebhookKeys> {
    const keys = path === '' ? [] : keysIn(readFileSync(path, 'utf8'));
    if (keys.some(({ type, asymmetricKeyType }) => type !== 'private' || asymmetricKeyType !== 'ed25519')) {
      throw new RangeError('a key of webhooks is an Ed25519 private key');
    }
    return new WebhookKeys(keys, await Promise.all(keys.map(publicHalf)));
  }
}

function keysIn(text: string): KeyObject[] {
  try {
    if (!text.trimStart().startsWith('{')) return [createPrivateKey(text)];
    const json = JSON.parse(text) as JWK & { readonly keys?: readonly JWK[] };
    return (json.keys ?? [json]).map((key) => createPrivateKey({ key, format: 'jwk' }));
  } catch {
    throw new RangeError('the keys of webhooks are neither PKCS#8 PEM nor a JWK nor a JWK set');
  }
}

async function publicHalf(privateKey: KeyObject): Promise<PublishedWebhookKey> {
  const jwk = await exportJWK(createPublicKey(privateKey));
  const keyId = await calculateJwkThumbprint(jwk);
  return {
    keyId,
    jwk: { ...jwk, alg: 'EdDSA', use: 'sig', kid: keyId },
    text: `${PUBLIC_PREFIX}${Buffer.from(jwk.x ?? '', 'base64url').toString('base64')}`,
  };
}

import { createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { DetachedSigner, verifyDetached } from '../signing/index.js';

const TYPE = 'minzheng-audit-anchor+jws';
/** PKCS#8 of an Ed25519 key up to its 32 bytes (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Signs heads of the audit chain (Ed25519, detached JWS). The key is derived from the fingerprint key that a field encryption
 * key has: whoever has only the database cannot sign, and the anchors of a key that was taken away can be proved as long as its
 * fingerprint key is kept (`FIELD_FINGERPRINT_KEYS`).
 */
export class AnchorSigner {
  private constructor(
    private readonly current: DetachedSigner,
    private readonly keyIds: ReadonlySet<string>,
  ) {}

  /**
   * @param keys - fingerprint keys, by the id of their encryption key
   * @param currentKeyId - of the key in the ring that signs
   */
  static async create(keys: ReadonlyMap<string, Buffer>, currentKeyId: string): Promise<AnchorSigner> {
    const signers = new Map<string, DetachedSigner>();
    for (const [id, key] of keys) signers.set(id, await DetachedSigner.of(anchorKey(key), TYPE));
    const current = signers.get(currentKeyId);
    if (!current) throw new RangeError('the current key is not among the keys');
    return new AnchorSigner(current, new Set([...signers.values()].map(({ keyId }) => keyId)));
  }

  get publicKey(): DetachedSigner['publicKey'] {
    return this.current.publicKey;
  }

  /** @param body - what is anchored, as canonical text */
  sign(body: string): Promise<string> {
    return this.current.sign(body);
  }

  /** True when it is the signature of this body by a key of this service. */
  async holds(body: string, signature: string, publicKey: DetachedSigner['publicKey']): Promise<boolean> {
    try {
      const { kid } = await verifyDetached(body, signature, publicKey);
      return kid !== undefined && this.keyIds.has(kid) && (await isKeyOf(kid, publicKey));
    } catch {
      return false;
    }
  }
}

/** Else somebody could name our key's id and sign with another. */
async function isKeyOf(keyId: string, publicKey: DetachedSigner['publicKey']): Promise<boolean> {
  return (await DetachedSigner.keyIdOf(publicKey)) === keyId;
}

function anchorKey(key: Buffer): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', key, '', 'minzheng audit anchor', 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

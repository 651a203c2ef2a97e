import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  calculateJwkThumbprint,
  compactVerify,
  CompactSign,
  exportJWK,
  type CompactJWSHeaderParameters,
  type JWK,
} from 'jose';

const ALGORITHM = 'EdDSA';

/** Signs texts with Ed25519 and keeps them apart from their signature: detached JWS (RFC 7515, appendix F). */
export class DetachedSigner {
  private constructor(
    private readonly privateKey: KeyObject,
    private readonly type: string,
    /** The key that proves a signature, as JWK. */
    readonly publicKey: JWK,
    /** Its thumbprint (RFC 7638). */
    readonly keyId: string,
  ) {}

  /**
   * @param type - `typ` of the signed header: what kind of text it is
   * @throws RangeError when it is no Ed25519 private key
   */
  static async of(privateKey: KeyObject, type: string): Promise<DetachedSigner> {
    if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
      throw new RangeError('a signing key is an Ed25519 private key');
    }
    const jwk = await exportJWK(createPublicKey(privateKey));
    const keyId = await DetachedSigner.keyIdOf(jwk);
    return new DetachedSigner(privateKey, type, { ...jwk, alg: ALGORITHM, use: 'sig', kid: keyId }, keyId);
  }

  static keyIdOf(publicKey: JWK): Promise<string> {
    return calculateJwkThumbprint(publicKey);
  }

  /**
   * The detached signature of a text.
   *
   * @param header - what is signed with it and travels in the signature
   */
  async sign(body: string, header: object = {}): Promise<string> {
    const jws = await new CompactSign(Buffer.from(body, 'utf8'))
      .setProtectedHeader({ alg: ALGORITHM, typ: this.type, kid: this.keyId, ...header })
      .sign(this.privateKey);
    const [protectedHeader, , signature] = jws.split('.');
    return `${protectedHeader}..${signature}`;
  }
}

/**
 * The header that was signed with a text, if the signature was made of this text by the key.
 *
 * @throws an error of jose when the signature does not hold
 */
export async function verifyDetached(
  body: string,
  signature: string,
  publicKey: JWK,
): Promise<CompactJWSHeaderParameters> {
  const [protectedHeader = '', , tail = ''] = signature.split('.');
  const payload = Buffer.from(body, 'utf8').toString('base64url');
  const key = createPublicKey({ key: publicKey, format: 'jwk' });
  const verified = await compactVerify(`${protectedHeader}.${payload}.${tail}`, key, {
    algorithms: [ALGORITHM],
  });
  return verified.protectedHeader;
}

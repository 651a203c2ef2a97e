import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { textSetting, type SettingsSchema } from '@minzheng/platform/config';
import { calculateJwkThumbprint, compactVerify, CompactSign, exportJWK, type JWK } from 'jose';

/** What a service that signs reports is told by its environment. */
export const REPORT_SETTINGS = {
  /** File of the province's Ed25519 key: PKCS#8 PEM, or a JWK. */
  reportSigningKeyFile: textSetting(),
} satisfies SettingsSchema;

const ALGORITHM = 'EdDSA';

/** What stands in the signed header, beside the body that is signed. */
export interface ReportHeader {
  readonly number: string;
  readonly sequence: number;
  /** RFC 3339 */
  readonly issuedAt: string;
  readonly validTo: string;
  /** Id of the report that this one replaces. */
  readonly supersedes?: string;
}

/**
 * Signs reports with the province's key (省级统一出口): a detached JWS (RFC 7515, appendix F) with Ed25519 over the
 * canonical body. 电子签名法 arts. 13, 14.
 */
export class ReportSigner {
  private constructor(
    private readonly privateKey: KeyObject,
    /** The key that proves a signature, as JWK. */
    readonly publicKey: JWK,
    private readonly keyId: string,
  ) {}

  /** @throws RangeError when the file holds no Ed25519 private key; never shows a part of it */
  static async fromFile(path: string): Promise<ReportSigner> {
    return ReportSigner.of(readKey(readFileSync(path, 'utf8')));
  }

  /** @throws RangeError when it is no Ed25519 private key */
  static async of(privateKey: KeyObject): Promise<ReportSigner> {
    if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
      throw new RangeError('the key of reports is an Ed25519 private key');
    }
    const jwk = await exportJWK(createPublicKey(privateKey));
    const keyId = await calculateJwkThumbprint(jwk);
    return new ReportSigner(privateKey, { ...jwk, alg: ALGORITHM, use: 'sig', kid: keyId }, keyId);
  }

  /** The detached signature of a canonical body. */
  async sign(body: string, header: ReportHeader): Promise<string> {
    const jws = await new CompactSign(Buffer.from(body, 'utf8'))
      .setProtectedHeader({ alg: ALGORITHM, typ: 'minzheng-report+jws', kid: this.keyId, ...header })
      .sign(this.privateKey);
    const [protectedHeader, , signature] = jws.split('.');
    return `${protectedHeader}..${signature}`;
  }
}

/**
 * Whether a signature was made of this body by the key; gives the header that was signed with it.
 *
 * @throws an error of jose when the signature does not hold
 */
export async function verifyReport(body: string, signature: string, publicKey: JWK): Promise<ReportHeader> {
  const [protectedHeader = '', , tail = ''] = signature.split('.');
  const payload = Buffer.from(body, 'utf8').toString('base64url');
  const key = createPublicKey({ key: publicKey, format: 'jwk' });
  const verified = await compactVerify(`${protectedHeader}.${payload}.${tail}`, key, {
    algorithms: [ALGORITHM],
  });
  return verified.protectedHeader as unknown as ReportHeader;
}

function readKey(text: string): KeyObject {
  try {
    return text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JWK, format: 'jwk' })
      : createPrivateKey(text);
  } catch {
    throw new RangeError('the key of reports is neither PKCS#8 PEM nor a JWK');
  }
}

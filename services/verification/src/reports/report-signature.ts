import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { textSetting, type SettingsSchema } from '@minzheng/platform/config';
import { DetachedSigner, verifyDetached } from '@minzheng/platform/signing';
import type { JWK } from 'jose';

/** What a service that signs reports is told by its environment. */
export const REPORT_SETTINGS = {
  /** File of the province's Ed25519 key: PKCS#8 PEM, or a JWK. */
  reportSigningKeyFile: textSetting(),
} satisfies SettingsSchema;

const TYPE = 'minzheng-report+jws';

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
  private constructor(private readonly signer: DetachedSigner) {}

  /** @throws RangeError when the file holds no Ed25519 private key; never shows a part of it */
  static async fromFile(path: string): Promise<ReportSigner> {
    return ReportSigner.of(readKey(readFileSync(path, 'utf8')));
  }

  /** @throws RangeError when it is no Ed25519 private key */
  static async of(privateKey: KeyObject): Promise<ReportSigner> {
    return new ReportSigner(await DetachedSigner.of(privateKey, TYPE));
  }

  /** The key that proves a signature, as JWK. */
  get publicKey(): JWK {
    return this.signer.publicKey;
  }

  /** The detached signature of a canonical body. */
  sign(body: string, header: ReportHeader): Promise<string> {
    return this.signer.sign(body, header);
  }
}

/**
 * Whether a signature was made of this body by the key; gives the header that was signed with it.
 *
 * @throws an error of jose when the signature does not hold
 */
export async function verifyReport(body: string, signature: string, publicKey: JWK): Promise<ReportHeader> {
  return (await verifyDetached(body, signature, publicKey)) as unknown as ReportHeader;
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

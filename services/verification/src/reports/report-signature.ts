import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dateSetting, described, textSetting, type SettingsSchema } from '@minzheng/platform/config';
import { DetachedSigner, verifyDetached } from '@minzheng/platform/signing';
import type { JWK } from 'jose';

/** What a service that signs reports is told by its environment. */
export const REPORT_SETTINGS = {
  reportSigningKeyFile: described(
    textSetting(),
    'File of the province’s private key (Ed25519), which signs reports: PKCS#8 PEM, or a JWK.',
    { example: '/run/secrets/report-signing-key' },
  ),
  reportSigningCertificateFile: described(
    textSetting({ fallback: '' }),
    'File of the certificate of that key as PEM, with what certifies it: named in each signature, and shown with its proof. None: the key proves itself.',
    { example: '/etc/minzheng/report-signing-certificate.pem' },
  ),
  reportSigningKeyExpires: described(
    dateSetting(),
    'Day through which that key is to sign: an alert comes before it (docs/runbooks/key-expires.md). None: it is not watched.',
    { example: '2027-12-31' },
  ),
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
  private constructor(
    private readonly signer: DetachedSigner,
    /** The certificate of the key, and those behind it. */
    private readonly certificates: readonly X509Certificate[],
  ) {}

  /**
   * @param certificatePath - empty: the key has no certificate
   * @throws RangeError when the file holds no Ed25519 private key, or the certificate is of another; never shows a part of it
   */
  static async fromFile(path: string, certificatePath = ''): Promise<ReportSigner> {
    const certificates = certificatePath === '' ? '' : readFileSync(certificatePath, 'utf8');
    return ReportSigner.of(readKey(readFileSync(path, 'utf8')), certificates);
  }

  /**
   * @param certificates - PEM: the one of the key first
   * @throws RangeError when it is no Ed25519 private key, or the first certificate is of another key
   */
  static async of(privateKey: KeyObject, certificates = ''): Promise<ReportSigner> {
    const signer = await DetachedSigner.of(privateKey, TYPE);
    const chain = readCertificates(certificates);
    if (chain[0]?.checkPrivateKey(privateKey) === false)
      throw new RangeError('the certificate of reports is of another key');
    return new ReportSigner(signer, chain);
  }

  /** The key that proves a signature, as JWK, with its certificates (RFC 7517, 4.7). */
  get publicKey(): JWK {
    const x5c = this.certificates.map(({ raw }) => raw.toString('base64'));
    return { ...this.signer.publicKey, ...(x5c.length > 0 && { x5c }) };
  }

  /** The detached signature of a canonical body: the time stands in its header, and which certificate it is (RFC 7515, 4.1.8). */
  sign(body: string, header: ReportHeader): Promise<string> {
    const [own] = this.certificates;
    return this.signer.sign(body, { ...header, ...(own && { 'x5t#S256': thumbprintOf(own) }) });
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

const thumbprintOf = ({ raw }: X509Certificate): string =>
  createHash('sha256').update(raw).digest('base64url');

function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (pem.trim() !== '' && blocks.length === 0) throw new RangeError('the certificate of reports is no PEM');
  return blocks.map((block) => new X509Certificate(block));
}

/** The certificates that a stored key brings, as PEM; empty where it has none. */
export function certificatesOf({ x5c = [] }: JWK): string {
  return x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')).toString()).join('');
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

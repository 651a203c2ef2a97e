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
  reportEarlierKeysFile: described(
    textSetting({ fallback: '' }),
    'File of the public keys that signed reports before that key (a JWK set): shown with it at `/v1/public/report-keys`, so that what they signed is verified.',
    { example: '/etc/minzheng/report-earlier-keys.json' },
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
    private readonly earlierKeys: readonly JWK[],
  ) {}

  /**
   * @param certificatePath - empty: the key has no certificate
   * @param earlierKeysPath - empty: it is the first key
   * @throws RangeError when the file holds no Ed25519 private key, the certificate is of another, or an earlier key is no public
   * one; never shows a part of it
   */
  static async fromFile(path: string, certificatePath = '', earlierKeysPath = ''): Promise<ReportSigner> {
    const textOf = (file: string): string => (file === '' ? '' : readFileSync(file, 'utf8'));
    return ReportSigner.of(
      readKey(readFileSync(path, 'utf8')),
      textOf(certificatePath),
      textOf(earlierKeysPath),
    );
  }

  /**
   * @param certificates - PEM: the one of the key first
   * @param earlierKeys - a JWK set of the keys before it
   * @throws RangeError when it is no Ed25519 private key, the first certificate is of another key, or an earlier key is no public one
   */
  static async of(privateKey: KeyObject, certificates = '', earlierKeys = ''): Promise<ReportSigner> {
    const signer = await DetachedSigner.of(privateKey, TYPE);
    const chain = readCertificates(certificates);
    if (chain[0]?.checkPrivateKey(privateKey) === false)
      throw new RangeError('the certificate of reports is of another key');
    return new ReportSigner(signer, chain, await readPublicKeys(earlierKeys));
  }

  /** The key that proves a signature, as JWK, with its certificates (RFC 7517, 4.7). */
  get publicKey(): JWK {
    const x5c = this.certificates.map(({ raw }) => raw.toString('base64'));
    return { ...this.signer.publicKey, ...(x5c.length > 0 && { x5c }) };
  }

  /** All keys that prove reports, the present one first: what a signature names as `kid` is among them. */
  get publicKeys(): readonly JWK[] {
    const own = this.publicKey;
    return [own, ...this.earlierKeys.filter(({ kid }) => kid !== own.kid)];
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

/** Whether REPORT_SIGNING_CERTIFICATE_FILE names a certificate: an empty file, as an installation begins with, stands for none. */
export const holdsCertificate = (path: string): boolean =>
  path !== '' && readFileSync(path, 'utf8').trim() !== '';

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

/** Keys of a JWK set, each by its thumbprint, whatever the set calls it. */
async function readPublicKeys(text: string): Promise<JWK[]> {
  if (text.trim() === '') return [];
  const { keys } = readSet(text);
  return Promise.all(
    keys.map(async (key) => {
      const { kty, crv, x, d } = key;
      if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || d !== undefined) {
        throw new RangeError('an earlier key of reports is no public key (Ed25519)');
      }
      return { ...key, alg: 'EdDSA', use: 'sig', kid: await DetachedSigner.keyIdOf({ kty, crv, x }) };
    }),
  );
}

function readSet(text: string): { readonly keys: readonly JWK[] } {
  try {
    const set = JSON.parse(text) as { keys?: unknown };
    if (Array.isArray(set.keys)) return { keys: set.keys as JWK[] };
  } catch {
    // below: with what else is no set
  }
  throw new RangeError('the earlier keys of reports are no JWK set');
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

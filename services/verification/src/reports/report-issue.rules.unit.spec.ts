import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { reportNumber, validTo } from './report-issue.rules.js';
import { certificatesOf, ReportSigner, verifyReport } from './report-signature.js';
import { selfSigned } from './test/certificate.js';

describe('reportNumber', () => {
  it('is province, day and number of the day', () => {
    expect(reportNumber('510802', '2025-07-18', 123)).toBe('51-20250718-000123');
  });
});

describe('validTo', () => {
  it.each([
    ['2026-07-13', '2025-10-16'],
    ['2025-09-01', '2025-09-01'],
    [undefined, '2025-10-16'],
  ])('issued 2025-07-18, earliest consent ends %s → %s', (consentEnd, expected) => {
    expect(validTo('2025-07-18', 90, consentEnd)).toBe(expected);
  });

  it('issued 2025-05-19 → 2025-08-17 (the walk of a household)', () => {
    expect(validTo('2025-05-19', 90, '2026-05-12')).toBe('2025-08-17');
  });
});

describe('ReportSigner', () => {
  const body = '{"conclusions":[]}';
  const header = {
    number: '51-20250718-000123',
    sequence: 1,
    issuedAt: '2025-07-18T02:00:00.000Z',
    validTo: '2025-10-16',
  };

  it('signs a body that stands apart from the signature, with number and time inside', async () => {
    const signer = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
    const signature = await signer.sign(body, header);
    expect(signature.split('.')[1]).toBe('');
    expect(await verifyReport(body, signature, signer.publicKey)).toMatchObject({
      ...header,
      kid: signer.publicKey.kid,
    });
    expect(signer.publicKey).not.toHaveProperty('d');
  });

  it('holds for no other body and no other key', async () => {
    const signer = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
    const other = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
    const signature = await signer.sign(body, header);
    await expect(verifyReport(`${body} `, signature, signer.publicKey)).rejects.toThrow();
    await expect(verifyReport(body, signature, other.publicKey)).rejects.toThrow();
  });

  it('names its certificate in what is signed, and shows it with its key', async () => {
    const keys = generateKeyPairSync('ed25519');
    const pem = selfSigned(keys);
    const signer = await ReportSigner.of(keys.privateKey, pem);
    const { raw } = new X509Certificate(pem);
    expect(await verifyReport(body, await signer.sign(body, header), signer.publicKey)).toMatchObject({
      ...header,
      'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
    });
    expect(certificatesOf(signer.publicKey).trim()).toBe(pem.trim());
    expect(certificatesOf((await ReportSigner.of(keys.privateKey)).publicKey)).toBe('');
    const other = generateKeyPairSync('ed25519');
    await expect(ReportSigner.of(other.privateKey, pem)).rejects.toThrow('of another key');
    await expect(ReportSigner.of(keys.privateKey, 'no certificate')).rejects.toThrow('no PEM');
  });

  it('takes no other kind of key', async () => {
    await expect(
      ReportSigner.of(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    ).rejects.toThrow(RangeError);
  });
});

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { ReportKeysController } from './report-keys.controller.js';
import { certificatesOf, holdsCertificate, ReportSigner, type ReportHeader } from './report-signature.js';
import { selfSigned } from './test/certificate.js';

const PROGRAM = join(import.meta.dirname, '../../../../tools/verify/minzheng-verify.mjs');
const HEADER = {
  number: '51-20250718-000123',
  sequence: 1,
  issuedAt: '2025-07-18T02:00:00.000Z',
  validTo: '2099-12-31',
};
const BODY = canonicalJson({
  caseRef: '510802-20250715-0001',
  totals: { annualIncomeFen: 1_800_000n },
  姓名: null,
});

/** What the service answers at `/proof`, made by what signs its reports. */
async function proofOf(signer: ReportSigner, header: Partial<ReportHeader> = {}) {
  return {
    number: HEADER.number,
    body: BODY,
    digest: sha256Hex(BODY),
    signature: await signer.sign(BODY, { ...HEADER, ...header }),
    publicKey: signer.publicKey,
    redacted: [],
  };
}

describe('minzheng-verify, which checks a report offline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minzheng-verify-'));
  let signer: ReportSigner;
  let other: ReportSigner;

  beforeAll(async () => {
    signer = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
    other = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function file(name: string, content: unknown): string {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return path;
  }

  function verify(report: unknown, ...options: string[]): { code: number | null; said: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, file('report.json', report), '--language', 'en', ...options],
      { encoding: 'utf8' },
    );
    return { code: status, said: stdout + stderr };
  }

  it('finds a report genuine by a key that is trusted, and tells what it is', async () => {
    const keys = file('keys.json', { keys: [other.publicKey, signer.publicKey] });
    const { code, said } = verify(await proofOf(signer), '--keys', keys);
    expect(code).toBe(0);
    expect(said).toMatch(
      /^genuine\n {2}report 51-20250718-000123, no\. 1 .* valid through 2099-12-31, signed by /,
    );
    expect(said).toContain(String(signer.publicKey.kid));
    expect(said).toContain('cannot be told offline');
    expect(said).not.toMatch(/expired|key came with/);
  });

  it('takes the keys as the service shows them, so that a key which no longer signs goes on proving', async () => {
    const earlier = JSON.stringify({ keys: [{ ...signer.publicKey, kid: 'of-2024' }] });
    const present = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey, '', earlier);
    const shown = file('keys.json', new ReportKeysController(present).list());
    for (const proof of [await proofOf(present), await proofOf(signer)]) {
      expect(verify(proof, '--keys', shown).code).toBe(0);
    }
    expect(verify(await proofOf(other), '--keys', shown).code).toBe(1);
  });

  it('goes on proving what each key has signed where what is shown becomes the earlier keys, change by change', async () => {
    // what deploy/make-secrets.sh makes: no certificate, no earlier key
    const [noCertificate, noKeys] = ['\n', '{"keys":[]}\n'];
    expect(holdsCertificate(file('report-signing-certificate', noCertificate))).toBe(false);
    let present = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey, noCertificate, noKeys);
    const proofs = [await proofOf(present)];
    for (const certified of [true, false]) {
      const shown = JSON.stringify(new ReportKeysController(present).list());
      const pair = generateKeyPairSync('ed25519');
      present = await ReportSigner.of(pair.privateKey, certified ? selfSigned(pair) : noCertificate, shown);
      proofs.push(await proofOf(present));
    }
    const keys = file('keys.json', new ReportKeysController(present).list());
    expect(proofs.map((proof) => verify(proof, '--keys', keys).code)).toEqual([0, 0, 0]);
  });

  it('names the certificate that the signature names, and refuses another', async () => {
    const keys = generateKeyPairSync('ed25519');
    const withCertificate = await ReportSigner.of(keys.privateKey, selfSigned(keys));
    const proof = await proofOf(withCertificate);
    const genuine = verify({ ...proof, certificate: certificatesOf(withCertificate.publicKey) });
    expect(genuine).toMatchObject({ code: 0, said: expect.stringContaining('CN=province') as string });
    expect(verify({ ...proof, certificate: selfSigned(generateKeyPairSync('ed25519')) }).code).toBe(1);
    expect(verify({ ...proof, certificate: 'none' }).code).toBe(1);
  });

  it('has no private key shown as an earlier one, and no file that is none of keys', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const secret = JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] });
    await expect(ReportSigner.of(privateKey, '', secret)).rejects.toThrow(RangeError);
    await expect(ReportSigner.of(privateKey, '', '[]')).rejects.toThrow(RangeError);
  });

  it('takes the body as an object too, and says it in Chinese', async () => {
    const proof = await proofOf(signer);
    const { code, said } = verify({ ...proof, body: JSON.parse(BODY) as object }, '--language', 'zh');
    expect([code, said.split('\n')[0]]).toEqual([0, '真实']);
  });

  it('takes no language that it does not speak', async () => {
    const { code, said } = verify(await proofOf(signer), '--language', 'fr');
    expect(code).toBe(2);
    expect(said).toContain('--language fr is neither en nor zh');
    expect(said).toContain('[--language en|zh]');
    expect(verify(await proofOf(signer), '--help')).toEqual({
      code: 0,
      said: expect.stringMatching(/^minzheng-verify <report.json/) as string,
    });
  });

  it('says that a key which comes with the report has to be compared', async () => {
    expect(verify(await proofOf(signer))).toEqual({
      code: 0,
      said: expect.stringContaining('the key came with the report') as string,
    });
  });

  it('says that a report has expired, and which one it replaces', async () => {
    const supersedes = '0198a000-0000-7000-8000-000000000001';
    const { code, said } = verify(await proofOf(signer, { validTo: '2025-08-17', supersedes }));
    expect(code).toBe(0);
    expect(said).toContain('expired; after 2025-08-17 nothing may be decided on it');
    expect(said).toContain(`replaces report ${supersedes}`);
  });

  it('refuses a body of which one byte was changed, whatever the digest says', async () => {
    const proof = await proofOf(signer);
    const body = BODY.replace('1800000', '1800001');
    expect(verify({ ...proof, body })).toMatchObject({
      code: 1,
      said: expect.stringContaining('digest') as string,
    });
    const withDigest = verify({ ...proof, body, digest: sha256Hex(body) });
    expect(withDigest).toMatchObject({
      code: 1,
      said: expect.stringContaining('the signature is not of this body') as string,
    });
  });

  it('refuses what another key signed, also where that key is named as the province’s', async () => {
    const keys = file('keys.json', { keys: [signer.publicKey] });
    const forged = await proofOf(other);
    expect(verify(forged, '--keys', keys)).toMatchObject({
      code: 1,
      said: expect.stringContaining('none of those that you trust') as string,
    });
    expect(verify({ ...forged, publicKey: signer.publicKey }).code).toBe(1);
    const renamed = { ...other.publicKey, kid: signer.publicKey.kid };
    expect(verify({ ...(await proofOf(signer)), publicKey: renamed }).code).toBe(1);
  });

  it('refuses another number than the one that was signed, a changed header, and another kind of signature', async () => {
    const proof = await proofOf(signer);
    expect(verify({ ...proof, number: '51-20250718-000124' }).code).toBe(1);
    const [, , tail] = proof.signature.split('.');
    const header = {
      alg: 'EdDSA',
      typ: 'minzheng-report+jws',
      kid: signer.publicKey.kid,
      ...HEADER,
      validTo: '2100-01-01',
    };
    const longer = `${Buffer.from(JSON.stringify(header)).toString('base64url')}..${tail}`;
    expect(verify({ ...proof, signature: longer }).code).toBe(1);
    expect(verify({ ...proof, signature: 'none' }).code).toBe(1);
  });

  it('says that a report was revoked where the service answered that', () => {
    const problem = {
      type: 'https://minzheng.dev/problems/report-revoked',
      title: 'The report was revoked',
      status: 410,
    };
    expect(verify(problem)).toMatchObject({
      code: 1,
      said: expect.stringContaining('was revoked') as string,
    });
  });

  it('does not guess where it cannot tell', async () => {
    const { body: _left, ...proof } = await proofOf(signer);
    expect(verify({ ...proof, redacted: ['body'] })).toMatchObject({
      code: 2,
      said: expect.stringContaining('finances:read') as string,
    });
    expect(verify('{"not": ').code).toBe(2);
    expect(verify({ hello: 'world' }).code).toBe(2);
    expect(verify(await proofOf(signer), '--keys', join(folder, 'missing.json')).code).toBe(2);
    expect(verify(await proofOf(signer), '--unknown').code).toBe(2);
  });
});

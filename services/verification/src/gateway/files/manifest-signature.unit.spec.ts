import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { canonicalJson } from '@minzheng/kernel/canonical-json';
import { DetachedSigner } from '@minzheng/platform/signing';
import type { JWK } from 'jose';
import type { ManifestDto } from './file.dto.js';
import { requireSignature, type AgencyKeys } from './manifest-signature.js';

const { privateKey } = generateKeyPairSync('ed25519');
const KEYS: AgencyKeys = {
  EDU: createPublicKey(privateKey).export({ format: 'jwk' }) as JWK,
};
const manifest = (agency: string, rest: object = {}): ManifestDto =>
  ({ ...{ fileId: 'f', agency, dataset: agency, sequence: 8 }, ...rest }) as unknown as ManifestDto;
const outcome = (unsigned: 'refused' | 'accepted', announced: ManifestDto): Promise<string> =>
  requireSignature(KEYS, unsigned, announced).then(
    () => 'taken',
    (error: { type?: { name?: string } }) => error.type?.name ?? 'error',
  );
const signed = async (secondsAgo = 0, said = manifest('EDU')): Promise<ManifestDto> => {
  const signer = await DetachedSigner.of(privateKey, 'JOSE');
  const iat = Math.floor(Date.now() / 1_000) - secondsAgo;
  return manifest('EDU', { signature: await signer.sign(canonicalJson(said), { iat }) });
};

describe('a manifest', () => {
  it('is signed by an agency that has a key, whatever is decided of others', async () => {
    for (const unsigned of ['refused', 'accepted'] as const) {
      expect(await outcome(unsigned, await signed())).toBe('taken');
      expect(await outcome(unsigned, manifest('EDU'))).toBe('signature-invalid');
      expect(await outcome(unsigned, await signed(301))).toBe('signature-invalid');
      const ofAnother = await signed(0, manifest('EDU', { sequence: 9 }));
      expect(await outcome(unsigned, ofAnother)).toBe('signature-invalid');
    }
  });

  it('of an agency without a key is taken only where that was decided', async () => {
    expect(await outcome('refused', manifest('RVP'))).toBe('signature-invalid');
    expect(await outcome('accepted', manifest('RVP'))).toBe('taken');
  });
});

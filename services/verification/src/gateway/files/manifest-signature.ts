import { readFileSync } from 'node:fs';
import { canonicalJson } from '@minzheng/kernel/canonical-json';
import { Problem } from '@minzheng/platform/http';
import { verifyDetached } from '@minzheng/platform/signing';
import type { JWK } from 'jose';
import { Counter } from 'prom-client';
import type { ManifestDto } from './file.dto.js';
import { SIGNATURE_INVALID } from './file.problems.js';

const LONGEST_AGE_SECONDS = 300;
const MILLISECONDS = 1_000;

const refused = new Counter({
  name: 'minzheng_file_signatures_refused_total',
  help: 'Manifests whose signature did not hold, by agency',
  labelNames: ['agency'],
});

/** Public keys (JWK, Ed25519) with which agencies sign their manifests, by code. */
export type AgencyKeys = Readonly<Record<string, JWK>>;

/** @param path - of a JSON object of agency code → public JWK; empty: no agency has registered one */
export function readAgencyKeys(path: string): AgencyKeys {
  return path === '' ? {} : (JSON.parse(readFileSync(path, 'utf8')) as AgencyKeys);
}

/**
 * A manifest is signed with the key that its agency has registered, and not longer than five minutes ago in real time. Of an
 * agency that has none it is taken only where that was decided (`UNSIGNED_MANIFESTS`).
 *
 * @throws Problem `signature-invalid`
 */
export async function requireSignature(
  keys: AgencyKeys,
  unsigned: 'refused' | 'accepted',
  { signature, ...manifest }: ManifestDto,
): Promise<void> {
  const key = keys[manifest.agency];
  if (!key) {
    if (unsigned === 'accepted') return;
    refused.inc({ agency: manifest.agency });
    throw new Problem(SIGNATURE_INVALID);
  }
  const iat = await signedAt(canonicalJson(manifest), signature, key);
  const age = Math.abs(Date.now() / MILLISECONDS - iat);
  if (age <= LONGEST_AGE_SECONDS) return;
  refused.inc({ agency: manifest.agency });
  throw new Problem(SIGNATURE_INVALID);
}

/** Seconds since 1970; infinite where the signature does not hold or says no time. */
async function signedAt(body: string, signature: string | undefined, key: JWK): Promise<number> {
  try {
    const header = await verifyDetached(body, signature ?? '', key);
    return Number(header['iat']);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

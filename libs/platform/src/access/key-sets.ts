import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

const WELL_KNOWN = '/.well-known/openid-configuration';
const TIMEOUT_MS = 5_000;
/** While the issuer is away it is asked this often, however many tokens come in. */
const RETRY_AFTER_MS = 1_000;
/** A key that is not known is asked for this often: a new one is soon taken, a flood of made-up ones not passed on. */
const UNKNOWN_KEY_PAUSE_MS = 5_000;
const REFRESH_MS = 600_000;

/** The issuer's keys are not to be had now: that says nothing about the token. */
export class KeysUnavailable extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'KeysUnavailable';
  }
}

/**
 * The keys of a URL: a local file, read once, or an endpoint. That is asked with the first token, with a key that is not
 * known, and now and then for what it has withdrawn; while it does not answer, the keys that are known stay good.
 */
export async function keysAt(url: URL): Promise<JWTVerifyGetKey> {
  if (url.protocol === 'file:') {
    return createLocalJWKSet(JSON.parse(await readFile(url, 'utf8')) as JSONWebKeySet);
  }
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: UNKNOWN_KEY_PAUSE_MS,
    cacheMaxAge: Infinity,
  });
  let askedAt: number | undefined;
  return (header, token) => {
    const now = performance.now();
    askedAt ??= now;
    if (now - askedAt > REFRESH_MS) {
      askedAt = now;
      keys.reload().catch(() => undefined);
    }
    return keys(header, token);
  };
}

/**
 * The keys of an issuer, found by OpenID Connect Discovery 1.0 with the first token, and again until it answers.
 *
 * @param issuer - as tokens name it (`iss`)
 */
export function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const discover = (): Promise<JWTVerifyGetKey> => {
    if (found) return found;
    const attempt = askFor(issuer);
    found = attempt;
    attempt.catch(() => setTimeout(() => (found = undefined), RETRY_AFTER_MS).unref());
    return attempt;
  };
  return async (header, token) => (await discover())(header, token);
}

async function askFor(issuer: string): Promise<JWTVerifyGetKey> {
  const place = `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`;
  const answer: unknown = await fetch(place, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  })
    .then((response) => {
      if (response.status !== 200) throw new KeysUnavailable(`${place} answers ${response.status}`);
      return response.json();
    })
    .catch((error: unknown) => {
      throw error instanceof KeysUnavailable ? error : new KeysUnavailable(`${place} is away`, error);
    });
  const { issuer: named, jwks_uri: keys } = (answer ?? {}) as Record<string, unknown>;
  if (named !== issuer) throw new KeysUnavailable(`${place} is the configuration of another issuer`);
  if (typeof keys !== 'string' || !/^https?:/.test(keys) || !URL.canParse(keys)) {
    throw new KeysUnavailable(`${place} names no keys`);
  }
  return keysAt(new URL(keys));
}

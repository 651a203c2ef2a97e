import { hash } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { isRegionCode } from '@minzheng/kernel/region';
import { Problem, PROBLEMS } from '../http/problem.js';
import { isPersonKey } from '../http/dto.decorators.js';
import type { PlatformSettings } from '../config/index.js';
import { AuthenticatedCaller } from './caller.js';
import { discoveredKeys, keysAt } from './key-sets.js';
import { isScope } from './scope.js';

/** Asymmetric only: a public key must never be taken for a shared secret. */
const ALGORITHMS = [
  ...'ES256 ES384 ES512 RS256 RS384 RS512 PS256 PS384 PS512'.split(' '),
  'EdDSA',
  'Ed25519',
];
/** Of access tokens (RFC 9068), and of issuers that do not tell them from others; they have an audience of their own. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);
/** The key set could not be read: that says nothing about the token. */
const KEY_SET_FAILURES = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** A token that was verified is not verified again for so long: after that its key may have been withdrawn. */
const TRUSTED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly caller: AuthenticatedCaller;
  /** Milliseconds since 1970; never later than the token's own end. */
  readonly until: number;
}

/** Turns a bearer token (JWT) of the issuer into a caller. */
export class TokenVerifier {
  /** By the token's hash: a copy of the memory gives nobody a token. */
  readonly #remembered = new Map<string, Remembered>();

  private constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly issuer: string,
    private readonly audience: string,
    private readonly claimPrefix: string,
  ) {}

  /** Keys come from `jwksUrl`; without it from the issuer's own configuration, asked with the first token. */
  static async create(
    settings: Pick<PlatformSettings, 'jwksUrl' | 'tokenIssuer' | 'tokenAudience' | 'tokenClaimPrefix'>,
  ): Promise<TokenVerifier> {
    const { jwksUrl, tokenIssuer, tokenAudience, tokenClaimPrefix } = settings;
    const keys = jwksUrl === '' ? discoveredKeys(tokenIssuer) : await keysAt(new URL(jwksUrl));
    return new TokenVerifier(keys, tokenIssuer, tokenAudience, tokenClaimPrefix);
  }

  /** @throws Problem `unauthenticated`, or `dependency-unavailable` when the keys cannot be read */
  async verify(token: string): Promise<AuthenticatedCaller> {
    const name = hash('sha256', token, 'base64');
    const remembered = this.#remembered.get(name);
    if (remembered && Date.now() < remembered.until) return remembered.caller;
    const { caller, expiresAt } = await this.#verified(token);
    this.#remember(name, { caller, until: Math.min(expiresAt, Date.now() + TRUSTED_MS) });
    return caller;
  }

  /** The oldest make room. */
  #remember(name: string, remembered: Remembered): void {
    this.#remembered.delete(name);
    this.#remembered.set(name, remembered);
    if (this.#remembered.size <= MOST_REMEMBERED) return;
    const [oldest = ''] = this.#remembered.keys();
    this.#remembered.delete(oldest);
  }

  async #verified(token: string): Promise<{ caller: AuthenticatedCaller; expiresAt: number }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer: this.issuer,
        audience: this.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      });
      const { typ } = protectedHeader;
      if (typ !== undefined && !TYPES.has(typ.toLowerCase())) throw new Problem(PROBLEMS.unauthenticated);
      return { caller: callerOf(payload, this.claimPrefix), expiresAt: (payload.exp ?? 0) * 1_000 };
    } catch (error) {
      if (error instanceof Problem) throw error;
      const isTokenWrong = error instanceof errors.JOSEError && !KEY_SET_FAILURES.has(error.code);
      throw new Problem(isTokenWrong ? PROBLEMS.unauthenticated : PROBLEMS.dependencyUnavailable, {
        cause: error,
      });
    }
  }
}

function callerOf(payload: JWTPayload, prefix: string): AuthenticatedCaller {
  const subject = textClaim(payload, 'sub');
  const region = textClaim(payload, `${prefix}region`);
  const org = textClaim(payload, `${prefix}org`);
  const role = textClaim(payload, `${prefix}role`);
  const person = textClaim(payload, `${prefix}person`);
  const name = textClaim(payload, `${prefix}name`);
  const party = textClaim(payload, `${prefix}party`);
  const scopes = scopesOf(payload).filter(isScope);
  const isSound =
    subject !== undefined &&
    subject !== '' &&
    (region === undefined || isRegionCode(region)) &&
    (person === undefined || isPersonKey(person));
  if (!isSound) throw new Problem(PROBLEMS.unauthenticated);
  return new AuthenticatedCaller({
    subject,
    // A citizen's token reaches the citizen's own records only, whatever else it claims.
    scopes: new Set(person === undefined ? scopes : []),
    ...(region === undefined || person !== undefined ? {} : { region }),
    ...(org === undefined || person !== undefined ? {} : { org }),
    ...(role === undefined || person !== undefined ? {} : { role }),
    ...(person === undefined ? {} : { person }),
    ...(name === undefined ? {} : { name }),
    ...(party === undefined ? {} : { party }),
  });
}

function textClaim(payload: JWTPayload, claim: string): string | undefined {
  const value = payload[claim];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new Problem(PROBLEMS.unauthenticated);
  return value;
}

/** `scope` (RFC 8693, RFC 9068) or `scp`, as a text with blanks or as a list: issuers differ. */
function scopesOf(payload: JWTPayload): string[] {
  const stated = payload['scope'] ?? payload['scp'] ?? '';
  if (typeof stated === 'string') return stated.split(' ');
  if (Array.isArray(stated) && stated.every((scope) => typeof scope === 'string')) return stated;
  throw new Problem(PROBLEMS.unauthenticated);
}

import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { isRegionCode } from '@minzheng/kernel/region';
import { Problem, PROBLEMS } from '../http/problem.js';
import { isPersonKey } from '../http/dto.decorators.js';
import type { PlatformSettings } from '../config/index.js';
import { AuthenticatedCaller } from './caller.js';
import { isScope } from './scope.js';

/** Asymmetric only: a public key must never be taken for a shared secret. */
const ALGORITHMS = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];
/** The key set could not be read: that says nothing about the token. */
const KEY_SET_FAILURES = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Turns a bearer token (JWT, keys from a JWKS) into a caller. */
export class TokenVerifier {
  private constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly issuer: string,
    private readonly audience: string,
  ) {}

  /** Keys come from an endpoint, which is asked again when a key is unknown, or from a local file, read once. */
  static async create(
    settings: Pick<PlatformSettings, 'jwksUrl' | 'tokenIssuer' | 'tokenAudience'>,
  ): Promise<TokenVerifier> {
    const url = new URL(settings.jwksUrl);
    const keys =
      url.protocol === 'file:'
        ? createLocalJWKSet(JSON.parse(await readFile(url, 'utf8')) as JSONWebKeySet)
        : createRemoteJWKSet(url);
    return new TokenVerifier(keys, settings.tokenIssuer, settings.tokenAudience);
  }

  /** @throws Problem `unauthenticated`, or `dependency-unavailable` when the keys cannot be read */
  async verify(token: string): Promise<AuthenticatedCaller> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.issuer,
        audience: this.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      });
      return callerOf(payload);
    } catch (error) {
      if (error instanceof Problem) throw error;
      const isTokenWrong = error instanceof errors.JOSEError && !KEY_SET_FAILURES.has(error.code);
      throw new Problem(isTokenWrong ? PROBLEMS.unauthenticated : PROBLEMS.dependencyUnavailable, {
        cause: error,
      });
    }
  }
}

function callerOf(payload: JWTPayload): AuthenticatedCaller {
  const subject = textClaim(payload, 'sub');
  const region = textClaim(payload, 'region');
  const org = textClaim(payload, 'org');
  const person = textClaim(payload, 'person');
  const name = textClaim(payload, 'name');
  const scopes = (textClaim(payload, 'scope') ?? '').split(' ').filter(isScope);
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
    ...(person === undefined ? {} : { person }),
    ...(name === undefined ? {} : { name }),
  });
}

function textClaim(payload: JWTPayload, claim: string): string | undefined {
  const value = payload[claim];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new Problem(PROBLEMS.unauthenticated);
  return value;
}

/** A local issuer of tokens, for sandboxes: its keys live in the data folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { ROLES } from './roles.mjs';

const ALGORITHM = 'EdDSA';
export const TOKEN_ISSUER = 'https://issuer.minzheng.local';
export const TOKEN_AUDIENCE = 'minzheng';

/**
 * @typedef {object} Claims
 * @property {string} sub who acts: four-eyes rules compare it
 * @property {string | readonly string[]} scope
 * @property {string} [region] prefix of all that the token may touch
 * @property {string} [org]
 * @property {string} [person] personKey of a citizen
 * @property {string} [name]
 */

/**
 * @typedef {object} Issuer
 * @property {string} jwksUrl
 * @property {(claims: Claims, ttl?: string) => Promise<string>} signToken `ttl` such as `8h`, which is the default
 * @property {(role: string, claims?: Partial<Claims>) => Promise<string>} roleToken a token of a role of roles.mjs
 */

/** @param {string} dataDir @returns {Promise<Issuer>} */
export async function openIssuer(dataDir) {
  const folder = join(dataDir, 'issuer');
  const keyFile = join(folder, 'key.json');
  const jwksFile = join(folder, 'jwks.json');
  if (!existsSync(keyFile) || !existsSync(jwksFile)) {
    mkdirSync(folder, { recursive: true });
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const header = { kid: `local-${Date.now()}`, alg: ALGORITHM, use: 'sig' };
    writeFileSync(
      jwksFile,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...header }] }, null, 2),
    );
    writeFileSync(keyFile, JSON.stringify({ ...(await exportJWK(privateKey)), ...header }, null, 2), {
      mode: 0o600,
    });
  }
  const jwk = JSON.parse(readFileSync(keyFile, 'utf8'));
  const key = await importJWK(jwk, ALGORITHM);

  /** @type {Issuer['signToken']} */
  const signToken = ({ sub, scope, ...others }, ttl = '8h') =>
    new SignJWT({ ...others, scope: typeof scope === 'string' ? scope : scope.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid, typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(ttl)
      .sign(key);

  return {
    jwksUrl: pathToFileURL(jwksFile).href,
    signToken,
    roleToken(role, claims = {}) {
      const found = ROLES[role];
      if (found === undefined) throw new RangeError(`there is no role ${role}`);
      const { region, org } = found;
      return signToken({
        sub: role,
        scope: found.scopes,
        ...(found.citizen ? {} : { region, org }),
        ...claims,
      });
    },
  };
}

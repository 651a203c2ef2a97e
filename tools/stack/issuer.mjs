/**
 * A local issuer of tokens, for sandboxes: its key and its clients' secrets live in the data folder. What belongs to the
 * stack signs with the key itself; others ask issuer-server.mjs, which has the same key and the same name.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { nodeBinary, ROOT } from '../setup/paths.mjs';
import { CLIENTS } from './clients.mjs';
import { httpReady, startProcess } from './process.mjs';

export const ALGORITHM = 'EdDSA';
const KEY_FILE = 'key.json';
export const CLIENTS_FILE = 'clients.json';
const JWKS_FILE = 'jwks.json';
/** The issuer's name where no server stands behind it. */
export const TOKEN_ISSUER = 'https://issuer.minzheng.local';
export const TOKEN_AUDIENCE = 'minzheng';

/**
 * @typedef {object} Claims
 * @property {string} sub who acts: four-eyes rules compare it
 * @property {string | readonly string[]} scope
 * @property {string} [region] prefix of all that the token may touch
 * @property {string} [org]
 * @property {string | undefined} [party] of a department outside the platform
 * @property {string} [person] personKey of a citizen
 * @property {string} [name]
 */

/**
 * @typedef {object} Issuer
 * @property {string} url as its tokens name it
 * @property {string} jwksUrl a file
 * @property {Readonly<Record<string, string>>} clientSecrets by client id: a role, `agency-<code>`
 * @property {(claims: Claims, ttl?: string) => Promise<string>} signToken `ttl` such as `8h`, which is the default
 * @property {(role: string, claims?: Partial<Claims>) => Promise<string>} roleToken a token of a role of roles.mjs
 */

/**
 * @param {string} dataDir
 * @param {string} [url] where its server is, or will be
 * @returns {Promise<Issuer>}
 */
export async function openIssuer(dataDir, url = TOKEN_ISSUER) {
  const folder = folderOf(dataDir);
  const jwk = await openKey(folder);
  const key = await importJWK(jwk, ALGORITHM);

  /** @type {Issuer['signToken']} */
  const signToken = ({ sub, scope, ...others }, ttl = '8h') =>
    new SignJWT({ ...others, scope: typeof scope === 'string' ? scope : scope.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid, typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(url)
      .setAudience(TOKEN_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(ttl)
      .sign(key);

  return {
    url,
    jwksUrl: pathToFileURL(join(folder, JWKS_FILE)).href,
    clientSecrets: openClients(folder),
    signToken,
    roleToken(role, claims = {}) {
      const found = CLIENTS[role];
      if (found === undefined) throw new RangeError(`there is no role ${role}`);
      return signToken({ sub: role, ...found.claims, scope: found.scopes, ...claims });
    },
  };
}

/**
 * Starts its server at `issuer.url`, a process that ends with this one.
 * @param {string} dataDir
 * @param {Issuer} issuer
 * @param {(exit: import('./process.mjs').Exit) => void} [onUnexpectedExit]
 */
export function startIssuer(dataDir, { url }, onUnexpectedExit) {
  const { hostname, port } = new URL(url);
  return startProcess({
    name: 'issuer',
    command: nodeBinary(),
    args: [join(ROOT, 'tools/stack/issuer-server.mjs')],
    dataDir,
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      TZ: 'UTC',
      HOST: hostname,
      PORT: port,
      ISSUER: url,
      ISSUER_FOLDER: folderOf(dataDir),
    },
    ready: httpReady(`${url}/.well-known/openid-configuration`),
    ...(onUnexpectedExit ? { onUnexpectedExit } : {}),
  });
}

/** @param {string} dataDir */
function folderOf(dataDir) {
  return join(dataDir, 'issuer');
}

/** Its private key (JWK), made when it is not there. @param {string} folder */
export async function openKey(folder) {
  const keyFile = join(folder, KEY_FILE);
  const jwksFile = join(folder, JWKS_FILE);
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
  return JSON.parse(readFileSync(keyFile, 'utf8'));
}

/**
 * Secrets of clients, made once; of a new client when it is new.
 * @param {string} folder
 * @param {Record<string, string>} [given] those that are not to be made
 * @returns {Record<string, string>}
 */
export function openClients(folder, given = {}) {
  const file = join(folder, CLIENTS_FILE);
  /** @type {Record<string, string>} */
  const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = Object.fromEntries(
    Object.keys(CLIENTS).map((id) => [id, given[id] ?? stored[id] ?? randomBytes(24).toString('hex')]),
  );
  const isNew = Object.entries(secrets).some(([id, secret]) => stored[id] !== secret);
  if (isNew) writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

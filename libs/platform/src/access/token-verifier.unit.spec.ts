import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { eventually } from '@minzheng/testing/servers';
import { TokenVerifier } from './token-verifier.js';

/** An issuer that can be away, and changes its key. */
class Issuer {
  readonly #server: Server;
  #keys: object[] = [];
  #key: { id: string; secret: CryptoKey } | undefined;
  isAway = false;
  asked = 0;
  /** What its configuration says of itself, where that is wrong. */
  named: string | undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked++;
      const answers: Record<string, unknown> = {
        '/tenant/.well-known/openid-configuration': {
          issuer: this.named ?? this.url,
          jwks_uri: `${this.url}/keys`,
        },
        '/tenant/keys': { keys: this.#keys },
      };
      const answer = this.isAway ? undefined : answers[request.url ?? ''];
      response.writeHead(answer ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/tenant`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    await this.changeKey('k1');
  }

  async changeKey(id: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    this.#key = { id, secret: privateKey };
    this.#keys = [{ ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' }];
  }

  sign(claims: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> {
    return new SignJWT({ sub: 'clerk', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.#key!.id, ...header })
      .setIssuer(this.url)
      .setAudience('minzheng')
      .setExpirationTime(claims.exp ?? '5m')
      .sign(this.#key!.secret, { crit: { 'urn:example:rule': true } });
  }

  verifier(tokenClaimPrefix = ''): Promise<TokenVerifier> {
    return TokenVerifier.create({
      jwksUrl: '',
      tokenIssuer: this.url,
      tokenAudience: 'minzheng',
      tokenClaimPrefix,
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const problem = (name: string): object => ({ type: { name } });

describe('a TokenVerifier that is told the issuer only', () => {
  let issuer: Issuer;
  const realNow = Date.now;
  beforeEach(async () => {
    issuer = new Issuer();
    await issuer.start();
  });
  afterEach(async () => {
    Date.now = realNow;
    await issuer.stop();
  });

  it('finds its keys, and asks once', async () => {
    const verifier = await issuer.verifier();
    expect(issuer.asked).toBe(0);
    const token = await issuer.sign();
    await Promise.all(Array.from({ length: 5 }, () => verifier.verify(token)));
    expect(issuer.asked).toBe(2);
  });

  it('is there while the issuer is away, blames no token for it, and goes on by itself', async () => {
    issuer.isAway = true;
    const verifier = await issuer.verifier();
    const token = await issuer.sign();
    await expect(verifier.verify(token)).rejects.toMatchObject(problem('dependency-unavailable'));
    const { asked } = issuer;
    await expect(verifier.verify(token)).rejects.toMatchObject(problem('dependency-unavailable'));
    expect(issuer.asked).toBe(asked);
    issuer.isAway = false;
    const caller = await eventually('the issuer is back', () =>
      verifier.verify(token).catch(() => undefined),
    );
    expect(caller).toMatchObject({ subject: 'clerk' });
  });

  it('follows a change of the key', async () => {
    const verifier = await issuer.verifier();
    await verifier.verify(await issuer.sign());
    await issuer.changeKey('k2');
    const token = await issuer.sign();
    Date.now = () => realNow() + 10_000;
    expect(await verifier.verify(token)).toMatchObject({ subject: 'clerk' });
  });

  it('keeps the keys that it knows while the issuer is away', async () => {
    const verifier = await issuer.verifier();
    await verifier.verify(await issuer.sign());
    const token = await issuer.sign();
    issuer.isAway = true;
    expect(await verifier.verify(token)).toMatchObject({ subject: 'clerk' });
  });

  it('remembers a token, but neither past its end nor for one that another key has signed', async () => {
    const verifier = await issuer.verifier();
    const token = await issuer.sign({ exp: Math.floor(Date.now() / 1_000) + 2 });
    expect(await verifier.verify(token)).toBe(await verifier.verify(token));
    const [head, claims] = token.split('.');
    const [, , otherSignature] = (await issuer.sign({ sub: 'somebody' })).split('.');
    await expect(verifier.verify(`${head}.${claims}.${otherSignature}`)).rejects.toMatchObject(
      problem('unauthenticated'),
    );
    const refusal = await eventually('the token has ended', () =>
      verifier.verify(token).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(refusal).toMatchObject(problem('unauthenticated'));
  });

  it('asks again for the key of a token that it has known for a minute', async () => {
    const verifier = await issuer.verifier();
    const token = await issuer.sign();
    const first = await verifier.verify(token);
    const start = realNow();
    Date.now = () => start + 61_000;
    expect(await verifier.verify(token)).not.toBe(first);
  });

  it('does not take the configuration of another issuer', async () => {
    issuer.named = 'https://other.example';
    const verifier = await issuer.verifier();
    await expect(verifier.verify(await issuer.sign())).rejects.toMatchObject(
      problem('dependency-unavailable'),
    );
  });

  it.each<[string, JWTPayload]>([
    ['a text', { scope: 'openid assistance:cases:read' }],
    ['a list', { scope: ['openid', 'assistance:cases:read'] }],
    ['scp, a text', { scp: 'assistance:cases:read' }],
    ['scp, a list', { scp: ['assistance:cases:read'] }],
  ])('reads scopes that are %s', async (_form, claims) => {
    const verifier = await issuer.verifier();
    expect((await verifier.verify(await issuer.sign(claims))).scopes).toEqual(
      new Set(['assistance:cases:read']),
    );
  });

  it('reads claims that the issuer gives a prefix', async () => {
    const verifier = await issuer.verifier('https://id.example/');
    const token = await issuer.sign({ 'https://id.example/region': '5108', region: '51' });
    expect(await verifier.verify(token)).toMatchObject({ region: '5108' });
  });

  it.each(['at+jwt', 'application/at+jwt', 'JWT', undefined])('takes a token of the type %s', async (typ) => {
    const verifier = await issuer.verifier();
    const token = await issuer.sign({}, typ === undefined ? {} : { typ });
    expect(await verifier.verify(token)).toMatchObject({ subject: 'clerk' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another type', { typ: 'logout+jwt' }],
    ['with a critical rule that nobody knows', { crit: ['urn:example:rule'], 'urn:example:rule': 1 }],
  ])('refuses a token %s', async (_what, header) => {
    const verifier = await issuer.verifier();
    await expect(verifier.verify(await issuer.sign({}, header))).rejects.toMatchObject(
      problem('unauthenticated'),
    );
  });
});

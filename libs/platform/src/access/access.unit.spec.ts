import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Controller, Get } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Problem } from '../http/problem.js';
import type { Route } from '../http/routes.js';
import { Public, RequireScope } from './access.decorators.js';
import { assertAccessDeclared } from './access.guard.js';
import { AuthenticatedCaller } from './caller.js';
import { covers } from './scope.js';
import { TokenVerifier } from './token-verifier.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

function official(scopes: string[], region?: string): AuthenticatedCaller {
  return new AuthenticatedCaller({
    subject: 'clerk',
    scopes: new Set(scopes),
    ...(region ? { region } : {}),
  });
}

function nameOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.type.name : String(error);
  }
}

describe('scopes', () => {
  it.each([
    ['assistance:cases:read', 'assistance:cases:read', true],
    ['assistance:cases:write', 'assistance:cases:read', true],
    ['assistance:cases:approve', 'assistance:cases:read', true],
    ['assistance:cases:approve', 'assistance:cases:write', false],
    ['assistance:cases:read', 'assistance:cases:write', false],
    ['assistance:cases:write', 'assistance:visits:read', false],
    ['verification:cases:write', 'assistance:cases:read', false],
  ])('%s covers %s: %s', (held, required, expected) => {
    expect(covers(new Set([held]), required)).toBe(expected);
  });

  it('are checked for their form where they are declared', () => {
    expect(() => RequireScope('cases:write')).toThrow(RangeError);
    expect(() => RequireScope('assistance:cases:delete')).toThrow(RangeError);
  });
});

describe('a caller', () => {
  it.each([
    ['51', '510802', undefined],
    ['510802', '510802', undefined],
    ['510802', '510802001', undefined],
    ['510802', '510803', 'out-of-region'],
    ['510802', '51', 'out-of-region'],
    [undefined, '510802', 'out-of-region'],
  ])('of region %s touches %s: %s', (own, target, problem) => {
    expect(nameOf(() => official([], own).requireRegion(target))).toBe(problem);
  });

  it('needs a scope, or to be a citizen, where the method asks for it', () => {
    const caller = official(['assistance:identities:read']);
    expect(nameOf(() => caller.requireScope('assistance:identities:read'))).toBeUndefined();
    expect(nameOf(() => caller.requireScope('assistance:cases:read'))).toBe('scope-missing');
    expect(nameOf(() => caller.requirePerson())).toBe('scope-missing');
  });
});

describe('assertAccessDeclared', () => {
  @Controller()
  class Declared {
    @Get()
    @Public()
    open(): void {}
  }

  @Controller()
  class Forgotten {
    @Get()
    list(): void {}
  }

  const routeOf = (controller: Route['controller'], method: string): Route => ({
    controller,
    method,
    handler: Object.getOwnPropertyDescriptor(controller.prototype, method)?.value as object,
    verb: 0,
  });

  it('lets declared routes pass and names the others', () => {
    expect(() => assertAccessDeclared([routeOf(Declared, 'open')])).not.toThrow();
    expect(() => assertAccessDeclared([routeOf(Declared, 'open'), routeOf(Forgotten, 'list')])).toThrow(
      'Forgotten.list',
    );
  });
});

describe('TokenVerifier', () => {
  let folder: string;
  let verifier: TokenVerifier;
  let sign: (claims: JWTPayload, change?: (token: SignJWT) => SignJWT, kid?: string) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    folder = await mkdtemp(join(tmpdir(), 'jwks-'));
    const file = join(folder, 'jwks.json');
    await writeFile(
      file,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }),
    );
    verifier = await TokenVerifier.create({
      jwksUrl: pathToFileURL(file).href,
      tokenIssuer: 'https://id.example',
      tokenAudience: 'minzheng',
      tokenClaimPrefix: '',
    });
    sign = (claims, change = (token) => token, kid = 'k1') =>
      change(
        new SignJWT({ sub: 'clerk', ...claims })
          .setProtectedHeader({ alg: 'ES256', kid })
          .setIssuer('https://id.example')
          .setAudience('minzheng')
          .setExpirationTime('5m'),
      ).sign(privateKey);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('reads an official’s token', async () => {
    const token = await sign({
      scope: 'assistance:cases:write nonsense',
      region: '510802',
      org: 'bureau',
      name: '王芳',
    });
    expect(await verifier.verify(token)).toMatchObject({
      subject: 'clerk',
      scopes: new Set(['assistance:cases:write']),
      region: '510802',
      org: 'bureau',
      person: undefined,
      name: '王芳',
    });
  });

  it('gives a citizen neither scopes nor a region, whatever the token claims', async () => {
    const token = await sign({ person: PERSON, scope: 'assistance:cases:approve', region: '51' });
    expect(await verifier.verify(token)).toMatchObject({
      person: PERSON,
      scopes: new Set(),
      region: undefined,
    });
  });

  const asItIs = (token: SignJWT): SignJWT => token;

  it.each<[string, JWTPayload, (token: SignJWT) => SignJWT]>([
    ['another issuer', {}, (token) => token.setIssuer('https://other.example')],
    ['another audience', {}, (token) => token.setAudience('other')],
    ['an expired token', {}, (token) => token.setExpirationTime('-1m')],
    ['a region that is none', { region: '5' }, asItIs],
    ['a person that is none', { person: 'somebody' }, asItIs],
    ['a scope that is no text', { scope: 5 }, asItIs],
    ['a list of scopes that are no texts', { scp: [5] }, asItIs],
    ['no subject', { sub: '' }, asItIs],
  ])('refuses %s', async (_what, claims, change) => {
    await expect(sign(claims, change).then((token) => verifier.verify(token))).rejects.toMatchObject({
      type: { name: 'unauthenticated' },
    });
  });

  it('refuses a key that is not in the set', async () => {
    const token = await sign({}, asItIs, 'k2');
    await expect(verifier.verify(token)).rejects.toMatchObject({ type: { name: 'unauthenticated' } });
  });

  it('refuses what is no token', async () => {
    await expect(verifier.verify('nonsense')).rejects.toMatchObject({ type: { name: 'unauthenticated' } });
  });

  it('does not blame the token when the keys are not to be had', async () => {
    const away = await TokenVerifier.create({
      jwksUrl: 'http://127.0.0.1:9/jwks.json',
      tokenIssuer: 'https://id.example',
      tokenAudience: 'minzheng',
      tokenClaimPrefix: '',
    });
    await expect(away.verify(await sign({}))).rejects.toMatchObject({
      type: { name: 'dependency-unavailable' },
    });
  });
});

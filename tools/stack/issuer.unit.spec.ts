import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenVerifier } from '@minzheng/platform/access';
import { ISSUER_SETTINGS_SECTION, readIssuerSettings } from './issuer-settings.mjs';
import { openIssuer, type Issuer } from './issuer.mjs';
import { freePort } from './ports.mjs';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

describe('the local issuer', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuer-'));
  let issuer: Issuer;
  let server: ChildProcess;
  let verifier: TokenVerifier;

  const serve = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'issuer-server.mjs')], {
      env: { PORT: new URL(issuer.url).port, ISSUER: issuer.url, ISSUER_FOLDER: join(dataDir, 'issuer') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout!, 'data');
    return child;
  };

  beforeAll(async () => {
    issuer = await openIssuer(dataDir, `http://127.0.0.1:${await freePort()}`);
    server = await serve();
    verifier = await TokenVerifier.create({
      jwksUrl: '',
      tokenIssuer: issuer.url,
      tokenAudience: 'minzheng',
      tokenClaimPrefix: '',
    });
  });
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
    rmSync(dataDir, { recursive: true });
  });

  const ask = async (client: string, form: Record<string, string> = {}, secret?: string) => {
    const credentials = `${client}:${secret ?? issuer.clientSecrets[client]}`;
    const response = await fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    });
    const body = (await response.json()) as { access_token: string; error?: string };
    return { status: response.status, ...body };
  };

  it('gives a role its token, which says the same as one that was signed here', async () => {
    const asked = await verifier.verify((await ask('township-clerk')).access_token);
    const signed = await verifier.verify(await issuer.roleToken('township-clerk'));
    expect(asked).toEqual(signed);
    expect(asked).toMatchObject({ subject: 'township-clerk', region: '510802001', org: 'township-office' });
    expect(asked.hasScope('assistance:cases:write')).toBe(true);
  });

  it('gives an agency the token of its steward', async () => {
    const { access_token: token } = await ask('agency-tax');
    expect(await verifier.verify(token)).toMatchObject({ subject: 'steward-TAX', org: 'TAX' });
  });

  it('gives what was asked for, and no more than the role has', async () => {
    const { access_token: token } = await ask('township-clerk', { scope: 'assistance:cases:write' });
    expect((await verifier.verify(token)).scopes).toEqual(new Set(['assistance:cases:write']));
    expect(await ask('township-clerk', { scope: 'assistance:cases:approve' })).toMatchObject({
      status: 400,
      error: 'invalid_scope',
    });
  });

  it('makes its citizen whom the request names', async () => {
    const { access_token: token } = await ask('citizen', { person: PERSON });
    expect(await verifier.verify(token)).toMatchObject({ person: PERSON, region: undefined });
    expect(await ask('citizen')).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('knows its clients by their secrets, which it keeps', async () => {
    expect((await ask('auditor', {}, 'guessed')).status).toBe(401);
    const again = await openIssuer(dataDir, issuer.url);
    expect(again.clientSecrets).toEqual(issuer.clientSecrets);
    server.kill();
    await once(server, 'exit');
    server = await serve();
    const { access_token: token } = await ask('auditor');
    expect(await verifier.verify(token)).toMatchObject({ subject: 'auditor' });
  });
});

describe('what the issuer is told', () => {
  const told = { ISSUER: 'http://issuer:8084', ISSUER_FOLDER: '/var/lib/minzheng/issuer', PATH: '/usr/bin' };

  it('is in the documentation (npm run docs:settings)', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/settings.md'), 'utf8');
    expect(page).toContain(ISSUER_SETTINGS_SECTION);
  });

  it('has defaults, but for its URL and its folder', () => {
    expect(readIssuerSettings(told)).toEqual({
      host: '127.0.0.1',
      port: 0,
      issuer: told.ISSUER,
      folder: told.ISSUER_FOLDER,
      gatewaySecret: undefined,
    });
  });

  it.each([
    [
      { ISSUER_FOLDER: undefined, ISSUER_FOLDR: '/a' },
      ['ISSUER_FOLDR is unknown', 'ISSUER_FOLDER is missing'],
    ],
    [{ GATEWAY_CLIENT_SECRET: 'x' }, ['GATEWAY_CLIENT_SECRET is unknown']],
    [{ ISSUER: 'issuer' }, ['ISSUER must be the URL']],
    [{ PORT: 'http' }, ['PORT must be a number']],
  ])('stops the start with %o, and all of it is named', (change, problems) => {
    for (const problem of problems) expect(() => readIssuerSettings({ ...told, ...change })).toThrow(problem);
  });
});

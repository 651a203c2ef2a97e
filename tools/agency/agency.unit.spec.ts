import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'agency.mjs');
const AGREEMENT = { id: '0198a000-0000-7000-8000-000000000001', agency: 'TAX', dataset: 'TAX' };
const REFUSED = {
  type: 'https://minzheng.dev/problems/validation',
  title: 'The request is not well-formed',
  errors: [{ field: 'parts', code: 'array-min-size', message: 'has too few entries' }],
};

const FILE = { id: 'file', state: 'ANNOUNCED', version: 1 };

/** A gateway and verification that know one person. */
class Outside {
  takesManifests = false;
  /** Takes what is not as its manifest says. */
  takesAnything = false;
  /** Takes what was sent before for something new. */
  forgets = false;
  #calls = 0;
  #hasPart = false;
  readonly languages = new Set<string | undefined>();
  readonly #server: Server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    this.languages.add(request.headers['accept-language']);
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const sent = Buffer.concat(pieces).toString();
      const { status, body } = this.#answer(`${request.method ?? ''} ${path}`, sent);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(call: string, sent: string): { status: number; body: object } {
    switch (call) {
      case 'GET /v1/sandbox/people':
        return { status: 200, body: { items: [{ idNumber: '51080219850214901X' }] } };
      case 'POST /v1/inbound-facts':
        this.#calls += 1;
        return {
          status: 200,
          body: {
            facts: [{ index: 0, state: 'ACCEPTED', factId: `fact-${this.forgets ? this.#calls : 0}` }],
            answers: [],
          },
        };
      case 'GET /v1/agreements':
        return { status: 200, body: { items: [AGREEMENT] } };
      case 'POST /v1/inbound-files':
        return this.takesManifests ? { status: 201, body: FILE } : { status: 400, body: REFUSED };
      case 'PUT /v1/inbound-files/file/parts/1':
        this.#hasPart = this.takesAnything || (sent.startsWith('{') && sent.endsWith('\n'));
        return this.#hasPart ? { status: 200, body: FILE } : { status: 422, body: REFUSED };
      case 'POST /v1/inbound-files/file/commit':
        return this.#hasPart ? { status: 200, body: FILE } : { status: 409, body: REFUSED };
      case 'GET /v1/inbound-files/file':
        return { status: 200, body: { ...FILE, state: 'LOADED', rejectedRows: 0 } };
      default:
        return { status: 200, body: { items: [] } };
    }
  }
}

describe('npm run agency', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agency-'));
  const token = join(folder, 'token');
  const outside = new Outside();
  let url: string;

  beforeAll(async () => {
    writeFileSync(token, 'of-the-agency');
    url = await outside.listen();
  });
  afterAll(() => {
    outside.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function play(...options: string[]): Promise<{ code: unknown; said: string }> {
    const shared = ['--agency', 'TAX', '--token', token, '--gateway', url, '--verification', url];
    const child = spawn(process.execPath, [
      ...[PROGRAM, ...shared, '--at', '2025-07-15T02:00:00Z'],
      ...options,
    ]);
    const pieces: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
    }
    const [code] = (await once(child, 'close')) as unknown[];
    return { code, said: pieces.join('') };
  }

  it.each([
    ['--people', 'abc'],
    ['--people', '0'],
    ['--wrong', '-1'],
    ['--wrong', '1.5'],
    ['--delay', 'long'],
    ['--at', 'yesterday'],
  ])('shows how it is called for %s %s', async (option, value) => {
    const { code, said } = await play(`${option}=${value}`);
    expect(code).toBe(2);
    expect(said).toContain(`${option}: ${value}`);
    expect(said).toContain('npm run agency -- --agency');
  });

  it('fails when a call is refused, and says what was wrong with it, in English', async () => {
    const { code, said } = await play('--people', '1');
    expect(code).toBe(1);
    expect(said).toContain('1 of 1 facts accepted');
    expect(said).toContain('400 validation: The request is not well-formed');
    expect(said).toContain('parts has too few entries (array-min-size)');
    expect([...outside.languages]).toEqual(['en']);
  });

  it('does not fail where what it sends has to be refused, but where it is taken', async () => {
    outside.takesManifests = true;
    const refused = await play('--people', '1', '--behaviour', 'wrong-checksum');
    expect(refused.said).toMatch(/part 1 with one byte altered: 422 [^]*is LOADED, 0 rows refused/);
    expect(refused.code).toBe(0);
    outside.takesAnything = true;
    const taken = await play('--people', '1', '--behaviour', 'wrong-checksum');
    expect(taken.said).toContain('part 1 with one byte altered: 200');
    expect(taken.code).toBe(1);
  });

  it('fails where what is sent again is taken for something new', async () => {
    outside.takesManifests = true;
    const known = await play('--people', '1', '--behaviour', 'repeating');
    expect(known.said).toMatch(/the first answer[^]*the same factIds/);
    expect(known.code).toBe(0);
    outside.forgets = true;
    const forgotten = await play('--people', '1', '--behaviour', 'repeating');
    expect(forgotten.said).toMatch(/ANOTHER ANSWER[^]*OTHER factIds/);
    expect(forgotten.code).toBe(1);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookClient, type ResolveHost } from './webhook-client.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('the client of webhooks', () => {
  let server: Server;
  let port: number;
  let answer: Answer;
  const asked: { host: string | undefined; path: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { url, headers } = request;
        asked.push({ host: headers.host, path: url, body: Buffer.concat(pieces).toString() });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked.length = 0;
    answer = (_request, response) => response.writeHead(204).end();
  });

  const leadsTo =
    (...addresses: string[]): ResolveHost =>
    async () =>
      addresses.map((address) => ({ address, family: 4 }));
  const sandbox = (resolve: ResolveHost = leadsTo('127.0.0.1'), timeoutMs = 5_000) =>
    new WebhookClient({ networks: ['127.0.0.0/8'], allowsPlain: true, timeoutMs, resolve });
  const post = (client: WebhookClient, host = '127.0.0.1') =>
    client.post(`http://${host}:${port}/hook`, { 'webhook-id': '1' }, '{"a":"广"}');

  it('delivers to the address that was looked up once, under the name of the host', async () => {
    let lookUps = 0;
    const client = sandbox(async () => {
      lookUps += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    });
    expect(await post(client, 'receiver.example')).toMatchObject({ outcome: 'delivered', status: 204 });
    expect(lookUps).toBe(1);
    expect(asked).toEqual([{ host: `receiver.example:${port}`, path: '/hook', body: '{"a":"广"}' }]);
  });

  it.each([
    [200, 'delivered'],
    [302, 'redirect'],
    [400, 'refused'],
    [503, 'refused'],
  ])('tells of status %i: %s', async (status, outcome) => {
    answer = (_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${port}/other` }).end('x'.repeat(100_000));
    expect(await post(sandbox())).toMatchObject({ outcome, status });
    expect(asked.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('waits no longer than it may, for a name, an answer or its end', async () => {
    answer = () => undefined;
    expect(await post(sandbox(undefined, 50))).toMatchObject({ outcome: 'timeout', status: null });
    const never = (): Promise<never> => new Promise(() => undefined);
    expect(await post(sandbox(never, 50))).toMatchObject({ outcome: 'timeout', status: null });
    answer = (_request, response) => response.writeHead(200).write('begun');
    const late = await post(sandbox(undefined, 200));
    expect(late).toMatchObject({ outcome: 'delivered', status: 200 });
    expect(late.latencyMs).toBeLessThan(2_000);
  });

  it('reads no more of an answer than it has to', async () => {
    answer = (_request, response) => response.writeHead(200).write('x'.repeat(100_000));
    const long = await post(sandbox(undefined, 30_000));
    expect(long).toMatchObject({ outcome: 'delivered', status: 200 });
    expect(long.latencyMs).toBeLessThan(10_000);
  });

  it('sends nothing where a name leads to an address that is not public, also beside one that is', async () => {
    const outside = new WebhookClient({ resolve: leadsTo('8.8.8.8', '10.0.0.1') });
    expect(await outside.post('https://receiver.example/', {}, '')).toMatchObject({
      outcome: 'address-refused',
      status: null,
    });
    expect(await post(sandbox(leadsTo('127.0.0.1', '169.254.169.254')))).toMatchObject({
      outcome: 'address-refused',
    });
    expect(asked).toEqual([]);
  });

  it('sends in clear to listed addresses of a sandbox alone', async () => {
    const listed = { networks: ['127.0.0.0/8'], resolve: leadsTo('127.0.0.1') };
    expect(await post(new WebhookClient(listed))).toMatchObject({ outcome: 'insecure' });
    expect(await post(sandbox(leadsTo('8.8.8.8')))).toMatchObject({ outcome: 'insecure' });
    expect(asked).toEqual([]);
  });

  it('tells what kept it from the receiver', async () => {
    const none = new WebhookClient({ resolve: async () => [] });
    expect(await none.post('https://receiver.example/', {}, '')).toMatchObject({ outcome: 'unresolved' });
    const listed = { networks: ['127.0.0.0/8'], resolve: leadsTo('127.0.0.1') };
    const overTls = await new WebhookClient(listed).post(`https://receiver.example:${port}/`, {}, '');
    expect(['tls', 'unreachable']).toContain(overTls.outcome);
    const unheard = await sandbox().post('http://127.0.0.1:1/', {}, '');
    expect(unheard).toMatchObject({ outcome: 'unreachable', status: null });
  });

  it.each([
    ['https://receiver.example/hook', undefined],
    ['https://8.8.8.8:8443/hook', undefined],
    ['https://[2400:3200::1]/hook', undefined],
    ['http://127.0.0.1:9000/hook', undefined],
    ['https://127.0.0.1:9000/hook', undefined],
    ['http://receiver.example/hook', 'insecure'],
    ['http://8.8.8.8/hook', 'insecure'],
    ['ftp://receiver.example/', 'insecure'],
    ['https://10.0.0.1/hook', 'address-refused'],
    ['https://[::1]/hook', 'address-refused'],
    ['https://0x0a000001/hook', 'address-refused'],
    ['https://user:secret@receiver.example/', 'malformed'],
    ['receiver.example/hook', 'malformed'],
  ])('says of %s: %s', (url, wrong) => expect(sandbox().wrongWith(url)).toBe(wrong));
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../stack/ports.mjs';
import { Balancer } from './balancer.mjs';

const ASK_MS = 20;

interface Instance {
  readonly name: string;
  readonly origin: string;
  readonly server: Server;
  /** Methods of the requests that it got. */
  readonly got: string[];
  isServing: boolean;
  /** Asks that it leaves without an answer. */
  unanswered: number;
  /** It breaks the connection when it has read a request. */
  breaks: boolean;
}

describe('the balancer before the instances', () => {
  let balancer: Balancer;
  let url: string;
  let one: Instance;
  let other: Instance;

  const instance = async (name: string): Promise<Instance> => {
    const got: string[] = [];
    const answer: RequestListener = (request, response) => {
      if (request.url === '/health/serving') {
        if (made.unanswered > 0) {
          made.unanswered -= 1;
          return void request.socket.destroy();
        }
        return void response.writeHead(made.isServing ? 200 : 503).end();
      }
      request.resume().once('end', () => {
        got.push(String(request.method));
        if (made.breaks) request.socket.destroy();
        else response.setHeader('x-instance', name).end(name);
      });
    };
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const made: Instance = {
      name,
      origin: `http://127.0.0.1:${port}`,
      server,
      got,
      isServing: true,
      unanswered: 0,
      breaks: false,
    };
    return made;
  };
  const serving = async (...names: string[]): Promise<void> => {
    while (balancer.serving.join() !== names.join()) await sleep(5);
  };
  const send = async (method = 'POST'): Promise<string> => {
    const response = await fetch(url, { method, ...(method === 'POST' ? { body: '{}' } : {}) });
    return response.ok ? response.text() : String(response.status);
  };
  const end = async ({ server }: Instance): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };

  beforeEach(async () => {
    balancer = await Balancer.at(await freePort(), ASK_MS);
    url = `${balancer.url}/v1/things?x=1`;
    [one, other] = [await instance('one'), await instance('other')];
    for (const { name, origin } of [one, other]) balancer.add(name, origin);
    await serving('one', 'other');
  });
  afterEach(async () => {
    await balancer.close();
    await Promise.all([end(one), end(other)]);
  });

  it('takes turns among those that are serving', async () => {
    expect([await send(), await send(), await send(), await send()].toSorted()).toEqual([
      'one',
      'one',
      'other',
      'other',
    ]);
    one.isServing = false;
    await serving('other');
    expect([await send(), await send()]).toEqual(['other', 'other']);
    expect(balancer.answered.get('other')).toBe(4);
    expect(balancer.failures).toEqual([]);
  });

  it('sends a command to another instance when it got no connection to the first', async () => {
    const slow = await Balancer.at(await freePort(), 60_000);
    for (const { name, origin } of [one, other]) slow.add(name, origin);
    while (slow.serving.length < 2) await sleep(5);
    await end(one);
    const answers = await Promise.all(
      [1, 2].map(async () => (await fetch(slow.url, { method: 'POST' })).text()),
    );
    expect(answers).toEqual(['other', 'other']);
    expect(slow.repeated).toBe(1);
    expect(slow.failures).toEqual([]);
    await slow.close();
  });

  it('never sends a command twice that an instance may have seen, and tells that it failed', async () => {
    one.breaks = true;
    other.breaks = true;
    await expect(send()).rejects.toThrow();
    expect([...one.got, ...other.got]).toEqual(['POST']);
    expect(balancer.failures).toHaveLength(1);
    expect(balancer.repeated).toBe(0);
  });

  it('tells of a question that broke off, which others would not ask again', async () => {
    one.breaks = true;
    other.breaks = true;
    await expect(send('GET')).rejects.toThrow();
    expect([...one.got, ...other.got]).toEqual(['GET']);
    expect(balancer.failures).toMatchObject([{ request: 'GET /v1/things' }]);
    expect(balancer.repeated).toBe(0);
  });

  it('forgives an instance that is slow to say whether it is serving, and not one that never does', async () => {
    one.unanswered = 2;
    const seen = new Set<string>();
    while (one.unanswered > 0) {
      seen.add(balancer.serving.join());
      await sleep(2);
    }
    await sleep(3 * ASK_MS);
    seen.add(balancer.serving.join());
    expect([...seen]).toEqual(['one,other']);
    one.unanswered = Infinity;
    await serving('other');
    one.unanswered = 0;
    await serving('one', 'other');
  });

  it('says so when nobody is serving', async () => {
    one.isServing = false;
    other.isServing = false;
    await serving();
    expect(await send()).toBe('503');
    expect(balancer.failures).toMatchObject([{ upstream: 'none', what: 'no instance is serving' }]);
  });
});

import { Registry } from 'prom-client';
import { Problem } from '../http/problem.js';
import { networkOf, RateLimits } from './rate-limits.js';

const plenty = { perSecond: 1_000, burst: 1_000 };
const settings = {
  rateLimitClient: { perSecond: 1, burst: 3 },
  rateLimitPublic: plenty,
  rateLimitReveal: { perSecond: 2, burst: 60 },
  rateLimitUnauthenticated: { perSecond: 1, burst: 2 },
};

async function headersOf(
  action: () => Promise<unknown>,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? { problem: error.type.name, ...error.options.headers } : undefined;
  }
}

describe('RateLimits', () => {
  let registry: Registry;
  let limits: RateLimits;
  const realNow = Date.now;
  beforeEach(() => {
    registry = new Registry();
    limits = new RateLimits(settings, registry);
  });
  afterEach(() => {
    Date.now = realNow;
  });

  it('lets the burst pass, and then says how long to wait', async () => {
    const take = () => limits.take('client', 'clerk cases', 'official');
    expect(await take()).toEqual({ 'ratelimit-policy': '"client";q=3;w=3', ratelimit: '"client";r=2;t=3' });
    await take();
    expect(await take()).toMatchObject({ ratelimit: '"client";r=0;t=3' });
    expect(await headersOf(take)).toEqual({
      problem: 'rate-limited',
      'retry-after': '3',
      'ratelimit-policy': '"client";q=3;w=3',
      ratelimit: '"client";r=0;t=3',
    });
    Date.now = () => realNow() + 3_000;
    expect(await take()).toMatchObject({ ratelimit: '"client";r=2;t=3' });
  });

  it('counts clients and purposes apart, and tells what it refused', async () => {
    for (let count = 0; count < 4; count++)
      await limits.take('client', 'clerk cases', 'official').catch(() => undefined);
    await limits.take('client', 'clerk awards', 'official');
    await limits.take('client', 'lead cases', 'official');
    expect(await registry.metrics()).toContain(
      'minzheng_rate_limited_requests_total{limit="client",client="official"} 1',
    );
  });

  it('answers an address no more that was refused too often', async () => {
    await limits.requireQuiet('192.0.2.1');
    limits.countUnauthenticated('192.0.2.1');
    await limits.requireQuiet('192.0.2.1');
    limits.countUnauthenticated('192.0.2.1');
    expect(await headersOf(() => limits.requireQuiet('192.0.2.1'))).toMatchObject({ 'retry-after': '2' });
    await limits.requireQuiet('192.0.2.2');
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:0002::6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('takes %s for a client at %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

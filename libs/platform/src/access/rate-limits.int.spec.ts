import { Controller, Get, Module } from '@nestjs/common';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DisclosesNothing } from '../audit/index.js';
import { buildService, type RunningService } from '../start-service/index.js';
import { Public, RateLimited, RequireScope, StatesPurpose } from './index.js';

@Controller('v1/notes')
@RequireScope('test:notes:read')
@DisclosesNothing()
class NoteController {
  @Get()
  list(): object {
    return {};
  }

  @Get('reasons')
  @StatesPurpose(['DIBAO', 'TEKUN'])
  reasons(): object {
    return {};
  }

  @Get('numbers')
  @RateLimited('reveal')
  numbers(): object {
    return {};
  }
}

@Controller('v1/public/notices')
@Public()
@DisclosesNothing()
class NoticeController {
  @Get()
  list(): object {
    return {};
  }
}

@Module({ controllers: [NoteController, NoticeController] })
class TestModule {}

describe('a service that limits rates', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  const { fetch } = globalThis;

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([]);
  });
  beforeEach(async () => {
    service = await buildService(
      { name: 'test', writer: 'assistance', module: TestModule, entities: [], migrations: [] },
      environment.settings({
        RATE_LIMIT_CLIENT: '1/4',
        RATE_LIMIT_PUBLIC: '1/3',
        RATE_LIMIT_REVEAL: '1/2',
        RATE_LIMIT_UNAUTHENTICATED: '1/5',
        TRUSTED_PROXIES: '127.0.0.0/8',
      }),
    );
  });
  afterEach(() => service.stop());
  afterAll(() => environment.drop());

  async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(`${service.url}${path}`, { headers });
    await response.arrayBuffer();
    return response;
  }

  async function statuses(count: number, path: string, headers?: Record<string, string>): Promise<number[]> {
    const found = [];
    for (let index = 0; index < count; index++) found.push((await get(path, headers)).status);
    return found;
  }

  const bearer = async (sub: string): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await environment.token({ sub, scope: 'test:notes:read' })}`,
  });

  it('refuses a client that asks too often, and no other', async () => {
    const [clerk, lead] = [await bearer('clerk'), await bearer('lead')];
    expect(await statuses(5, '/v1/notes', clerk)).toEqual([200, 200, 200, 200, 429]);
    expect(await statuses(1, '/v1/notes', lead)).toEqual([200]);
    const response = await fetch(`${service.url}/v1/notes`, {
      headers: { ...clerk, 'accept-language': 'en' },
    });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(response.headers.get('ratelimit-policy')).toBe('"client";q=4;w=4');
    expect(response.headers.get('ratelimit')).toMatch(/^"client";r=0;t=[1-4]$/);
    expect(await response.json()).toMatchObject({
      type: 'https://minzheng.dev/problems/rate-limited',
      title: 'Too many requests',
    });
    const metrics = await fetch(`${service.url}/metrics`);
    expect(await metrics.text()).toMatch(
      /minzheng_rate_limited_requests_total\{limit="client",client="official".*\} 2/,
    );
  });

  it('counts each purpose apart, and takes no other for one', async () => {
    const clerk = await bearer('clerk');
    const path = '/v1/notes/reasons';
    expect(await statuses(5, path, { ...clerk, 'x-purpose': 'DIBAO' })).toEqual([200, 200, 200, 200, 429]);
    expect(await statuses(1, path, { ...clerk, 'x-purpose': 'TEKUN' })).toEqual([200]);
    const made = [];
    for (const purpose of 'abcde')
      made.push(...(await statuses(1, path, { ...clerk, 'x-purpose': purpose })));
    expect(made).toEqual([200, 200, 200, 200, 429]);
  });

  it('is stricter where a route says so, or where it is asked to reveal', async () => {
    expect(await statuses(3, '/v1/notes/numbers', await bearer('clerk'))).toEqual([200, 200, 429]);
    const reason = { ...(await bearer('lead')), 'x-reveal-reason': 'a letter is to be sent' };
    expect(await statuses(3, '/v1/notes', reason)).toEqual([200, 200, 429]);
  });

  it('limits an address where no token is needed, as the proxy names it', async () => {
    expect(await statuses(4, '/v1/public/notices', { 'x-forwarded-for': '192.0.2.1' })).toEqual([
      200, 200, 200, 429,
    ]);
    expect(await statuses(1, '/v1/public/notices', { 'x-forwarded-for': '192.0.2.2' })).toEqual([200]);
    expect((await statuses(9, '/health/live')).every((status) => status === 200)).toBe(true);
  });

  it('stops answering an address that keeps asking without a valid token', async () => {
    const flood = { authorization: 'Bearer nonsense', 'x-forwarded-for': '192.0.2.1' };
    expect(await statuses(6, '/v1/notes', flood)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await statuses(1, '/v1/notes', { ...flood, ...(await bearer('clerk')) })).toEqual([429]);
    expect(await statuses(1, '/v1/notes', await bearer('clerk'))).toEqual([200]);
  });
});

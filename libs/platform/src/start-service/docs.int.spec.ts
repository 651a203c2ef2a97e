import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/index.js';
import { Computes, defineProblem, IsCivilDate, IsFen, IsPart, PageQuery, Refuses } from '../http/index.js';
import { buildService, type RunningService } from './build-service.js';

const ROLES = [
  {
    name: 'clerk',
    title: 'clerk <经办人员>',
    region: '510802',
    scopes: ['test:sums:read', 'test:sums:write'],
  },
];

class PayerDto {
  @ApiProperty()
  @IsString()
  @MaxLength(40)
  name!: string;
}

class SumDto {
  @IsFen()
  amountFen!: string;

  @ApiPropertyOptional({ enum: ['WAGE', 'RENT'] })
  @IsOptional()
  @IsIn(['WAGE', 'RENT'])
  kind?: string;

  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @ArrayMaxSize(3)
  @Matches(/^\d{4}$/, { each: true })
  codes?: string[];

  @IsPart(() => PayerDto, { optional: true })
  payer?: PayerDto;

  @IsCivilDate({ optional: true })
  on?: string;
}

class SumQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MinLength(2)
  name?: string;
}

const NO_SUM = defineProblem({ name: 'no-sum', status: 422, zh: '没有金额', en: 'There is no sum' });

@Controller('v1/sums')
@DisclosesNothing()
class SumController {
  @Get()
  @RequireScope('test:sums:read')
  @ApiOperation({ summary: 'All sums' })
  @ApiOkResponse({ type: SumDto })
  list(@Query() _query: SumQuery): SumDto {
    return { amountFen: '1' };
  }

  @Post('classify')
  @Computes()
  @RequireScope('test:sums:write')
  @Refuses(NO_SUM)
  @ApiOperation({ summary: 'What kind of sum it is' })
  @ApiOkResponse({ type: SumDto })
  classify(@Body() body: SumDto): SumDto {
    return body;
  }
}

@Module({ controllers: [SumController] })
class SumModule {}

/** What the developer of a department sees of a service. */
describe('the documentation of a service', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;

  const start = (change: Record<string, string> = {}): Promise<RunningService> =>
    buildService(
      { name: 'sums', writer: 'assistance', module: SumModule, entities: [], migrations: [] },
      environment.settings({ SANDBOX_ROLES: JSON.stringify(ROLES), ...change }),
    );
  const get = (path: string, language = 'en', method = 'GET'): Promise<Response> =>
    fetch(`${service.url}${path}`, { method, headers: { 'accept-language': language } });
  const page = async (path: string, language?: string): Promise<string> => {
    const response = await get(path, language);
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([]);
    service = await start();
  });
  afterAll(async () => {
    await service?.stop();
    await environment.drop();
  });

  it('loads nothing from elsewhere, and everything that it names', async () => {
    const loaded = new Set<string>();
    for (const path of ['/docs', '/docs/problems', '/docs/problems/validation', '/docs/sandbox']) {
      const response = await get(path);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      const text = await response.text();
      expect(text).not.toMatch(/<script>|<style|style="|(?:src|href)="(?:https?:)?\/\//);
      for (const [, asset = ''] of text.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"/g)) {
        loaded.add(asset);
      }
    }
    expect([...loaded].sort()).toEqual([
      '/docs/assets/docs.css',
      '/docs/assets/favicon-32x32.png',
      '/docs/assets/routes.js',
      '/docs/assets/swagger-ui-bundle.js',
      '/docs/assets/swagger-ui.css',
    ]);
    for (const asset of loaded) expect((await page(asset)).length).toBeGreaterThan(100);
    expect((await get('/docs/assets/package.json')).status).toBe(404);
  });

  it('explains each problem, with the routes that may answer it, in the language asked for', async () => {
    const list = await page('/docs/problems');
    const names = [...list.matchAll(/href="\/docs\/problems\/([a-z-]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names.filter((each) => each !== NO_SUM.name)) {
      for (const [language, heading] of [
        ['en', 'What to do'],
        ['zh-CN', '如何处理'],
      ] as const) {
        const text = await page(`/docs/problems/${name}`, language);
        expect([name, text.includes(heading)]).toEqual([name, true]);
        expect(text).toContain(`https://minzheng.dev/problems/${name}`);
      }
    }
    const validation = await page('/docs/problems/validation');
    expect(validation).toContain('POST /v1/sums/classify');
    expect(await page('/docs/problems/idempotency-key-required')).not.toContain('/v1/sums/classify');
    expect((await get('/docs/problems/none-such')).status).toBe(404);
  });

  it('says of a route what validation takes and what it may refuse', async () => {
    const document = JSON.parse(await page('/openapi.json')) as {
      paths: Record<
        string,
        Record<string, { parameters: { name: string }[]; responses: object; 'x-problems': string[] }>
      >;
      components: { schemas: Record<string, object> };
    };
    expect(document.components.schemas).toMatchObject({
      SumDto: {
        additionalProperties: false,
        required: ['amountFen'],
        properties: {
          amountFen: { type: 'string', pattern: '^([0-9]{1,13}|0[0-9]{13}|10000000000000)$' },
          kind: { enum: ['WAGE', 'RENT', null], nullable: true },
          codes: { nullable: true, maxItems: 3, items: { pattern: '^[0-9]{4}$' } },
          payer: { nullable: true, allOf: [{ $ref: '#/components/schemas/PayerDto' }] },
          on: { format: 'date', nullable: true },
        },
      },
      PayerDto: { additionalProperties: false, properties: { name: { maxLength: 40 } } },
    });
    const { get: list, post: classify } = {
      ...document.paths['/v1/sums'],
      ...document.paths['/v1/sums/classify'],
    };
    expect(list?.parameters).toContainEqual(
      expect.objectContaining({ name: 'name', schema: { type: 'string', minLength: 2 } }),
    );
    expect(Object.keys(list?.responses ?? {})).toEqual('200 400 401 403 429 503'.split(' '));
    expect(Object.keys(classify?.responses ?? {})).toEqual('200 400 401 403 413 415 422 429 503'.split(' '));
    expect(classify?.['x-problems']).toContain('no-sum');
    expect(await page('/docs/problems/no-sum')).toContain('POST /v1/sums/classify');
  });

  it('is linked from what is refused', async () => {
    const response = await get('/v1/sums');
    expect(response.status).toBe(401);
    expect(response.headers.get('link')).toBe('</docs/problems/unauthenticated>; rel="help"');
  });

  it('of a sandbox tells the roles, and people who do not exist', async () => {
    const text = await page('/docs/sandbox');
    expect(text).toContain('clerk &lt;经办人员&gt;');
    expect(text).toContain('test:sums:write');
    const people = async (query: string): Promise<{ items: Record<string, string>[] }> =>
      JSON.parse(await page(`/v1/sandbox/people${query}`)) as { items: Record<string, string>[] };
    const { items } = await people('?seed=demo&count=8');
    expect(items).toHaveLength(8);
    for (const { idNumber = '', birthDate, personKey } of items) {
      expect(parseIdNumber(idNumber, '2100-01-01')).toMatchObject({ ok: true, birthDate });
      expect(personKey).toBe(personKeyOf(idNumber, 'test-platform-secret'));
    }
    expect(items.map(({ age }) => age)).toContain('CHILD');
    expect(await people('?seed=demo&count=8')).toEqual({ items });
    expect((await get('/v1/sandbox/people?count=201')).status).toBe(400);
    expect((await get('/v1/sandbox/people?seed=%20')).status).toBe(400);
  });

  it('outside a sandbox has no sandbox', async () => {
    const real = await start({ SANDBOX: 'false' });
    try {
      const status = async (path: string): Promise<number> => (await fetch(`${real.url}${path}`)).status;
      expect(await status('/docs/sandbox')).toBe(404);
      expect(await status('/v1/sandbox/people')).toBe(404);
      expect(await (await fetch(`${real.url}/docs`)).text()).not.toContain('/docs/sandbox');
    } finally {
      await real.stop();
    }
  });

  it('answers a method that a path does not have with 405 and those that it has', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'POST']) {
      const response = await get('/v1/sums', 'en', method);
      expect([method, response.status]).toEqual([method, 405]);
      expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await response.json()).toMatchObject({
        type: 'https://minzheng.dev/problems/method-not-allowed',
      });
    }
    const options = await get('/v1/sums/classify', 'en', 'OPTIONS');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
    expect((await get('/v1/sums/none', 'en', 'PUT')).status).toBe(404);
    expect((await get('/docs', 'en', 'HEAD')).status).toBe(200);
    for (const address of ['/', '/docs/']) expect((await get(address, 'en')).url).toMatch(/\/docs$/);
  });
});

import 'reflect-metadata';
import { Controller, Get, Module, NotFoundException, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Deprecated, tellOfDeprecations } from './deprecation.js';
import { createApiDocument } from './openapi.js';

const LIFE = { since: '2027-01-01', sunset: '2028-01-01' };

@Controller('v1/cases')
class CasesController {
  @Get()
  @Deprecated({ ...LIFE, successor: '/v2/cases' })
  list(): string[] {
    return [];
  }

  @Get('lost')
  @Deprecated(LIFE)
  lost(): never {
    throw new NotFoundException();
  }

  @Get(':id')
  @Deprecated(LIFE)
  one(): object {
    return {};
  }

  @Get('kept')
  kept(): string[] {
    return [];
  }
}

@Deprecated(LIFE)
@Controller('v1/old')
class OldController {
  @Post()
  store(): object {
    return {};
  }
}

@Module({ controllers: [CasesController, OldController] })
class TestModule {}

describe('a deprecated route', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), {
      logger: false,
    });
    tellOfDeprecations(app.getHttpAdapter().getInstance(), createApiDocument(app, 'test', '1'));
    await app.init();
  });
  afterAll(() => app.close());

  it('says since when, until when, and what takes its place', async () => {
    const { statusCode, headers } = await app.inject('/v1/cases');
    expect(statusCode).toBe(200);
    // RFC 9745: an instant of structured fields; RFC 8594: an HTTP date; the days begin in Shanghai
    expect(headers).toMatchObject({
      deprecation: '@1798732800',
      sunset: 'Fri, 31 Dec 2027 16:00:00 GMT',
      link: '</v2/cases>; rel="successor-version"',
    });
  });

  it('says so in a refusal too, and names no successor where there is none', async () => {
    const { statusCode, headers } = await app.inject('/v1/cases/lost');
    expect(statusCode).toBe(404);
    expect(headers.sunset).toBe('Fri, 31 Dec 2027 16:00:00 GMT');
    expect(headers).not.toHaveProperty('link');
  });

  it('says so to a request that is refused before it comes there, and where a part of the path is a name', async () => {
    const { statusCode, headers } = await app.inject({
      method: 'POST',
      url: '/v1/old',
      headers: { 'content-type': 'application/json' },
      payload: '{"half',
    });
    expect(statusCode).toBe(400);
    expect(headers.sunset).toBe('Fri, 31 Dec 2027 16:00:00 GMT');
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await app.inject({ method, url: '/v1/cases/3' });
      expect(answer.headers.sunset).toBe('Fri, 31 Dec 2027 16:00:00 GMT');
    }
  });

  it('may be each route of a class', async () => {
    const { headers } = await app.inject({ method: 'POST', url: '/v1/old' });
    expect(headers.deprecation).toBe('@1798732800');
  });

  it('is none that does not say so', async () => {
    const { headers } = await app.inject('/v1/cases/kept');
    for (const name of ['deprecation', 'sunset', 'link']) expect(headers).not.toHaveProperty(name);
  });

  it('is marked in the API document, with its days and headers', () => {
    const { paths } = createApiDocument(app, 'test', '1');
    expect(paths['/v1/cases']?.get).toMatchObject({
      deprecated: true,
      description: 'Deprecated since 2027-01-01, use `/v2/cases` instead; answered until 2028-01-01.',
      'x-deprecated-since': '2027-01-01',
      'x-sunset': '2028-01-01',
      'x-successor': '/v2/cases',
      responses: {
        200: { headers: { Deprecation: {}, Sunset: {} } },
        429: { headers: { 'Retry-After': {}, Sunset: {} } },
      },
    });
    expect(paths['/v1/old']?.post?.deprecated).toBe(true);
    expect(paths['/v1/cases/kept']?.get).not.toHaveProperty('deprecated');
  });
});

describe('the declaration that a route will go', () => {
  it.each([
    ['2027-01-01', '2027-12-31'],
    ['2027-01-01', '2026-01-01'],
    ['2027-02-30', '2029-01-01'],
    ['soon', 'later'],
  ])('since %s until %s is refused', (since, sunset) => {
    expect(() => Deprecated({ since, sunset })).toThrow(RangeError);
  });

  it.each([
    ['2027-01-01', '2028-01-01'],
    ['2028-02-29', '2029-02-28'],
  ])('since %s until %s is long enough', (since, sunset) => {
    expect(() => Deprecated({ since, sunset })).not.toThrow();
  });
});

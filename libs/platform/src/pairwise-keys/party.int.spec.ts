import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { pairwiseKeyOf, personKeyOf } from '@minzheng/kernel/person-key';
import { IsOptional } from 'class-validator';
import { RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/index.js';
import { Computes, Created, IsPersonKey } from '../http/index.js';
import { buildService, type RunningService } from '../start-service/index.js';

const PERSON = personKeyOf('51080219850214901X', 'test-platform-secret');
const RECORD = '0198a000-fa92-76bb-8db9-aa6478e2a419';

class PersonDto {
  @IsPersonKey()
  personKey!: string;
}
class PersonQuery {
  @IsPersonKey({ optional: true })
  @IsOptional()
  personKey?: string;
}

@Controller('v1/things')
@RequireScope('test:things:read')
@DisclosesNothing()
class ThingsController {
  readonly seen: unknown[] = [];

  @Get('one')
  one() {
    return { id: RECORD, persons: [{ personKey: PERSON }], note: `award/${RECORD}/${PERSON}` };
  }

  @Post()
  @Created(() => `/v1/things/of/${PERSON}`)
  create() {
    return { id: RECORD };
  }

  @Get('of/:personKey')
  of(@Param('personKey') personKey: string, @Query() query: PersonQuery) {
    return { isMeant: personKey === PERSON && (query.personKey ?? PERSON) === PERSON };
  }

  @Post('look-up')
  @Computes()
  lookUp(@Body() { personKey }: PersonDto) {
    return { isMeant: personKey === PERSON };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('a party outside the platform', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  const build = (settings: Record<string, string>) =>
    buildService(
      { name: 'test', writer: 'assistance', module: ThingsModule, entities: [], migrations: [] },
      environment.settings(settings),
    );
  beforeAll(async () => {
    environment = await ServiceEnvironment.create([]);
    service = await build({ PAIRWISE_SECRET: 'a secret of the platform' });
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  const ask = async (party: string | undefined, path: string, body?: object, at = service) => {
    const claims = { scope: 'test:things:read', ...(party === undefined ? {} : { party }) };
    const response = await fetch(`${at.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await environment.token(claims)}`,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const location = response.headers.get('location');
    return { status: response.status, text, location, body: JSON.parse(text) as Record<string, unknown> };
  };
  const keyFor = async (party: string): Promise<string> => {
    const { body } = await ask(party, '/v1/things/one');
    return (body['persons'] as { personKey: string }[])[0]!.personKey;
  };

  it('never sees a personKey, wherever it stands, and keeps the rest', async () => {
    const { text, body } = await ask('bank', '/v1/things/one');
    expect(text).not.toContain(PERSON);
    const key = await keyFor('bank');
    expect(body).toEqual({ id: RECORD, persons: [{ personKey: key }], note: `award/${RECORD}/${key}` });
    expect((await ask(undefined, '/v1/things/one')).text).toContain(PERSON);
    expect((await ask('bank', '/v1/things', {})).location).toBe(`/v1/things/of/${key}`);
  });

  it('knows a person by a key of its own, always the same', async () => {
    const bank = await keyFor('bank');
    expect(await keyFor('bank')).toBe(bank);
    expect(await keyFor('court')).not.toBe(bank);
    expect(bank).not.toBe(pairwiseKeyOf(PERSON, 'a secret of the platform'));
  });

  it('names a person by the key that it was given, in path, query and body', async () => {
    const key = await keyFor('bank');
    expect((await ask('bank', `/v1/things/of/${key}?personKey=${key}`)).body).toEqual({ isMeant: true });
    expect((await ask('bank', '/v1/things/look-up', { personKey: key })).body).toEqual({ isMeant: true });
  });

  it('reaches nobody by a key that it was not given: another party’s, a personKey, a guess', async () => {
    const ofAnother = await keyFor('court');
    for (const personKey of [ofAnother, PERSON, pairwiseKeyOf(PERSON, randomUUID())]) {
      expect((await ask('bank', '/v1/things/look-up', { personKey })).status).toBe(404);
      expect((await ask('bank', `/v1/things/of/${personKey}`)).status).toBe(404);
    }
  });

  it('is not served without a secret', async () => {
    const bare = await build({ PORT: '0' });
    try {
      expect((await ask('bank', '/v1/things/one', undefined, bare)).status).toBe(403);
      expect((await ask(undefined, '/v1/things/one', undefined, bare)).status).toBe(200);
    } finally {
      await bare.stop();
    }
  });
});

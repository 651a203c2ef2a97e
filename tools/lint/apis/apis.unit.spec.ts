import { keptBack, type Leaving } from './outward.mjs';
import { whyNotKept } from './releases.mjs';
import { goneTooSoon, takenBack } from './rules.mjs';
import { surfaceOf } from './surface.mjs';

const TODAY = '2027-06-01';
type Change = (document: ReturnType<typeof api>) => void;

/** An API that a release has promised. */
function api() {
  return {
    paths: {
      '/v1/cases': {
        get: {
          'x-scopes': ['assistance:cases:write'],
          'x-person': true,
          parameters: [
            { name: 'state', in: 'query', schema: { type: 'string', enum: ['OPEN', 'CLOSED'] } },
            {
              name: 'limit',
              in: 'query',
              schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
            },
          ],
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/CasePage' } } } },
            403: { content: { 'application/problem+json': { schema: {} } } },
          },
        } as Record<string, unknown>,
        post: {
          parameters: [] as object[],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/OpenCase' } } },
          },
          responses: {
            201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Case' } } } },
          },
        },
      },
      '/metrics': { get: { responses: { 200: {} } } },
    } as Record<string, Record<string, any>>,
    components: {
      schemas: {
        OpenCase: {
          type: 'object',
          required: ['region'],
          properties: {
            region: { type: 'string', pattern: '^[1-9][0-9]{1,11}$', maxLength: 12 },
            urgent: { type: 'boolean' },
            tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
            attributes: { type: 'object', additionalProperties: { type: 'string' } },
          },
        },
        Case: {
          type: 'object',
          required: ['id', 'state'],
          properties: {
            id: { type: 'string' },
            state: { type: 'string', enum: ['OPEN'] },
            parent: { $ref: '#/components/schemas/Case' },
            sum: { type: 'string', nullable: true },
            openedAt: { type: 'string', format: 'date-time' },
            attributes: { type: 'object', additionalProperties: { type: 'string' } },
          },
        },
        CasePage: {
          allOf: [
            { type: 'object', properties: { nextCursor: { type: 'string', nullable: true } } },
            { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Case' } } } },
          ],
        },
      } as Record<string, any>,
    },
  };
}

function problemsOf(change: Change, before: Change = () => undefined): string[] {
  const [old, now] = [api(), api()];
  before(old);
  before(now);
  change(now);
  return takenBack(surfaceOf(old), surfaceOf(now), TODAY);
}

describe('what a release may not take back', () => {
  it.each<[string, Change, string]>([
    ['a route', ({ paths }) => void delete paths['/v1/cases']!['post'], 'POST /v1/cases is gone'],
    [
      'a parameter',
      ({ paths }) => (paths['/v1/cases']!['get'].parameters = []),
      'GET /v1/cases: query state is no longer taken',
    ],
    [
      'a value that was taken',
      ({ paths }) => (paths['/v1/cases']!['get'].parameters[0].schema.enum = ['OPEN']),
      'GET /v1/cases: query state is no longer "CLOSED"',
    ],
    [
      'a call without something',
      ({ paths }) =>
        paths['/v1/cases']!['post'].parameters.push({ name: 'X-Case', in: 'header', required: true }),
      'POST /v1/cases: header X-Case is demanded',
    ],
    [
      'a form without something',
      ({ components }) => components.schemas['OpenCase'].required.push('urgent'),
      'POST /v1/cases: body.urgent is demanded',
    ],
    [
      'a member of a form',
      ({ components }) => void delete components.schemas['OpenCase'].properties.urgent,
      'POST /v1/cases: body.urgent is gone',
    ],
    [
      'a member of an answer',
      ({ components }) => void delete components.schemas['Case'].properties.sum,
      'GET /v1/cases: 200.items[].sum is gone',
    ],
    [
      'that a member is always there',
      ({ components }) => (components.schemas['Case'].required = ['id']),
      'POST /v1/cases: 201.state may be missing',
    ],
    [
      'its type',
      ({ components }) => (components.schemas['Case'].properties.id = { type: 'integer' }),
      'POST /v1/cases: 201.id is integer instead of string',
    ],
    [
      'that it is never null',
      ({ components }) => (components.schemas['Case'].properties.id.nullable = true),
      'POST /v1/cases: 201.id is string or null instead of string',
    ],
    [
      'a status',
      ({ paths }) => (paths['/v1/cases']!['post'].responses = { 202: {} }),
      'POST /v1/cases: 201 is no longer answered with application/json',
    ],
    [
      'a scope that was enough',
      ({ paths }) => (paths['/v1/cases']!['get']['x-scopes'] = ['assistance:cases:approve']),
      'GET /v1/cases: assistance:cases:write is not enough',
    ],
    [
      'whose own it is',
      ({ paths }) => void delete paths['/v1/cases']!['get']['x-person'],
      'GET /v1/cases: whose own it is, is not let in',
    ],
    [
      'that nobody was asked for a token',
      ({ paths }) => (paths['/v1/cases']!['post']['x-scopes'] = ['assistance:cases:write']),
      'POST /v1/cases: a token is demanded',
    ],
    [
      'a bound',
      ({ paths }) => (paths['/v1/cases']!['get'].parameters[1].schema.maximum = 20),
      'GET /v1/cases: query limit has maximum 20 instead of 200',
    ],
    [
      'what is taken where nothing is said',
      ({ paths }) => (paths['/v1/cases']!['get'].parameters[1].schema.default = 20),
      'GET /v1/cases: query limit is 20 where it is left out, instead of 50',
    ],
    [
      'the length of a list',
      ({ components }) => (components.schemas['OpenCase'].properties.tags.maxItems = 1),
      'POST /v1/cases: body.tags has maxItems 1 instead of 10',
    ],
    [
      'a text of any form',
      ({ components }) => (components.schemas['OpenCase'].properties.tags.items.pattern = '^[a-z]+$'),
      'POST /v1/cases: body.tags[] is taken in one form only: ^[a-z]+$',
    ],
    [
      'a text of one of its forms',
      ({ components }) =>
        (components.schemas['OpenCase'].properties.region.pattern = '^[1-9][0-9]([0-9]{2}){0,5}$'),
      'POST /v1/cases: body.region is no longer "',
    ],
    [
      'the form of a text that is answered',
      ({ components }) => (components.schemas['Case'].properties.openedAt.format = 'date'),
      'POST /v1/cases: 201.openedAt is no longer a date-time',
    ],
    [
      'what members of any name hold',
      ({ components }) =>
        (components.schemas['OpenCase'].properties.attributes.additionalProperties = { type: 'integer' }),
      'POST /v1/cases: body.attributes.* is integer instead of string',
    ],
    [
      'members of any name',
      ({ components }) => void delete components.schemas['Case'].properties.attributes.additionalProperties,
      'POST /v1/cases: 201.attributes.* is gone',
    ],
  ])('is %s', (_what, change, problem) => {
    expect(problemsOf(change)).toContainEqual(expect.stringContaining(problem));
  });

  it.each<[string, Change]>([
    ['another route', ({ paths }) => (paths['/v2/cases'] = { get: { responses: {} } })],
    [
      'a parameter that may be left out',
      ({ paths }) => paths['/v1/cases']!['post'].parameters.push({ name: 'asOf', in: 'query' }),
    ],
    [
      'a value that is taken',
      ({ paths }) => paths['/v1/cases']!['get'].parameters[0].schema.enum.push('LOST'),
    ],
    [
      'a member of a form',
      ({ components }) => (components.schemas['OpenCase'].properties.note = { type: 'string' }),
    ],
    ['less in a form', ({ components }) => (components.schemas['OpenCase'].required = [])],
    [
      'a member of an answer',
      ({ components }) => (components.schemas['Case'].properties.note = { type: 'string' }),
    ],
    [
      'a value of an answer',
      ({ components }) => components.schemas['Case'].properties.state.enum.push('LOST'),
    ],
    [
      'that it is never null',
      ({ components }) => (components.schemas['Case'].properties.sum = { type: 'string' }),
    ],
    ['another refusal', ({ paths }) => (paths['/v1/cases']!['get'].responses[409] = {})],
    ['a route of operation', ({ paths }) => void delete paths['/metrics']],
    [
      'a scope more, or one of it that reads',
      ({ paths }) =>
        (paths['/v1/cases']!['get']['x-scopes'] = ['assistance:audit-entries:read', 'assistance:cases:read']),
    ],
    [
      'that nobody is asked for a token',
      ({ paths }) => {
        delete paths['/v1/cases']!['get']['x-scopes'];
        delete paths['/v1/cases']!['get']['x-person'];
      },
    ],
    ['a wider bound', ({ paths }) => (paths['/v1/cases']!['get'].parameters[1].schema.maximum = 500)],
    [
      'a text of another form too',
      ({ components }) =>
        (components.schemas['OpenCase'].properties.region.pattern = '^(CN|[1-9][0-9]{1,14})$'),
    ],
    [
      'no bound at all',
      ({ components }) => void delete components.schemas['OpenCase'].properties.tags.maxItems,
    ],
    [
      'another name of a schema',
      ({ paths, components: { schemas } }) => {
        schemas['OpenedCase'] = schemas['Case'];
        paths['/v1/cases']!['post'].responses[201].content['application/json'].schema.$ref =
          '#/components/schemas/OpenedCase';
      },
    ],
  ])('is not %s', (_what, change) => {
    expect(problemsOf(change)).toEqual([]);
  });

  it('is a route until its sunset, and no longer', () => {
    const ends = (sunset: string): string[] =>
      problemsOf(
        ({ paths }) => void delete paths['/v1/cases']!['get'],
        ({ paths }) => (paths['/v1/cases']!['get']['x-sunset'] = sunset),
      );
    expect(ends('2027-06-01')).toEqual([]);
    expect(ends('2027-06-02')).toEqual(['GET /v1/cases is gone']);
  });
});

describe('the day of a deprecation', () => {
  /** @param announced - by the release before; none: it has not deprecated the route */
  const saidOf = (sunset: string, announced?: string): string[] => {
    const [old, now] = [api(), api()];
    if (announced !== undefined) old.paths['/v1/cases']!['get']['x-sunset'] = announced;
    now.paths['/v1/cases']!['get']['x-sunset'] = sunset;
    return goneTooSoon(surfaceOf(old), surfaceOf(now), TODAY);
  };

  it('is 12 months from its announcement at the soonest, whatever day it gives itself', () => {
    expect(saidOf('2028-06-01')).toEqual([]);
    expect(saidOf('2028-05-31')).toEqual([
      'GET /v1/cases is to be gone on 2028-05-31: no release has announced it, so not before 2028-06-01',
    ]);
  });

  it('comes nearer once it is announced, and is not moved forward', () => {
    expect(saidOf('2027-06-02', '2027-06-02')).toEqual([]);
    expect(saidOf('2027-09-01', '2027-08-01')).toEqual([]);
    expect(saidOf('2027-07-31', '2027-08-01')).toEqual([
      'GET /v1/cases is to be gone on 2027-07-31: announced was 2027-08-01, so not before 2028-06-01',
    ]);
  });

  it('is asked for of a new route too', () => {
    const now = api();
    now.paths['/v2/cases'] = { get: { responses: {}, 'x-sunset': '2027-12-31' } };
    expect(goneTooSoon(surfaceOf(api()), surfaceOf(now), TODAY)).toHaveLength(1);
  });
});

describe('what parties outside are told', () => {
  const before: Record<string, Leaving> = {
    FileLoaded: { always: ['agency', 'rows'], fields: ['parts'] },
    Completed: { always: [], fields: ['gaps.agency'] },
  };
  const saidOf = (now: typeof before): string[] => keptBack(before, now);

  it('is told further: as a whole, and without asking the agreement', () => {
    expect(saidOf(before)).toEqual([]);
    expect(
      saidOf({
        FileLoaded: { always: ['agency', 'rows', 'parts'], fields: [] },
        Completed: { always: ['gaps'], fields: ['asOf'] },
      }),
    ).toEqual([]);
  });

  it('is no message less, no field less, and none that an agreement has to name from now on', () => {
    expect(saidOf({ FileLoaded: { always: ['agency'], fields: ['rows'] } })).toEqual([
      'FileLoaded.parts no longer leaves',
      'FileLoaded.rows leaves only where the agreement names it',
      'Completed: parties outside are no longer told',
    ]);
  });
});

describe('what a release has promised', () => {
  const kept = ['0.2.0', '0.1.0'];

  it('is kept once, and again only while the release is being made', () => {
    expect(whyNotKept('0.3.0', { version: '0.2.0', kept, isTagged: false })).toBeUndefined();
    expect(whyNotKept('0.2.0', { version: '0.2.0', kept, isTagged: false })).toBeUndefined();
    expect(whyNotKept('0.1.0', { version: '0.2.0', kept, isTagged: false })).toMatch(/kept already/);
    expect(whyNotKept('0.2.0', { version: '0.2.0', kept, isTagged: true })).toMatch(/has a tag/);
    expect(whyNotKept('v0.3', { version: '0.2.0', kept, isTagged: false })).toMatch(/no version/);
  });
});

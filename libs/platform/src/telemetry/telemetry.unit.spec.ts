import { QueryFailedError } from 'typeorm';
import { describeError } from './describe-error.js';
import { HealthChecks } from './health.js';
import { JsonLogger } from './logger.js';
import { currentTrace, traceFrom, withTrace } from './trace-context.js';

const ID_NUMBER = '51080219850214901X';

function recorded(): { logger: JsonLogger; lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const logger = new JsonLogger('assistance', 'trace', { write: (line) => written.push(line) });
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('JsonLogger', () => {
  it('writes one JSON line with service, level, context and trace', () => {
    const { logger, lines } = recorded();
    const trace = traceFrom(undefined);
    withTrace(trace, () => logger.log('started', 'Nest'));
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'assistance',
        msg: 'started',
        context: 'Nest',
        trace_id: trace.traceId,
        span_id: trace.traceparent.split('-')[2],
      }),
    ]);
  });

  it('leaves out credentials, bodies, parameters and ID numbers', () => {
    const { logger, lines } = recorded();
    const driverError = Object.assign(new Error(`invalid input syntax for type uuid: "${ID_NUMBER}"`), {
      code: '22P02',
      detail: ID_NUMBER,
    });
    logger.error(new QueryFailedError('select $1', [ID_NUMBER], driverError), 'Filter');
    logger.error('failed', new Error(`no person ${ID_NUMBER}`));
    logger.pino.info(
      { authorization: ID_NUMBER, request: { headers: ID_NUMBER, body: ID_NUMBER } },
      'request',
    );
    expect(JSON.stringify(lines())).not.toContain('5108');
    expect(lines()[0]).toMatchObject({ err: { type: 'QueryFailedError', code: '22P02' } });
  });

  it('leaves out what an error or a request carries, under whatever name and however deep', () => {
    const { logger, lines } = recorded();
    const refused = Object.assign(new Error('duplicate key value violates unique constraint "person_pkey"'), {
      ...{ code: '23505', detail: 'Key (name)=(张三) already exists.', where: 'COPY person, line 1: 张三' },
      ...{ table: 'person', constraint: 'person_pkey', internalQuery: `select '张三'` },
    });
    logger.pino.warn({ cause: refused, tried: [{ err: refused }] }, 'not stored');
    logger.pino.error({ err: new QueryFailedError('insert $1', ['张三'], refused) }, 'not stored');
    logger.pino.info({ req: { raw: { headers: { authorization: '张三' }, url: '/v1/people' } } }, 'asked');
    logger.pino.info(
      { answer: { data: [{ detail: '张三', parameters: ['张三'], idNumber: '张三' }] } },
      'told',
    );
    logger.error(refused, 'Filter');
    logger.log({ query: { name: '张三' }, path: '/v1/people' });
    expect(JSON.stringify(lines())).not.toContain('张三');
    expect(lines()[0]).toMatchObject({
      cause: { code: '23505', table: 'person', constraint: 'person_pkey' },
    });
    expect(lines()[2]).toMatchObject({ req: { raw: { url: '/v1/people' } } });
  });

  it.each<[string, () => unknown]>([
    ['JSON', () => JSON.parse('{"name": 张三}')],
    ['a number', () => BigInt('张三')],
    ['a date', () => new Date('张三').toISOString()],
    ['an address', () => new URL('张三')],
  ])('does not repeat %s that could not be read', (_what, read) => {
    const { logger, lines } = recorded();
    try {
      read();
    } catch (error) {
      logger.pino.error({ err: error }, 'not read');
      logger.error(error);
    }
    expect(lines()).toHaveLength(2);
    expect(JSON.stringify(lines())).not.toContain('张三');
  });

  it('keeps query strings and long numbers out of a text', () => {
    const { logger, lines } = recorded();
    logger.warn('Cannot GET /v1/people?name=%E5%BC%A0%E4%B8%89&page=2', 'Router');
    logger.warn(`person ${ID_NUMBER} of account 6222021234567890123`);
    expect(lines().map(({ msg }) => msg)).toEqual(['Cannot GET /v1/people?…', 'person … of account …']);
  });
});

describe('describeError', () => {
  it('keeps what helps: type, message, SQLSTATE, constraint and cause', () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      constraint: 'person_pkey',
    });
    expect(describeError(new Error('not stored', { cause }))).toMatchObject({
      type: 'Error',
      message: 'not stored',
      cause: { code: '23505', constraint: 'person_pkey' },
    });
  });

  it('cuts a value from a data exception, also one that holds a quotation mark', () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "张"三"'), { code: '22P02' });
    expect(describeError(error)).toMatchObject({ message: 'invalid input syntax for type uuid: "…"' });
    expect(describeError(error).stack).toMatch(/^Error: invalid input syntax for type uuid: "…"\n\s+at /);
  });

  it('does not print what was thrown instead of an error', () => {
    expect(describeError(ID_NUMBER)).toEqual({ type: 'string', message: 'not an Error' });
  });
});

describe('trace context', () => {
  it('continues a traceparent with a span of its own', () => {
    const { traceId, traceparent } = traceFrom('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  });

  it.each([undefined, '', 'nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'begins anew for %j',
    (header) => {
      expect(traceFrom(header).traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    },
  );

  it('is there only while the work runs', async () => {
    const trace = traceFrom(undefined);
    await withTrace(trace, async () => {
      await Promise.resolve();
      expect(currentTrace()).toBe(trace);
    });
    expect(currentTrace()).toBeUndefined();
  });
});

describe('HealthChecks', () => {
  it('names the checks that fail', async () => {
    const health = new HealthChecks();
    health.add('database', () => undefined);
    health.add('kafka', () => Promise.reject(new Error('away')));
    health.add('consumer facts', () => {
      throw new Error('stopped');
    });
    expect(await health.failing()).toEqual(['kafka', 'consumer facts']);
    health.stopping();
    expect(await health.failing()).toEqual(['stopping', 'kafka', 'consumer facts']);
    expect(() => health.add('kafka', () => undefined)).toThrow(RangeError);
  });

  it('tells those that requests depend on from those that only let events wait', async () => {
    const health = new HealthChecks();
    let isThere = true;
    health.add('database', () => {
      if (!isThere) throw new Error('away');
    });
    health.add('kafka', () => Promise.reject(new Error('away')), 'events');
    expect(await health.failing(['requests'])).toEqual([]);
    expect(await health.failing()).toEqual(['kafka']);
    isThere = false;
    expect(await health.failing(['requests'])).toEqual(['database']);
    health.stopping();
    expect(await health.failing(['requests'])).toEqual(['stopping', 'database']);
  });

  it('does not wait for a check that hangs', async () => {
    const health = new HealthChecks(20);
    health.add('kafka', () => new Promise(() => undefined));
    expect(await health.failing()).toEqual(['kafka']);
  });
});

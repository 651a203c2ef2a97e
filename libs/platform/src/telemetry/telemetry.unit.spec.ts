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
        traceId: trace.traceId,
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

  it('does not wait for a check that hangs', async () => {
    const health = new HealthChecks(20);
    health.add('kafka', () => new Promise(() => undefined));
    expect(await health.failing()).toEqual(['kafka']);
  });
});

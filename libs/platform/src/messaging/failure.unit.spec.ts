import { PolicyMissing } from '@minzheng/kernel/policy';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { UnreadableEvent } from './envelope.js';
import { classify } from './failure.js';

const coded = (code: string): Error => Object.assign(new Error('a message'), { code });

describe('an error while events are handled', () => {
  it.each([
    '08006',
    '58030',
    '57P01',
    '57P03',
    '55P03',
    '25006',
    '25P03',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
  ])('%s is of the infrastructure', (code) => {
    expect(classify(coded(code))).toEqual({ kind: 'infrastructure', tooMuchAtOnce: false });
  });

  it.each(['40001', '40P01', '53100', '53200', '53300'])(
    '%s is of the infrastructure, less at once may help',
    (code) => {
      expect(classify(coded(code))).toEqual({ kind: 'infrastructure', tooMuchAtOnce: true });
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('"%s" is of the pool', (message) => {
    expect(classify(new Error(message)).kind).toBe('infrastructure');
  });

  it.each([QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError])(
    'a connection that broke within a transaction is of the infrastructure: %p',
    (Lost) => {
      expect(classify(new Lost()).kind).toBe('infrastructure');
    },
  );

  it.each(['42P01', '42703'])('%s is a missing migration', (code) => {
    expect(classify(coded(code))).toEqual({ kind: 'migration' });
  });

  it('of TypeORM is that of its driver', () => {
    expect(classify(Object.assign(new Error('failed'), { driverError: coded('40001') })).kind).toBe(
      'infrastructure',
    );
  });

  it('about a policy waits for its key', () => {
    expect(classify(new PolicyMissing('test.standard', '51', '2025-05-12'))).toEqual({
      kind: 'policy',
      waitsFor: 'test.standard',
    });
  });

  it.each([
    [coded('23505'), 'SQLSTATE 23505'],
    [new TypeError('51080219850214901X'), 'TypeError'],
    [new UnreadableEvent('no content'), 'unreadable event: no content'],
    ['thrown text', 'string'],
  ])('%p is of this event, told without its content', (error, reason) => {
    expect(classify(error)).toEqual({ kind: 'event', reason });
  });
});

import { PolicyMalformed } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { retryPause } from '../gateway/queries/query.store.js';
import { isFeedLate, lagMinutes } from './feed-lag.rules.js';
import { readSourcePolicy } from './source-policy.js';

const row = (key: string, value: unknown) => ({
  id: key,
  key,
  regionPrefix: '',
  effectiveFrom: '2018-01-01',
  value,
  legalBasis: 'test',
});
const retry = (value: unknown) => row('verification.source.retry', value);
const circuit = (value: unknown) => row('verification.source.circuit', value);
const read = (...rows: ReturnType<typeof row>[]) =>
  readSourcePolicy(new PolicyBook(rows), '510802', '2025-07-15');

describe('how agencies are asked', () => {
  const policy = read(retry({ minutes: [1, 5, 30, 120, 240] }), circuit({ failures: 5, minutes: 10 }));

  it('is said by the two rows', () => {
    expect(policy).toEqual({
      retrySeconds: [60, 300, 1_800, 7_200, 14_400],
      circuitFailures: 5,
      circuitSeconds: 600,
      rowIds: ['verification.source.retry', 'verification.source.circuit'],
    });
  });

  it.each([
    [0, 60],
    [1, 300],
    [2, 1_800],
    [3, 7_200],
    [4, 14_400],
    [5, 14_400],
    [40, 14_400],
  ])('after %i failed attempts before this one the next comes in %i s', (attempts, seconds) => {
    expect(retryPause(policy.retrySeconds, attempts)).toBe(seconds);
  });

  it.each([[[]], [{ minutes: [] }], [{ minutes: [0] }], [{ minutes: ['1'] }], ['1m']])(
    'is refused as %j',
    (value) => {
      expect(() => read(retry(value), circuit({ failures: 5, minutes: 10 }))).toThrow(PolicyMalformed);
    },
  );
});

describe('a feed', () => {
  const at = (text: string) => new Date(text);

  it.each<[string, string, string, { days: number; monthly: boolean }, boolean]>([
    [
      'a day behind, where a day is allowed',
      '2025-07-14T02:00:00Z',
      '2025-07-15T02:00:00Z',
      { days: 1, monthly: false },
      false,
    ],
    ['a second more', '2025-07-14T01:59:59Z', '2025-07-15T02:00:00Z', { days: 1, monthly: false }, true],
    [
      'monthly: June on 20 July',
      '2025-05-31T15:59:59Z',
      '2025-07-19T15:59:59Z',
      { days: 20, monthly: true },
      false,
    ],
    [
      'monthly: June is due on 21 July',
      '2025-05-31T15:59:59Z',
      '2025-07-21T02:00:00Z',
      { days: 20, monthly: true },
      true,
    ],
    [
      'monthly: June is there',
      '2025-06-30T15:59:59Z',
      '2025-07-21T02:00:00Z',
      { days: 20, monthly: true },
      false,
    ],
  ])('%s', (_, upTo, now, lag, expected) => {
    expect(isFeedLate(at(upTo), at(now), { ...lag, onTopic: false })).toBe(expected);
  });

  it('is behind by whole minutes, never by less than none', () => {
    expect(lagMinutes(at('2025-07-15T01:00:00Z'), at('2025-07-15T02:30:59Z'))).toBe(90);
    expect(lagMinutes(at('2025-07-15T03:00:00Z'), at('2025-07-15T02:00:00Z'))).toBe(0);
  });
});

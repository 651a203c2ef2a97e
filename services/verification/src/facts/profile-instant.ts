import { defineProblem, Problem } from '@minzheng/platform/http';

export const FUTURE_INSTANT = defineProblem({
  name: 'future-instant',
  status: 422,
  zh: '所询时点尚未到来',
  en: 'The instant is still to come',
  meaning: {
    zh: 'knownAt 是将来的时刻，届时将知道什么尚不可知。',
    en: 'What will be known at an instant to come cannot be told, and knownAt is one.',
  },
  remedy: {
    zh: '使用不晚于现在的时刻，或者不带此参数。',
    en: 'Use an instant that is not later than now, or leave it out.',
  },
});

/**
 * RFC 3339 in UTC with up to six decimals, in microseconds since 1970.
 *
 * @throws Problem `future-instant`
 */
export function pastInstantInMicros(instant: string): bigint {
  const [, second = '', fraction = ''] = /^(.{19})(?:\.(\d{1,6}))?Z$/.exec(instant) ?? [];
  const micros = BigInt(Date.parse(`${second}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0'));
  if (micros > BigInt(Date.now()) * 1_000n) throw new Problem(FUTURE_INSTANT);
  return micros;
}

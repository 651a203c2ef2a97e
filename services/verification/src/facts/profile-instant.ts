import type { CivilDate } from '@minzheng/kernel/months';
import { defineProblem, Problem } from '@minzheng/platform/http';

export const FUTURE_INSTANT = defineProblem({
  name: 'future-instant',
  status: 422,
  zh: '所询时点尚未到来',
  en: 'The instant is still to come',
  meaning: {
    zh: 'knownAt、validAt、asOf 或 signedAt 在将来，届时如何、届时将知道什么尚不可知。',
    en: 'What will be, and what will be known, at a time to come cannot be told: knownAt, validAt, asOf or signedAt is one.',
  },
  remedy: {
    zh: '使用不晚于现在的时刻和日期，或者不带此参数。',
    en: 'Use an instant or a day that is not later than now, or leave it out.',
  },
});

/** @throws Problem `future-instant` */
export function pastDay(day: CivilDate, today: CivilDate): CivilDate {
  if (day > today) throw new Problem(FUTURE_INSTANT);
  return day;
}

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

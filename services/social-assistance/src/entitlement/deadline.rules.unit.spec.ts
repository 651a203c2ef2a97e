import fc from 'fast-check';
import { addDays } from '@minzheng/kernel/months';
import { dueOn, workingDaysBetween } from '@minzheng/kernel/working-days';
import {
  decisionDueOn,
  dueOnWithout,
  firstMonthOf,
  noticeStandstills,
  objectionStandstill,
  type CaseLimits,
  type Standstill,
} from './deadline.rules.js';

const LIMITS: CaseLimits = { totalWorkingDays: 30, delegatedWorkingDays: 20, specialWorkingDays: 45 };

describe('R18: by when', () => {
  it.each([
    ['18.1', '2025-05-12', 3, '2025-05-15'],
    ['18.1', '2025-05-12', 20, '2025-06-10'],
    ['18.1', '2025-05-12', 30, '2025-06-24'],
    ['18.1', '2025-05-12', 45, '2025-07-15'],
    ['18.2 Sun 09-28 works', '2025-09-26', 3, '2025-09-30'],
    ['18.3 over the national holiday', '2025-09-26', 10, '2025-10-16'],
    ['18.4 Sun 01-26 works', '2025-01-24', 3, '2025-02-05'],
    ['18.5 Sun 04-27 works', '2025-04-25', 5, '2025-05-06'],
  ])('%s: %s and %i working days', (_id, start, days, expected) => {
    expect(dueOn(start, days)).toBe(expected);
  });

  it.each([
    ['county decides', false, [] as const, '2025-06-24'],
    ['delegated to the township', true, [] as const, '2025-06-10'],
    ['a special reason comes first', true, ['SPLIT_HUKOU'] as const, '2025-07-15'],
  ])('%s', (_name, isDelegated, specialReasons, expected) => {
    expect(decisionDueOn('2025-05-12', LIMITS, { isDelegated, specialReasons })).toBe(expected);
  });

  it.each([
    ['21.1', '2025-06-10', '2025-07'],
    ['21.1', '2025-06-30', '2025-07'],
    ['21.1', '2025-07-01', '2025-08'],
    ['the end of the year', '2025-12-15', '2026-01'],
  ])('%s: decided on %s, paid from %s', (_id, decidedOn, expected) => {
    expect(firstMonthOf(decidedOn)).toBe(expected);
  });
});

describe('R18: while the clock stands still', () => {
  const due = (standstills: readonly Standstill[]): string =>
    decisionDueOn('2025-05-12', LIMITS, { isDelegated: true, specialReasons: [], standstills });

  it.each<[string, Standstill[], string]>([
    ['nothing', [], '2025-06-10'],
    ['five working days', [{ from: '2025-05-19', to: '2025-05-26' }], '2025-06-17'],
    ['a weekend alone', [{ from: '2025-05-16', to: '2025-05-18' }], '2025-06-10'],
    ['the day that stops it still counts', [{ from: '2025-05-19', to: '2025-05-20' }], '2025-06-11'],
    [
      'days of two standstills are left out once',
      [
        { from: '2025-05-19', to: '2025-05-26' },
        { from: '2025-05-21', to: '2025-05-26' },
      ],
      '2025-06-17',
    ],
    ['after the limit has run out', [{ from: '2025-06-10', to: '2025-06-20' }], '2025-06-10'],
  ])('%s', (_name, standstills, expected) => {
    expect(due(standstills)).toBe(expected);
  });

  it('an objection stops it until the new report, for at most 20 working days', () => {
    expect(objectionStandstill('2025-05-19', '2025-05-26', 20)).toEqual({
      from: '2025-05-19',
      to: '2025-05-26',
    });
    const longest = { from: '2025-05-19', to: '2025-06-17' };
    expect(objectionStandstill('2025-05-19', undefined, 20)).toEqual(longest);
    expect(objectionStandstill('2025-05-19', '2025-08-01', 20)).toEqual(longest);
    expect(due([longest])).toBe('2025-07-08');
  });

  it('a notice stops it only where the region says so', () => {
    const notices = [{ postedOn: '2025-05-23', endsOn: '2025-05-30' }];
    expect(due(noticeStandstills(notices, false))).toBe('2025-06-10');
    expect(due(noticeStandstills(notices, true))).toBe('2025-06-17');
  });

  it('moves a limit by exactly the working days of one standstill within it', () => {
    const offset = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_500 }), offset, offset, (start, after, length) => {
        const from = addDays('2018-02-01', start);
        const standstill = { from: addDays(from, after), to: addDays(from, after + length) };
        const moved = dueOnWithout(from, 20, [standstill]);
        const lost = workingDaysBetween(standstill.from, standstill.to);
        expect(moved).toBe(dueOn(from, workingDaysBetween(from, standstill.from) < 20 ? 20 + lost : 20));
      }),
    );
  });
});

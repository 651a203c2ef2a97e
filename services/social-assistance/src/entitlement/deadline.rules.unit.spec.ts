import { dueOn } from '@minzheng/kernel/working-days';
import { decisionDueOn, firstMonthOf, noticeEndsOn, type CaseLimits } from './deadline.rules.js';

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
    ['18.6', '2025-05-23', '2025-05-30'],
    ['18.6 a holiday does not move it', '2025-09-30', '2025-10-07'],
  ])('%s: a notice posted on %s', (_id, postedOn, expected) => {
    expect(noticeEndsOn(postedOn, 7)).toBe(expected);
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

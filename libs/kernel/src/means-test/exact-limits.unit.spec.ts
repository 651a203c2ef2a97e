import type { MonthLine } from './month-lines.rules.js';
import type { IncomeFact } from './facts.js';
import { selectFacts, visibleFacts } from './index.js';
import { newWorkPayers } from './labour.rules.js';
import { hadWage } from './obligor.rules.js';
import { isMinor, Statuses } from './status.rules.js';
import { asset, income, key, policyOf, state } from './test/means-kit.js';

/** A wage of one month, as the rules of income take it. */
const inMonth = (month: string, amountFen = 100n): MonthLine<IncomeFact> => ({
  fact: income('a', 'wage', amountFen, [month, month]),
  month,
  amountFen,
  stale: false,
});
const bookOf = (lines: readonly MonthLine<IncomeFact>[], disregardMonths = 0) => ({
  income: new Map([[key('a'), lines]]),
  expenditure: new Map(),
  statuses: new Statuses([state('a', 'dibao', '2024-01-01')]),
  window: { from: '2024-07', to: '2025-06', months: [] },
  policy: policyOf({ 'assistance.income.disregardMonths': disregardMonths }),
});

describe('at the exact limit', () => {
  it.each([
    ['2025-07-14', true],
    ['2025-07-15', false],
  ])('born on 2007-07-15, on %s: a minor is %s', (on, minor) => {
    expect(isMinor('2007-07-15', on)).toBe(minor);
  });

  it.each([
    ['2025-07-14', false],
    ['2025-07-15', true],
  ])('a card whose last day is %s, on 2025-07-15: severely disabled is %s', (validTo, isValid) => {
    const card = state('a', 'disabled', '2020-01-01', { attributes: { grade: '1', validTo } });
    expect(new Statuses([card]).severeDisability(key('a'), '2025-07-15') !== undefined).toBe(isValid);
  });

  it.each([
    [29n, 1],
    [30n, 0],
  ])('a fact superseded at 30, known at %s: %s', (knownAtMicros, count) => {
    const fact = { ...asset('a', 'residence'), recordedAtMicros: 10n, supersededAtMicros: 30n };
    expect(visibleFacts([fact], knownAtMicros)).toHaveLength(count);
  });

  it.each([
    ['2025-07-15', 1],
    ['2025-07-16', 0],
  ])('a thing as of %s, valid at 2025-07-15: %s', (asOf, count) => {
    expect(selectFacts([asset('a', 'residence', { asOf })], { validAt: '2025-07-15' }).assets).toHaveLength(
      count,
    );
  });

  it.each([
    ['2024-06', false],
    ['2024-07', true],
    ['2025-06', true],
    ['2025-07', false],
  ])('a wage of %s, in the window from 2024-07 to 2025-06: %s', (month, isWage) => {
    expect(hadWage(bookOf([inMonth(month)]))(key('a'))).toBe(isWage);
  });

  it.each([
    ['2025-02', true],
    ['2025-07', true],
    ['2025-08', false],
  ])('work that was new in 2025-02, for six months, in %s: %s', (month, isNew) => {
    expect(newWorkPayers(key('a'), bookOf([inMonth('2025-02')], 6))('X', month)).toBe(isNew);
  });
});

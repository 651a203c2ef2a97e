import type { CategoryPeriod } from './category.rules.js';
import { reviewMonthsOf, standingOn } from './monitored-standing.rules.js';

const period = (from: string, to?: string): CategoryPeriod => ({
  category: 'dibao',
  from,
  ...(to === undefined ? {} : { to }),
  source: 'assistance',
});
const MONITORED = { state: 'MONITORED', emptySince: undefined } as const;
const LEFT = { state: 'LEFT', emptySince: '2024-01-01' } as const;

describe('who is in the registry', () => {
  it('enters with the first open category, and not before its day', () => {
    const periods = [period('2025-06-01')];
    expect(standingOn(periods, '2025-05-31', 12, undefined)).toMatchObject({
      command: undefined,
      dueOn: '2025-06-01',
    });
    expect(standingOn(periods, '2025-06-01', 12, undefined)).toMatchObject({
      command: 'enter',
      categories: ['dibao'],
      dueOn: undefined,
    });
  });

  it('stays for the months of grace, and leaves on the day on which they are over', () => {
    const periods = [period('2024-01-01', '2025-03-15')];
    expect(standingOn(periods, '2025-03-15', 12, MONITORED)).toMatchObject({
      command: undefined,
      emptySince: '2025-03-15',
      dueOn: '2026-03-15',
    });
    expect(standingOn(periods, '2026-03-14', 12, MONITORED).command).toBeUndefined();
    expect(standingOn(periods, '2026-03-15', 12, MONITORED)).toMatchObject({
      command: 'leave',
      dueOn: undefined,
    });
  });

  it('counts the grace from the day on which it was seen that the facts were taken back', () => {
    const seen = standingOn([], '2025-03-15', 12, MONITORED);
    expect(seen).toMatchObject({ emptySince: '2025-03-15', dueOn: '2026-03-15' });
    const later = standingOn([], '2025-09-01', 12, { state: 'MONITORED', emptySince: '2025-03-15' });
    expect(later).toMatchObject({ emptySince: '2025-03-15', dueOn: '2026-03-15' });
  });

  it('comes back who has left, and nobody leaves twice', () => {
    expect(standingOn([period('2025-06-01')], '2025-06-01', 12, LEFT).command).toBe('enterAgain');
    expect(standingOn([], '2025-06-01', 12, LEFT)).toMatchObject({ command: undefined, dueOn: undefined });
  });

  it('forgets periods that ended before the grace', () => {
    const periods = [period('2020-01-01', '2024-06-01'), period('2025-01-01')];
    expect(standingOn(periods, '2025-06-01', 12, MONITORED).periods).toEqual([period('2025-01-01')]);
    expect(standingOn(periods, '2025-05-31', 12, MONITORED).periods).toHaveLength(2);
  });
});

describe('how often a household is reviewed', () => {
  const MONTHS = { A: 12, B: 6, EDGE: 12 };
  const line = (kind: 'wage' | 'rent' | 'farming', month: string) =>
    ({ fact: { kind }, month, amountFen: 1n, stale: false }) as never;

  it.each([
    ['nothing', [], 12],
    ['rent', [line('rent', '2025-06')], 12],
    ['a wage in the last month of the window', [line('wage', '2025-06')], 6],
    ['farming in the first month of the window', [line('farming', '2024-07')], 6],
    ['a wage before the window', [line('wage', '2024-06')], 12],
    ['a wage of this month', [line('wage', '2025-07')], 12],
  ] as const)('with %s in a dibao household', (_what, income, months) => {
    expect(reviewMonthsOf(['dibao'], income, '2025-07-15', 12, MONTHS)).toBe(months);
  });

  it('is that of an edge family whatever it earns', () => {
    const edge = { ...MONTHS, EDGE: 24 };
    expect(reviewMonthsOf(['edge'], [line('wage', '2025-06')], '2025-07-15', 12, edge)).toBe(24);
    expect(reviewMonthsOf(['dibao', 'edge'], [line('wage', '2025-06')], '2025-07-15', 12, edge)).toBe(6);
  });
});

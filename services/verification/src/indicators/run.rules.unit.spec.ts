import { PolicyMissing } from '@minzheng/kernel/policy';
import { firstMonthOfRun } from './run.rules.js';

describe('the first month of a run', () => {
  it.each<[string, (day: string) => boolean, string]>([
    ['held never before', () => false, '2025-07'],
    ['held on the last day of June', (day) => day >= '2025-06-30', '2025-06'],
    ['held in June, not on its last day', (day) => day < '2025-06-30', '2025-07'],
    ['held since a day in March', (day) => day >= '2025-03-15', '2025-03'],
    ['held with a break in May', (day) => !day.startsWith('2025-05') && day >= '2025-01-01', '2025-06'],
    ['held over the new year', (day) => day >= '2024-11-30', '2024-11'],
  ])('%s', (_name, holds, first) => {
    expect(firstMonthOfRun('2025-07-15', holds)).toBe(first);
  });

  it('begins after a month for which there was no policy row yet', () => {
    const holds = (day: string): boolean => {
      if (day < '2025-05-01') throw new PolicyMissing('assistance.dibao.standardMonthlyFen', '510802', day);
      return true;
    };
    expect(firstMonthOfRun('2025-07-15', holds)).toBe('2025-05');
  });

  it('fails with any other error', () => {
    expect(() =>
      firstMonthOfRun('2025-07-15', () => {
        throw new RangeError('not a date');
      }),
    ).toThrow(RangeError);
  });
});

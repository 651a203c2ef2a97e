import { uncovered } from './uncovered.rules.js';

describe('the months that no award covers', () => {
  it.each([
    ['all, where there is none', [], [{ from: '2025-10' }]],
    ['those before one that runs', [{ from: '2025-12' }], [{ from: '2025-10', before: '2025-12' }]],
    ['none, where one runs from the first on', [{ from: '2025-09' }], []],
    [
      'those before and after one that has ended',
      [{ from: '2025-11', before: '2026-01' }],
      [{ from: '2025-10', before: '2025-11' }, { from: '2026-01' }],
    ],
    ['all, where one ended before', [{ from: '2025-01', before: '2025-10' }], [{ from: '2025-10' }]],
    [
      'those between several, in any order, also where they meet',
      [
        { from: '2026-03' },
        { from: '2025-12', before: '2026-01' },
        { from: '2025-09', before: '2025-11' },
        { from: '2025-10', before: '2025-12' },
      ],
      [{ from: '2026-01', before: '2026-03' }],
    ],
  ])('are %s', (_, covered, months) => {
    expect(uncovered('2025-10', covered)).toEqual(months);
  });
});

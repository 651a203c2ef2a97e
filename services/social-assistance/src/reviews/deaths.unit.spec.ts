import { lastDeath } from './deaths.js';

const [A, B] = ['a', 'b'] as const;
const died = (diedOn: string, isVerified = true) => ({ diedOn, isVerified });

describe('the death of everybody whom an award covers', () => {
  it('is the last of them', () => {
    expect(lastDeath([A], new Map([[A, died('2025-06-03')]]))).toBe('2025-06-03');
    const both = new Map([
      [A, died('2025-06-03')],
      [B, died('2025-05-30')],
    ]);
    expect(lastDeath([A, B], both)).toBe('2025-06-03');
  });

  it.each([
    ['while somebody lives', [A, B], [[A, died('2025-06-03')]]],
    ['where a death is only reported', [A], [[A, died('2025-06-03', false)]]],
    ['of nobody', [], [[A, died('2025-06-03')]]],
  ] as const)('is none %s', (_when, covered, deaths) => {
    expect(lastDeath(covered, new Map(deaths))).toBeUndefined();
  });
});

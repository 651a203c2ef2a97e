import { isRaisedAgain, isWithdrawn, type KnownHit } from './episode.rules.js';

const known = (changes: Partial<KnownHit> = {}): KnownHit => ({
  severity: 'ORANGE',
  amountFen: 100_000n,
  mutedUntilOn: '2025-08-30',
  ...changes,
});

describe('an episode that is on record', () => {
  it.each<[string, KnownHit, Parameters<typeof isRaisedAgain>[1], string, boolean]>([
    [
      'on the last day of its mute',
      known(),
      { severity: 'ORANGE', amountFen: 100_000n },
      '2025-08-30',
      false,
    ],
    ['the day after', known(), { severity: 'ORANGE', amountFen: 100_000n }, '2025-08-31', true],
    ['more severe', known(), { severity: 'RED', amountFen: 100_000n }, '2025-07-01', true],
    ['less severe', known(), { severity: 'YELLOW', amountFen: 100_000n }, '2025-07-01', false],
    ['more by 20 %', known(), { severity: 'ORANGE', amountFen: 120_000n }, '2025-07-01', false],
    ['more by a fen more', known(), { severity: 'ORANGE', amountFen: 120_001n }, '2025-07-01', true],
    ['less by 20 %', known(), { severity: 'ORANGE', amountFen: 80_000n }, '2025-07-01', false],
    ['less by a fen more', known(), { severity: 'ORANGE', amountFen: 79_999n }, '2025-07-01', true],
    ['without amounts', known({ amountFen: null }), { severity: 'ORANGE' }, '2025-07-01', false],
    [
      'closed otherwise, long ago',
      known({ mutedUntilOn: null }),
      { severity: 'RED', amountFen: 999_999n },
      '2030-01-01',
      false,
    ],
  ])('%s', (_name, before, found, today, expected) => {
    expect(isRaisedAgain(before, found, today)).toBe(expected);
  });
});

describe('the evidence of a hit', () => {
  const standing = new Set(['death', 'paid']);
  it.each([
    ['found, all of it standing', true, ['death', 'paid'], false],
    ['found, by newer facts', true, ['old death', 'paid'], false],
    ['not found, all of it standing', false, ['death', 'paid'], false],
    ['not found, a part of it taken back', false, ['old death', 'paid'], true],
  ])('%s', (_name, isFound, factIds, expected) => {
    expect(isWithdrawn({ isFound, factIds, standing })).toBe(expected);
  });
});

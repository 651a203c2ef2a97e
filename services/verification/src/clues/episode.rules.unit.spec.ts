import fc from 'fast-check';
import { isRaisedAgain, SEVERITIES, type KnownHit } from './episode.rules.js';

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

describe('whatever the hit is', () => {
  const severity = fc.constantFrom(...SEVERITIES);
  const amount = fc.option(fc.bigInt({ min: 0n, max: 1_000_000n }), { nil: null });
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2025-08-${String(number).padStart(2, '0')}`);
  const known = fc.record({ severity, amountFen: amount, mutedUntilOn: day });
  const again = ({ severity: of, amountFen }: KnownHit) => ({
    severity: of,
    ...(amountFen !== null && { amountFen }),
  });

  it('the same is raised again when its mute is over, and not before', () => {
    fc.assert(
      fc.property(known, day, (hit, today) => {
        expect(isRaisedAgain(hit, again(hit), today)).toBe(today > hit.mutedUntilOn);
      }),
    );
  });

  it('one that nobody has settled is never raised again, and a more severe one is never muted', () => {
    fc.assert(
      fc.property(known, severity, amount, day, (hit, found, amountFen, today) => {
        const now = { severity: found, ...(amountFen !== null && { amountFen }) };
        expect(isRaisedAgain({ ...hit, mutedUntilOn: null }, now, today)).toBe(false);
        const isWorse = SEVERITIES.indexOf(found) < SEVERITIES.indexOf(hit.severity);
        if (isWorse) expect(isRaisedAgain(hit, now, today)).toBe(true);
      }),
    );
  });

  it('only the share by which an amount changes matters: in fen as in yuan', () => {
    const fen = fc.bigInt({ min: 0n, max: 1_000_000n });
    fc.assert(
      fc.property(fen, fen, fc.bigInt({ min: 1n, max: 1_000n }), (before, now, scale) => {
        const decide = (times: bigint): boolean =>
          isRaisedAgain(
            { severity: 'RED', amountFen: before * times, mutedUntilOn: '2025-08-31' },
            { severity: 'RED', amountFen: now * times },
            '2025-08-01',
          );
        expect(decide(scale)).toBe(decide(1n));
      }),
    );
  });
});

import { income, key, means, member, printed, state, WINDOW, type Ask } from './test/means-kit.js';
import type { EconomicFact, Obligor } from './facts.js';

/** Parents a (and b, c), supported by a child outside with so many fen a month. */
function support(
  monthlyFen: bigint,
  supported: readonly string[],
  {
    facts = [],
    overrides = {},
    relation = 'CHILD',
  }: { facts?: EconomicFact[]; overrides?: Record<string, unknown>; relation?: Obligor['relation'] } = {},
): bigint | undefined {
  const ask: Ask = {
    members: [member('a', 'APPLICANT')],
    obligors: supported.map((letter) => ({ personKey: key('s'), obligorOfKey: key(letter), relation })),
    overrides,
  };
  const earned = monthlyFen > 0n ? [income('s', 'rent', monthlyFen * 12n, WINDOW)] : [];
  return printed(means([...earned, ...facts], ask).members[0]?.ownMonthly);
}

const court = (monthlyFen: bigint): EconomicFact =>
  income('a', 'supportReceived', monthlyFen * 12n, WINDOW, { payerKey: key('s') }, 'COURT');

describe('imputed support a month (5.6, 5.15, R2)', () => {
  it.each<[string, bigint | undefined, bigint]>([
    ['obligor 200,000, two parents: 20,500 each', support(200_000n, ['a', 'b']), 20_500n],
    ['obligor 118,000: nothing', support(118_000n, ['a']), 0n],
    ['obligor 118,001: exactly half a fen, prints 1', support(118_001n, ['a']), 1n],
    ['obligor 350,000, two supported', support(350_000n, ['a', 'b']), 58_000n],
    ['obligor 350,000, three supported', support(350_000n, ['a', 'b', 'c']), 38_667n],
    [
      'a court order of 50,000 counts, though the obligor has 90,000',
      support(90_000n, ['a'], { facts: [court(50_000n)] }),
      50_000n,
    ],
    [
      'free multiple 1 × std',
      support(350_000n, ['a'], { overrides: { 'assistance.income.supportFreeStd': 1 } }),
      145_500n,
    ],
    [
      'obligor on dibao: nothing',
      support(350_000n, ['a'], { facts: [state('s', 'dibao', '2024-01-01', {}, 'assistance')] }),
      0n,
    ],
    [
      '2.8 a sibling of an adult unemployed severely disabled person: nothing',
      support(350_000n, ['a'], {
        relation: 'SIBLING',
        facts: [state('a', 'disabled', '2020-01-01', { attributes: { category: '4', grade: '1' } }, 'DPF')],
      }),
      0n,
    ],
    [
      'where only courts decide, no formula',
      support(350_000n, ['a'], { overrides: { 'assistance.income.supportMode': 'COURT_ONLY' } }),
      0n,
    ],
    [
      'obligor in prison: nothing',
      support(350_000n, ['a'], { facts: [state('s', 'imprisoned', '2025-01-01', {}, 'JUS')] }),
      0n,
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('without the obligor’s consent only what was declared or surveyed of him counts', () => {
    const ask: Ask = {
      members: [member('a', 'APPLICANT')],
      obligors: [{ personKey: key('s'), obligorOfKey: key('a'), relation: 'CHILD' }],
      withoutConsent: new Set([key('s')]),
    };
    const hidden = income('s', 'rent', 350_000n * 12n, WINDOW);
    const said = income('s', 'rent', 200_000n * 12n, WINDOW, { quality: 'DECLARED' }, 'assistance');
    expect(printed(means([hidden], ask).members[0]?.ownMonthly)).toBe(0n);
    expect(printed(means([hidden, said], ask).members[0]?.ownMonthly)).toBe(41_000n);
  });
});

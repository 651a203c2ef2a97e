import { earned, family, key, member, paid, spent, status, watchOf } from '../indicators/test/watch-kit.js';
import { selectFacts, type EconomicFact } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { policyRows } from '../requests/test/households.js';
import { buildWatch, NO_KNOWLEDGE } from '../indicators/watch.js';
import { indicate, MONTHLY, WITH_FACTS } from './indication.js';

const prisoner = [
  status('a', 'imprisoned', '2025-05-01'),
  status('a', 'visited', '2025-05-01'),
  ...paid('a', 'DIBAO', '2025-06', '2025-06', { amountFen: 77_777n }),
];

describe('the indicators of a watch', () => {
  it('are asked by their timing', () => {
    const watch = watchOf(prisoner);
    const { hits, asked } = indicate(watch, WITH_FACTS);
    expect(hits.map(({ indicator }) => indicator)).toEqual(['A3']);
    expect(['A1', 'A5', 'G2'].every((code) => asked.has(code as 'A1'))).toBe(true);
    expect(asked.has('C1')).toBe(false);
    expect([...indicate(watch, MONTHLY).asked].sort()).toEqual(['C1', 'C2', 'C5']);
  });

  it('are not asked where the region has switched them off', () => {
    const { hits, asked } = indicate(
      watchOf(prisoner, { rows: { 'verification.ind.A3.enabled': false } }),
      WITH_FACTS,
    );
    expect(hits).toEqual([]);
    expect(asked.has('A3')).toBe(false);
    expect(asked.has('A1')).toBe(true);
  });

  it('are not asked where they take the silence of an agency for an answer that monitoring may not use', () => {
    const uninsured = [status('a', 'dibao', '2025-01-01')];
    const told = (...withheld: string[]) =>
      indicate(watchOf(uninsured, { knowledge: { withheld: new Set(withheld) } }), WITH_FACTS);
    const codes = ({ hits }: ReturnType<typeof told>) => hits.map(({ indicator }) => indicator);

    expect(codes(told())).toContain('F6');
    expect(codes(told('NHSA'))).not.toContain('F6');
    expect([told().asked.has('F6'), told('NHSA').asked.has('F6')]).toEqual([true, false]);
    expect(told('NHSA').missing).toBeUndefined();
  });

  it('wait one by one for a policy row, and name it', async () => {
    const facts = Map.groupBy(prisoner, ({ personKey }) => personKey);
    const without = async (key: string) => {
      const [{ today, region, household }] = [watchOf(prisoner)];
      const rows = (await policyRows()).filter((row) => row.key !== key);
      const book = new PolicyBook(rows);
      return indicate(
        buildWatch({
          today,
          region,
          household,
          book,
          facts,
          writtenBack: new Map(),
          knowledge: NO_KNOWLEDGE,
        }),
        WITH_FACTS,
      );
    };
    const noSeverity = await without('verification.ind.A3.severity');
    expect(noSeverity.hits).toEqual([]);
    expect([noSeverity.asked.has('A3'), noSeverity.asked.has('A1')]).toEqual([false, true]);
    expect(noSeverity.missing).toMatchObject({ key: 'verification.ind.A3.severity' });
    const notEnabled = await without('verification.ind.A1.enabled');
    expect(notEnabled.hits.map(({ indicator }) => indicator)).toEqual(['A3']);
    expect(notEnabled.missing).toMatchObject({ key: 'verification.ind.A1.enabled' });
    expect(indicate(watchOf(prisoner), WITH_FACTS).missing).toBeUndefined();
  });

  it('take what was selected of all facts for what counts, but not where monitoring may not read all of them', () => {
    const told = [earned('a', 'wage', 100_000n, '2025-05'), earned('a', 'wage', 120_000n, '2025-06')];
    const declared = { ...earned('a', 'rent', 900_000n, '2025-06'), quality: 'DECLARED' as const };
    const { today, region, household, book } = watchOf(told);
    const linesOf = (facts: readonly EconomicFact[]) => {
      const counting = selectFacts(facts, { validAt: today });
      const watch = buildWatch({
        ...{ today, region, household, book, writtenBack: new Map(), knowledge: NO_KNOWLEDGE },
        facts: new Map([[key('a'), facts]]),
        selected: new Map([[key('a'), counting]]),
      });
      return { counting: counting.income, income: watch.person(key('a'))?.income };
    };
    const all = linesOf(told);
    expect(all.income).toBe(all.counting);
    expect(linesOf([...told, declared]).income).toEqual(all.counting);
  });

  it('name the first day on which one of them may hit though no fact comes', () => {
    const facts = [
      status('a', 'abroad', '2025-07-01'),
      ...paid('a', 'DIBAO', '2025-06'),
      status('a', 'dibao', '2025-01-01'),
      status('b', 'released', '2025-07-05'),
    ];
    expect(indicate(watchOf(facts), WITH_FACTS).nextDueOn).toBe('2025-08-04');
    expect(indicate(watchOf([], { members: null }), WITH_FACTS).nextDueOn).toBeUndefined();
  });

  it('explain what they have found without a sum', () => {
    const facts = [
      ...prisoner,
      ...paid('a', 'TEKUN', '2025-06', '2025-06', { amountFen: 66_666n }),
      status('a', 'dibao', '2025-01-01'),
      status('b', 'deceased', '2025-01-10'),
      ...paid('b', 'OLD_AGE_ALLOWANCE', '2025-06', '2025-06', { amountFen: 55_555n }),
      earned('c', 'wage', 44_444n, '2025-06'),
      spent('c', 'medicalInpatientOop', '2025-06', 3_333_333n),
    ];
    const members = [...family(2), member('c', 'PARENT', { livesTogetherSince: '2000-01-01' })];
    const { hits } = indicate(watchOf(facts, { members }), WITH_FACTS);
    expect(new Set(hits.map(({ indicator }) => indicator)).size).toBeGreaterThan(3);
    for (const { explanation } of hits) {
      expect(`${explanation.zh} ${explanation.en}`).not.toMatch(
        /77777|777\.77|66666|666\.66|55555|555\.55|44444|444\.44|3333/,
      );
      expect(explanation.zh).toMatch(/\p{Script=Han}/u);
      expect(explanation.en).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

import fc from 'fast-check';
import { recordsSince, type Mark } from './marked-facts.rules.js';

const mark = (fact_seq: string | null, ...record_keys: string[]): Mark => ({
  person_key: 'p',
  fact_seq,
  record_keys: fact_seq === null ? null : record_keys,
});
const tooMany = (fact_seq: string): Mark => ({ person_key: 'p', fact_seq, record_keys: null });

describe('what was stored since a summary', () => {
  it.each<[string, string, string, Mark[], string[] | undefined]>([
    ['nothing, and no mark', '5', '5', [], []],
    ['nothing: the mark is older', '5', '5', [mark('5', 'a')], []],
    ['one fact', '5', '6', [mark('6', 'a')], ['a']],
    ['facts of two marks, in any order', '5', '8', [mark('8', 'b'), mark('7', 'a', 'c')], ['a', 'c', 'b']],
    ['two facts of one record', '5', '7', [mark('7', 'a', 'a')], ['a']],
    ['one that the summary knows, and one more', '5', '6', [mark('5', 'a'), mark('6', 'b')], ['b']],
    ['a mark of which it knows a part', '5', '7', [mark('7', 'a', 'b', 'c')], ['a', 'b', 'c']],
    ['one that a mark of something else stands beside', '5', '6', [mark(null), mark('6', 'a')], ['a']],
    ['not told: no mark', '5', '6', [], undefined],
    ['not told: only that there is something', '5', '6', [mark(null)], undefined],
    ['not told: too many', '5', '50', [tooMany('50')], undefined],
    ['not told: one is missing before', '5', '7', [mark('7', 'a')], undefined],
    ['not told: one is missing between', '5', '8', [mark('6', 'a'), mark('8', 'b')], undefined],
    ['not told: one is missing at the end', '5', '8', [mark('6', 'a'), mark('7', 'b')], undefined],
    ['not told: a mark of what is known already makes up for none', '5', '6', [mark('5', 'a')], undefined],
    ['not told: the summary is of a later state', '7', '6', [mark('6', 'a')], undefined],
  ])('%s', (_, packed, now, marks, expected) => {
    expect(recordsSince(packed, now, marks)).toEqual(expected);
  });

  /** A history of batches; of each whether its mark is at hand, and whether it says what it stands for. */
  const histories = fc.array(
    fc.record({
      records: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }),
      isAtHand: fc.boolean(),
      isTold: fc.boolean(),
    }),
    { maxLength: 6 },
  );

  it('is never told without a record that was stored since', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 12 }), fc.nat(), (history, packed, seed) => {
        let factSeq = 0;
        const stored: { readonly place: number; readonly record: string }[] = [];
        const marks: Mark[] = [];
        for (const { records, isAtHand, isTold } of history) {
          for (const record of records) stored.push({ place: ++factSeq, record });
          if (!isAtHand) continue;
          marks.push(isTold ? mark(String(factSeq), ...records) : tooMany(String(factSeq)));
        }
        const inSomeOrder = marks.toSorted(
          (a, b) => ((Number(a.fact_seq) * seed) % 7) - ((Number(b.fact_seq) * seed) % 7),
        );
        const told = recordsSince(String(packed), String(factSeq), inSomeOrder);
        const needed = new Set(stored.filter(({ place }) => place > packed).map(({ record }) => record));
        if (told !== undefined) expect([...needed].filter((record) => !told.includes(record))).toEqual([]);
        const isAllTold = history.every(({ isAtHand, isTold }) => isAtHand && isTold);
        if (isAllTold && packed <= factSeq) expect(told).toBeDefined();
      }),
    );
  });
});

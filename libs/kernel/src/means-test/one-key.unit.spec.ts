import fc from 'fast-check';
import { groupsOf, oneKeys } from './one-key.js';

const lists = (width: number) =>
  fc.array(
    fc.array(fc.string({ unit: fc.constantFrom('a', '1', ':', ''), maxLength: 3 }), {
      minLength: width,
      maxLength: width,
    }),
    { maxLength: 20 },
  );

describe('oneKeys', () => {
  it('is the same for equal lists only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }).chain((width) => lists(width)),
        (all) => {
          const keys = oneKeys(all);
          all.forEach((a, i) =>
            all.forEach((b, j) => expect(keys[i] === keys[j]).toBe(JSON.stringify(a) === JSON.stringify(b))),
          );
        },
      ),
    );
  });

  it('tells lists apart whose places are more than a number can hold', () => {
    const many = Array.from({ length: 600 }, (_, n) =>
      Array.from({ length: 6 }, (_none, m) => `${n % 599} ${m}`),
    );
    const keys = oneKeys(many);
    expect(new Set(keys).size).toBe(599);
    expect(keys[0]).toBe(keys[599]);
  });
});

describe('groupsOf', () => {
  it('groups as Map.groupBy does, in the same order', () => {
    fc.assert(
      fc.property(lists(2), (all) => {
        const expected = Map.groupBy(all, (list) => JSON.stringify(list)).values();
        expect([...groupsOf(all, (list) => list)]).toEqual([...expected]);
      }),
    );
  });
});

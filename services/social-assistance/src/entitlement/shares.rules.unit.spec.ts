import fc from 'fast-check';
import { sharesOf } from './shares.rules.js';

const KEYS = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-1111-8111-8111-111111111111`);
const [FIRST = '', SECOND = '', THIRD = ''] = KEYS;

describe('the shares of an award', () => {
  it('splits the base by personKey and gives each extra to its person (scenario 1)', () => {
    const shares = sharesOf(
      57_000n,
      [THIRD, FIRST, SECOND],
      [
        { personKey: SECOND, amountFen: 17_700n },
        { personKey: THIRD, amountFen: 11_800n },
      ],
    );
    expect(shares).toEqual([
      { personKey: FIRST, amountFen: 19_000n },
      { personKey: SECOND, amountFen: 36_700n },
      { personKey: THIRD, amountFen: 30_800n },
    ]);
  });

  it('puts the larger parts first', () => {
    expect(sharesOf(100n, KEYS, []).map(({ amountFen }) => amountFen)).toEqual([34n, 33n, 33n]);
  });

  it('refuses an extra of somebody whom the award does not cover', () => {
    expect(() => sharesOf(100n, [FIRST], [{ personKey: SECOND, amountFen: 1n }])).toThrow(RangeError);
    expect(() => sharesOf(100n, [], [])).toThrow(RangeError);
  });

  it('adds up to the fen, whatever the order of the members', () => {
    const key = fc.uuid();
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 1_000_000n }),
        fc.uniqueArray(key, { minLength: 1, maxLength: 10 }),
        fc.array(fc.bigInt({ min: 0n, max: 50_000n }), { maxLength: 10 }),
        (baseFen, keys, amounts) => {
          const extras = amounts.map((amountFen, index) => ({
            personKey: keys[index % keys.length] ?? '',
            amountFen,
          }));
          const shares = sharesOf(baseFen, keys, extras);
          const total = shares.reduce((sum, { amountFen }) => sum + amountFen, 0n);
          expect(total).toBe(baseFen + amounts.reduce((sum, amount) => sum + amount, 0n));
          expect(sharesOf(baseFen, keys.toReversed(), extras.toReversed())).toEqual(shares);
        },
      ),
    );
  });
});

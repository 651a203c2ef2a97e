import fc from 'fast-check';
import { formatYuan, MAX_FEN, parseFen, splitFen } from './index.js';

describe('parseFen', () => {
  it.each([
    ['0', 0n],
    ['59000', 59_000n],
    ['10000000000000', MAX_FEN],
  ])('reads %s', (text, fen) => {
    expect(parseFen(text)).toBe(fen);
  });

  it.each(['', ' ', '-1', '+1', '1.00', '1e3', '0x10', ' 1', '1\n', '一', '１', '10000000000001'])(
    'refuses %j',
    (text) => {
      expect(() => parseFen(text)).toThrow(RangeError);
    },
  );

  it('refuses what is no string, whatever the caller claims', () => {
    expect(() => parseFen(59_000 as unknown as string)).toThrow(RangeError);
  });

  it('does not repeat the wrong text in its message', () => {
    expect(() => parseFen('51080219850214901X')).toThrow(/^(?!.*5108)/);
  });
});

describe('splitFen', () => {
  it.each([
    [100n, 3, [34n, 33n, 33n]],
    [101n, 3, [34n, 34n, 33n]],
    [59_000n, 1, [59_000n]],
    [2n, 4, [1n, 1n, 0n, 0n]],
    [0n, 2, [0n, 0n]],
  ])('%s fen in %s parts', (total, parts, expected) => {
    expect(splitFen(total, parts)).toEqual(expected);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s parts', (parts) => {
    expect(() => splitFen(1n, parts)).toThrow(RangeError);
  });

  it('refuses a negative total', () => {
    expect(() => splitFen(-1n, 2)).toThrow(RangeError);
  });

  it('adds up to the total, differs by at most one fen, larger parts first', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_FEN), fc.integer({ min: 1, max: 400 }), (total, parts) => {
        const split = splitFen(total, parts);
        expect(split).toHaveLength(parts);
        expect(split.reduce((sum, part) => sum + part, 0n)).toBe(total);
        expect(split[0]! - split[parts - 1]!).toBeLessThanOrEqual(1n);
        expect(split.every((part, index) => index === 0 || split[index - 1]! >= part)).toBe(true);
      }),
    );
  });
});

describe('formatYuan', () => {
  it.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [59_000n, '590.00'],
    [99_999n, '999.99'],
    [123_450n, '1,234.50'],
    [100_000_000n, '1,000,000.00'],
    [MAX_FEN, '100,000,000,000.00'],
    [-123_450n, '-1,234.50'],
  ])('%s fen is %s', (fen, text) => {
    expect(formatYuan(fen)).toBe(text);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_FEN), (fen) => {
        expect(BigInt(formatYuan(fen).replace(/[,.]/g, ''))).toBe(fen);
      }),
    );
  });
});

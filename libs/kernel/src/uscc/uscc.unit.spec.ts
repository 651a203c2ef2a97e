import fc from 'fast-check';
import { isUscc, usccCheckCharacter } from './index.js';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const codes = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 2, maxLength: 2 }),
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.join('') + usccCheckCharacter(parts.join('')));

describe('isUscc', () => {
  it.each([
    '91350100M000100Y43',
    '914403001922038216',
    '91330100799655058B',
    '9144030071526726XG',
    '91100000100003962T',
  ])('%s is one', (text) => {
    expect(isUscc(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a wrong check character', '91350100M000100Y44'],
    ['17 characters', '91350100M000100Y4'],
    ['19 characters', '91350100M000100Y430'],
    ['small letters', '91350100m000100y43'],
    ['a blank', '91350100M000100Y4 '],
    ['a line end', '91350100M000100Y43\n'],
    ['a letter in the region', '91A50100M000100Y43'],
    ['an ID number', '51080219850214901X'],
  ])('refuses %s', (_, text) => {
    expect(isUscc(text)).toBe(false);
  });

  it.each([...'IOSVZ'])('does not know the letter %s', (letter) => {
    expect(isUscc(`91350100M00010${letter}Y43`)).toBe(false);
    expect(() => usccCheckCharacter(`91350100M00010${letter}Y4`)).toThrow(RangeError);
  });

  it('detects every single wrong character', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 17 }), fc.constantFrom(...ALPHABET), (code, at, other) => {
        expect(isUscc(code)).toBe(true);
        fc.pre(code[at] !== other);
        expect(isUscc(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('detects every exchange of neighbours', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 16 }), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        expect(isUscc(`${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

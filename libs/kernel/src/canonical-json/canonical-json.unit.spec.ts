import fc from 'fast-check';
import { canonicalJson, firstDifference, sha256Hex } from './canonical-json.js';

describe('canonicalJson', () => {
  it.each([
    ['members by name', { b: 1, a: { d: true, c: null } }, '{"a":{"c":null,"d":true},"b":1}'],
    [
      'order of UTF-16 units (RFC 8785, 3.2.3)',
      { '€': 1, '\r': 2, '1': 3, ö: 4 },
      '{"\\r":2,"1":3,"ö":4,"€":1}',
    ],
    [
      'numbers as ECMAScript writes them',
      [333333333.33333329, 1e30, 4.5, 2e-3],
      '[333333333.3333333,1e+30,4.5,0.002]',
    ],
    ['a bigint is a string of digits', { fen: 59000n, list: [1n] }, '{"fen":"59000","list":["1"]}'],
    ['undefined is left out', { a: undefined, b: '核对' }, '{"b":"核对"}'],
  ])('%s', (_name, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['nothing', undefined],
    ['not a number', { a: Number.NaN }],
    ['a lone surrogate', '\ud800'],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });

  it('is the same for equal values in any order of members, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('sha256Hex', () => {
  it('hashes a text as UTF-8', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(new TextEncoder().encode('核对'))).toBe(sha256Hex('核对'));
  });
});

describe('firstDifference', () => {
  it.each([
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, undefined],
    [{ a: 1, b: [1, { c: 2 }] }, { a: 1, b: [1, { c: 3 }] }, 'b.1.c'],
    [{ a: 1 }, { a: 1, b: null }, 'b'],
    [{ a: [] }, { a: {} }, 'a'],
    [1, 2, ''],
  ])('%j and %j', (left, right, path) => {
    expect(firstDifference(left, right)).toBe(path);
  });
});

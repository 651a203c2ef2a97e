import fc from 'fast-check';
import { pairwiseKeyOf, personKeyOf } from './index.js';

const SECRET = 'test-platform-secret';
const VECTOR = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

const idNumbers = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 17, maxLength: 17 }),
    fc.constantFrom(...'0123456789X'),
  )
  .map((parts) => parts.join(''));

describe('personKeyOf', () => {
  it.each([
    '51080219850214901X',
    '51080219850214901x',
    ' 510802 19850214 901X ',
    '510802\u300019850214901x\n',
  ])('of %j is the vector', (idNumber) => {
    expect(personKeyOf(idNumber, SECRET)).toBe(VECTOR);
  });

  it('ignores blanks and case', () => {
    fc.assert(
      fc.property(idNumbers, fc.array(fc.nat({ max: 18 }), { maxLength: 5 }), (idNumber, places) => {
        const spaced = places.reduce((text, at) => `${text.slice(0, at)} ${text.slice(at)}`, idNumber);
        expect(personKeyOf(spaced.toLowerCase(), SECRET)).toBe(personKeyOf(idNumber, SECRET));
      }),
    );
  });

  it('is a UUIDv8 in canonical lower-case text', () => {
    fc.assert(
      fc.property(idNumbers, (idNumber) => {
        expect(personKeyOf(idNumber, SECRET)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it('differs between persons and between secrets', () => {
    fc.assert(
      fc.property(idNumbers, idNumbers, (first, second) => {
        fc.pre(first !== second);
        expect(personKeyOf(first, SECRET)).not.toBe(personKeyOf(second, SECRET));
        expect(personKeyOf(first, SECRET)).not.toBe(personKeyOf(first, `${SECRET}-2`));
      }),
    );
  });

  it.each(['', '510802850214901', '5108021985021490', 'X51080219850214901'])('refuses %j', (idNumber) => {
    expect(() => personKeyOf(idNumber, SECRET)).toThrow(RangeError);
  });

  it('refuses an empty secret', () => {
    expect(() => personKeyOf('51080219850214901X', '')).toThrow(RangeError);
  });
});

describe('pairwiseKeyOf', () => {
  it('is a UUIDv8 of its own for each person and party', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.string({ minLength: 1 }), (first, second, secret) => {
        fc.pre(first !== second);
        const key = pairwiseKeyOf(first, secret);
        expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(pairwiseKeyOf(first, secret)).toBe(key);
        expect(pairwiseKeyOf(second, secret)).not.toBe(key);
        expect(pairwiseKeyOf(first, `${secret} of another`)).not.toBe(key);
        expect(key).not.toBe(first);
      }),
    );
  });

  it('refuses an empty secret', () => {
    expect(() => pairwiseKeyOf(VECTOR, '')).toThrow(RangeError);
  });
});

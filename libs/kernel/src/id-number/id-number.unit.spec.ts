import fc from 'fast-check';
import { addDays } from '../months/index.js';
import { checkDigit, maskIdNumber, normalizeIdNumber, parseIdNumber } from './index.js';

const TODAY = '2025-07-15';
const REFUSED = { ok: false, problem: 'id-number-invalid' };

const withCheck = (first17: string): string => first17 + checkDigit(first17);

const idNumbers = fc
  .tuple(
    fc.integer({ min: 110_101, max: 659_999 }),
    fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(TODAY, -days)),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, birthDate, order]) =>
    withCheck(`${region}${birthDate.replaceAll('-', '')}${order.toString().padStart(3, '0')}`),
  );

describe('checkDigit', () => {
  it.each([
    ['11010519491231002', 'X'],
    ['44052418800101001', '4'],
    ['51080219850214901', 'X'],
  ])('of %s is %s', (first17, expected) => {
    expect(checkDigit(first17)).toBe(expected);
  });

  it.each(['', '1101051949123100', '110105194912310020', '1101051949123100X'])('refuses %j', (text) => {
    expect(() => checkDigit(text)).toThrow(RangeError);
  });
});

describe('parseIdNumber', () => {
  it.each([
    ['51080219850214901X', '1985-02-14', 'MALE', '510802'],
    ['11010519491231002X', '1949-12-31', 'FEMALE', '110105'],
    ['440524188001010014', '1880-01-01', 'MALE', '440524'],
  ])('reads %s', (idNumber, birthDate, sex, regionCode) => {
    expect(parseIdNumber(idNumber, TODAY)).toEqual({ ok: true, idNumber, birthDate, sex, regionCode });
  });

  it.each([' 51080219850214901X ', '510802 19850214 901x', '510802\u300019850214\u00a0901X\n'])(
    'puts %j right',
    (text) => {
      expect(parseIdNumber(text, TODAY)).toMatchObject({ ok: true, idNumber: '51080219850214901X' });
    },
  );

  it.each([
    ['nothing', ''],
    ['the 15 digits of the first generation', '510802850214901'],
    ['17 digits', '51080219850214901'],
    ['19 characters', '51080219850214901X0'],
    ['a wrong check character', '510802198502149010'],
    ['X in another place', '5108021985021490XX'],
    ['full-width digits', '５1080219850214901X'],
    ['region 00', withCheck('00080219850214901')],
    ['region 01', withCheck('01080219850214901')],
    ['month 13', withCheck('51080219851314901')],
    ['month 00', withCheck('51080219850014901')],
    ['30 February', withCheck('51080219850230901')],
    ['29 February of a common year', withCheck('51080219850229901')],
    ['day 00', withCheck('51080219850200901')],
    ['year 0000', withCheck('51080200000101901')],
    ['a birth tomorrow', withCheck('51080220250716901')],
  ])('refuses %s', (_, text) => {
    expect(parseIdNumber(text, TODAY)).toEqual(REFUSED);
  });

  it('accepts who was born today, and on a leap day', () => {
    expect(parseIdNumber(withCheck('51080220250715901'), TODAY)).toMatchObject({ birthDate: TODAY });
    expect(parseIdNumber(withCheck('51080220240229902'), TODAY)).toMatchObject({ birthDate: '2024-02-29' });
  });

  it('reads every well-formed number', () => {
    fc.assert(
      fc.property(idNumbers, (idNumber) => {
        expect(parseIdNumber(idNumber, TODAY)).toMatchObject({ ok: true, idNumber });
      }),
    );
  });

  it('detects every single wrong character', () => {
    fc.assert(
      fc.property(
        idNumbers,
        fc.nat({ max: 17 }),
        fc.constantFrom(...'0123456789X'),
        (idNumber, at, other) => {
          fc.pre(idNumber[at] !== other);
          expect(parseIdNumber(idNumber.slice(0, at) + other + idNumber.slice(at + 1), TODAY)).toEqual(
            REFUSED,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('detects every exchange of neighbours', () => {
    fc.assert(
      fc.property(idNumbers, fc.nat({ max: 16 }), (idNumber, at) => {
        fc.pre(idNumber[at] !== idNumber[at + 1]);
        const pair = `${idNumber[at + 1]}${idNumber[at]}`;
        const exchanged = idNumber.slice(0, at) + pair + idNumber.slice(at + 2);
        expect(parseIdNumber(exchanged, TODAY)).toEqual(REFUSED);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('maskIdNumber', () => {
  it.each([
    ['510802198502141234', '510***********1234'],
    ['51080219850214901x', '510***********901X'],
    ['510802850214901', '******************'],
    ['', '******************'],
  ])('shows %j as %s', (idNumber, masked) => {
    expect(maskIdNumber(idNumber)).toBe(masked);
  });
});

describe('normalizeIdNumber', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normalizeIdNumber(normalizeIdNumber(text))).toBe(normalizeIdNumber(text));
      }),
    );
  });
});

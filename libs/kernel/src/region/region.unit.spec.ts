import fc from 'fast-check';
import { contains, countyOf, isRegionCode, levelOf, townshipOf } from './index.js';

const village = fc
  .tuple(
    fc.integer({ min: 11, max: 65 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(([province, prefecture, county, township, last]) =>
    [
      province,
      String(prefecture).padStart(2, '0'),
      String(county).padStart(2, '0'),
      String(township).padStart(3, '0'),
      String(last).padStart(3, '0'),
    ].join(''),
  );
const LENGTHS = [2, 4, 6, 9, 12];
const regions = fc.tuple(village, fc.constantFrom(...LENGTHS)).map(([code, length]) => code.slice(0, length));

describe('levels', () => {
  it.each([
    ['51', 'PROVINCE'],
    ['5108', 'PREFECTURE'],
    ['510802', 'COUNTY'],
    ['429004', 'COUNTY'],
    ['510802101', 'TOWNSHIP'],
    ['510802101203', 'VILLAGE'],
  ])('%s is a %s', (code, level) => {
    expect(isRegionCode(code)).toBe(true);
    expect(levelOf(code)).toBe(level);
  });

  it.each([
    '',
    '5',
    '510',
    '51080',
    '5108021',
    '51080210120',
    '5108021012031',
    '00',
    '01',
    '5x',
    ' 51',
    '51\n',
  ])('%j is no region', (text) => {
    expect(isRegionCode(text)).toBe(false);
    expect(() => levelOf(text)).toThrow(RangeError);
  });

  it.each(['5100', '510000', '510800', '510802000', '510802101000'])('%s is filled up with zeros', (text) => {
    expect(isRegionCode(text)).toBe(false);
  });
});

describe('contains', () => {
  it.each([
    ['51', '510802101203', true],
    ['5108', '510802', true],
    ['510802', '510802', true],
    ['510802', '5108', false],
    ['510802', '510803101', false],
    ['5', '510802', false],
    ['', '510802', false],
    ['510', '510802', false],
    ['51', '5108021', false],
  ])('%j contains %j: %s', (prefix, code, expected) => {
    expect(contains(prefix, code)).toBe(expected);
  });

  it('holds for every level above, and never both ways', () => {
    fc.assert(
      fc.property(village, fc.constantFrom(...LENGTHS), regions, (code, length, other) => {
        expect(contains(code.slice(0, length), code)).toBe(true);
        expect(contains(code, other) && contains(other, code)).toBe(code === other);
      }),
    );
  });
});

describe('county and township', () => {
  it.each([
    ['510802', '510802'],
    ['510802101', '510802'],
    ['510802101203', '510802'],
  ])('the county of %s is %s', (code, county) => {
    expect(countyOf(code)).toBe(county);
  });

  it.each([
    ['510802101', '510802101'],
    ['510802101203', '510802101'],
  ])('the township of %s is %s', (code, township) => {
    expect(townshipOf(code)).toBe(township);
  });

  it('larger regions have none', () => {
    expect(() => countyOf('5108')).toThrow(RangeError);
    expect(() => townshipOf('510802')).toThrow(RangeError);
    expect(() => countyOf('5108021')).toThrow(RangeError);
  });
});

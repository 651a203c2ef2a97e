import { RegionDirectory, type RegionRow } from '@minzheng/kernel/region';
import { provinceOf, readRegionData, SHIPPED_REGIONS } from './region-data.js';

const BEFORE = '2019-11-01';
const TODAY = '2025-05-12';
/** Of the code's last three digits: from here on what only statistics count as a township. */
const STATISTICAL = '400';

/** The regions that come with the platform: Sichuan, and Guangyuan in it as its report counts it. */
describe('the data file', () => {
  let rows: readonly RegionRow[];
  let directory: RegionDirectory;

  beforeAll(async () => {
    ({ rows } = await readRegionData(SHIPPED_REGIONS));
    directory = new RegionDirectory(rows);
  });

  const townshipsOfGuangyuan = (date: string): RegionRow[] =>
    directory.descendants('5108', date).filter(({ code }) => code.length === 9);
  const byLaw = (townships: RegionRow[]): RegionRow[] =>
    townships.filter(({ code }) => code.slice(6) < STATISTICAL);

  it('has the merger of Guangyuan’s townships: 248 codes became 146', () => {
    expect(townshipsOfGuangyuan(BEFORE)).toHaveLength(248);
    expect(townshipsOfGuangyuan(TODAY)).toHaveLength(146);
  });

  it('has 239 and 142 of them as the report counts', () => {
    // It leaves out what has a code without being a township by law: reserves, forest farms, former offices.
    expect(byLaw(townshipsOfGuangyuan(BEFORE))).toHaveLength(239);
    expect(byLaw(townshipsOfGuangyuan(TODAY))).toHaveLength(142);
  });

  it.each([
    ['510802104', '510802103', '赤化镇 → 宝轮镇'],
    ['510802106', '510802002', '工农镇 → 嘉陵街道'],
    ['510812200', '510812100', '陈家乡 → 朝天镇'],
    ['510802101208', '510802011201', '大石镇绿化村 → 万缘街道'],
    ['510802101216', '510802004', '大石镇红岩村 → 雪峰街道'],
  ])('follows the reply of the province for %s: %s (%s)', (code, successor) => {
    expect(directory.at(code, '2019-12-23')).toBe(code);
    expect(directory.at(code, '2019-12-24')).toBe(successor);
  });

  it('gives every code that was given up a successor that stands, in the same prefecture within the province', () => {
    const lost = rows.filter(({ code, to }) => {
      if (to === undefined) return false;
      const standing = directory.at(code, TODAY);
      const isElsewhere = code.startsWith('51') && !standing.startsWith(code.slice(0, 4));
      return !directory.isInForce(standing, TODAY) || standing === code || isElsewhere;
    });
    expect(lost).toEqual([]);
  });

  it('names regions of five levels, old ones too, and of other provinces counties', () => {
    expect(directory.nameOf('510802001001')).toBe('四川省广元市利州区东坝街道翠屏社区居民委员会');
    expect(directory.nameOf('510802104')).toBe('四川省广元市利州区赤化镇');
    expect(directory.nameOf('440305')).toBe('广东省深圳市南山区');
    expect(directory.at('513425', TODAY)).toBe('513402');
  });

  it('answers for a list with few codes', () => {
    for (const { code } of townshipsOfGuangyuan(TODAY)) {
      const answers = directory.prefixesWithin(code, TODAY);
      const codes = answers.flatMap(({ include, exclude }) => [...include, ...exclude]);
      expect([code, codes.length < 100]).toEqual([code, true]);
      expect(codes).toContain(code);
    }
  });
});

describe('the own province', () => {
  const rows = (...codes: string[]) => codes.map((code) => ({ code }));

  it('is the one that has townships', async () => {
    expect(provinceOf(rows('43', '51', '5108', '510802', '430102', '430102001', '430102001001'))).toBe('43');
    expect(provinceOf((await readRegionData(SHIPPED_REGIONS)).rows)).toBe('51');
    expect(() => provinceOf(rows('43', '4301', '430102'))).toThrow(RangeError);
  });
});

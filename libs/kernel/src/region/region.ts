/**
 * A region (行政区划): GB/T 2260 code extended to five levels. A code is a prefix of all that it contains, so
 * it is never filled up with zeros: the province is `51`, not `510000`.
 */
export type Region = string;

/** 省, 市, 县, 乡镇 (街道), 村 (社区). */
export type RegionLevel = 'PROVINCE' | 'PREFECTURE' | 'COUNTY' | 'TOWNSHIP' | 'VILLAGE';

const CODE = /^[1-9]\d(?:(?!00)\d{2}(?:(?!00)\d{2}(?:(?!000)\d{3}(?:(?!000)\d{3})?)?)?)?$/;

const LEVELS: ReadonlyMap<number, RegionLevel> = new Map([
  [2, 'PROVINCE'],
  [4, 'PREFECTURE'],
  [6, 'COUNTY'],
  [9, 'TOWNSHIP'],
  [12, 'VILLAGE'],
]);

const COUNTY_LENGTH = 6;
const TOWNSHIP_LENGTH = 9;

/** True for 2, 4, 6, 9 or 12 digits without a part that is only zeros. */
export function isRegionCode(text: string): text is Region {
  return CODE.test(text);
}

/** @throws RangeError when the code is not valid */
export function levelOf(code: Region): RegionLevel {
  const level = isRegionCode(code) ? LEVELS.get(code.length) : undefined;
  if (level === undefined) {
    throw new RangeError('a region has 2, 4, 6, 9 or 12 digits');
  }
  return level;
}

/** True when `code` is the region `prefix` or lies in it; false when either is no region code. */
export function contains(prefix: Region, code: Region): boolean {
  return isRegionCode(prefix) && isRegionCode(code) && code.startsWith(prefix);
}

/**
 * The county of a county, township or village.
 *
 * @throws RangeError when the code is not valid or names a larger region
 */
export function countyOf(code: Region): Region {
  return ancestor(code, COUNTY_LENGTH);
}

/**
 * The township of a township or village.
 *
 * @throws RangeError when the code is not valid or names a larger region
 */
export function townshipOf(code: Region): Region {
  return ancestor(code, TOWNSHIP_LENGTH);
}

function ancestor(code: Region, length: number): Region {
  const level = levelOf(code);
  if (code.length < length) {
    throw new RangeError(`a region of level ${level} lies in none of ${length} digits`);
  }
  return code.slice(0, length);
}

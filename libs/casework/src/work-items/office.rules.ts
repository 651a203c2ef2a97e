import { levelOf, type Region } from '@minzheng/kernel/region';
import type { OfficeLevel } from './work-table.js';

const LENGTHS: Readonly<Record<OfficeLevel, number>> = {
  PROVINCE: 2,
  PREFECTURE: 4,
  COUNTY: 6,
  TOWNSHIP: 9,
  VILLAGE: 12,
};
const ABOVE = new Map<number, number>([
  [12, 9],
  [9, 6],
  [6, 4],
  [4, 2],
]);

/**
 * The office of a level that is responsible for a region; a region that is larger than the level keeps it itself.
 *
 * @throws RangeError when the region is not valid
 */
export function officeOf(region: Region, level: OfficeLevel): Region {
  levelOf(region);
  return region.slice(0, LENGTHS[level]);
}

/** The office above (上级): township, county, city, province; above the province there is none. */
export function officeAbove(office: Region): Region {
  return office.slice(0, ABOVE.get(office.length) ?? office.length);
}

import { numberedRegionFilter, type Regions } from '@minzheng/platform/regions';
import type { PayrollPlace } from './payment-source.js';

/** What the SQL of a source is asked about, by the codes of today. */
export function placeOf(key: Omit<PayrollPlace, 'within'>, regions: Regions): PayrollPlace {
  const prefixes = regions.prefixesWithin(key.countyCode);
  return { ...key, within: (column, first) => numberedRegionFilter(column, prefixes, first) };
}

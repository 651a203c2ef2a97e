import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Region, RegionRow } from '@minzheng/kernel/region';

/** The data file that comes with the platform: five levels of Sichuan, three of the other provinces. */
export const SHIPPED_REGIONS = new URL('../../regions/regions-51.csv.gz', import.meta.url);

export interface RegionData {
  /** SHA-256 of the file. */
  readonly version: string;
  readonly rows: readonly RegionRow[];
}

const HEADER = 'code,name,level,from,to,successor';

/**
 * Reads a file that `npm run regions` made.
 *
 * @throws RangeError when it is another file
 */
export async function readRegionData(file: URL | string): Promise<RegionData> {
  const packed = await readFile(file);
  const lines = gunzipSync(packed).toString('utf8').split('\n');
  if (lines[0] !== HEADER) throw new RangeError('the file of regions has other columns');
  const rows: RegionRow[] = [];
  for (const line of lines) {
    const [code = '', name = '', , from, to, successor] = line.split(',');
    if (code === '' || line === HEADER) continue;
    rows.push({
      code,
      name,
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(successor ? { successor } : {}),
    });
  }
  return { version: createHash('sha256').update(packed).digest('hex'), rows };
}

const PROVINCE_DIGITS = 2;
const TOWNSHIP_DIGITS = 9;

/** The province whose townships the rows have; of the others they have none. @throws RangeError where there are none at all */
export function provinceOf(rows: readonly Pick<RegionRow, 'code'>[]): Region {
  const township = rows.find(({ code }) => code.length === TOWNSHIP_DIGITS);
  if (township === undefined) throw new RangeError('the regions have no townships of any province');
  return township.code.slice(0, PROVINCE_DIGITS);
}

/** Where the households live: villages (村) and neighbourhoods (社区) of Sichuan as every service loads them, by population. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../setup/paths.mjs';
import { RESIDENTS } from './spreads.mjs';

const FILE = join(ROOT, 'libs/platform/regions/regions-51.csv.gz');
const VILLAGE = '5';
const NEIGHBOURHOOD = /(社区|居委会|居民委员会)/;

/**
 * @typedef {object} Village
 * @property {string} code 12 digits
 * @property {'URBAN' | 'RURAL'} hukouType
 */

/**
 * What stands today, by prefecture.
 * @param {string} today
 */
function villagesOn(today) {
  /** @type {Map<string, Village[]>} */
  const byPrefecture = new Map();
  for (const line of gunzipSync(readFileSync(FILE)).toString('utf8').split('\n')) {
    const [code = '', name = '', level, from = '', to = ''] = line.split(',');
    if (level !== VILLAGE || !code.startsWith('51')) continue;
    if ((from !== '' && from > today) || (to !== '' && to <= today)) continue;
    const prefecture = code.slice(0, 4);
    const village = { code, hukouType: NEIGHBOURHOOD.test(name) ? 'URBAN' : 'RURAL' };
    const villages = byPrefecture.get(prefecture) ?? [];
    villages.push(/** @type {Village} */ (village));
    byPrefecture.set(prefecture, villages);
  }
  return byPrefecture;
}

/**
 * Draws villages: of a prefecture as often as it has residents, within it each village as often as another.
 * @param {string} today
 * @returns {(draw: import('./random.mjs').Draw) => Village}
 */
export function villages(today) {
  const byPrefecture = villagesOn(today);
  const weights = Object.entries(RESIDENTS).map(
    ([prefecture, residents]) =>
      /** @type {const} */ ([byPrefecture.get(prefecture) ?? [], Math.round(residents / 1_000)]),
  );
  return (draw) => draw.pick(draw.weighted(weights));
}

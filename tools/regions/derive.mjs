/**
 * What became of each region between two releases of the same data set: a code that only the older one has was given up,
 * and its successor is found by names.
 */

/** @typedef {ReadonlyMap<string, string>} Names the name of each code, of all five levels */
/**
 * @typedef {object} RegionRow
 * @property {string} code
 * @property {string} name
 * @property {string} [from] first day; without it, since before the data begin
 * @property {string} [to] first day on which it no longer stands
 * @property {string} [successor] what stands for it from then on
 */
/** @typedef {Map<string, string>} Successors of the codes that were given up */

const LENGTHS = [2, 4, 6, 9, 12];
const COUNTY = 6;
const TOWNSHIP = 9;
const VILLAGE = 12;
/** A county of the same name in the same prefecture is the same one, whatever its townships are called. */
const SAME_NAME_VOTES = 100;
const SAME_PREFECTURE_VOTES = 3;

/**
 * @param {object} releases
 * @param {Names} releases.older
 * @param {Names} releases.newer
 * @param {string} releases.province whose townships and villages are wanted; of the others only the counties
 * @param {(code: string) => string} releases.dateOf the day of the reform
 * @param {ReadonlyMap<string, string>} releases.known successors that a public document names
 * @returns {RegionRow[]} in the order of their codes
 */
export function deriveRegions({ older, newer, province, dateOf, known }) {
  const successors = countySuccessors(older, newer);
  townshipSuccessors(older, newer, province, successors);
  villageSuccessors(older, newer, province, successors);
  for (const [code, successor] of known) {
    if (newer.has(code) || !newer.has(successor))
      throw new RangeError(`the successor of ${code} is no longer one`);
    successors.set(code, successor);
  }
  /** @type {RegionRow[]} */
  const rows = [];
  const isWanted = (/** @type {string} */ code) => code.length <= COUNTY || code.startsWith(province);
  for (const [code, name] of newer) {
    if (isWanted(code)) rows.push({ code, name, ...(older.has(code) ? {} : { from: dateOf(code) }) });
  }
  for (const [code, name] of older) {
    if (!isWanted(code) || newer.has(code)) continue;
    rows.push({ code, name, to: dateOf(code), successor: successors.get(code) ?? code.slice(0, 2) });
  }
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/**
 * A county's successor is the one of its name in the prefecture, else the one in which most of its townships are found
 * again: outside the prefecture at least half of them. A prefecture goes with most of its counties.
 * @param {Names} older
 * @param {Names} newer
 * @returns {Successors}
 */
function countySuccessors(older, newer) {
  /** @type {Successors} */
  const successors = new Map();
  const countiesByProvince = group(codesOf(newer, COUNTY), (code) => code.slice(0, 2));
  const placesOfTownship = group(
    codesOf(newer, TOWNSHIP),
    (code) => code.slice(0, 2) + stemOf(newer.get(code)),
  );
  for (const county of codesOf(older, COUNTY)) {
    if (newer.has(county)) continue;
    /** @type {Map<string, number>} */
    const votes = new Map();
    for (const candidate of countiesByProvince.get(county.slice(0, 2)) ?? []) {
      if (candidate.slice(0, 4) !== county.slice(0, 4)) continue;
      if (stemOf(newer.get(candidate)) === stemOf(older.get(county))) vote(votes, candidate, SAME_NAME_VOTES);
    }
    const townships = descendants(older, county, TOWNSHIP);
    for (const township of townships) {
      for (const place of placesOfTownship.get(township.slice(0, 2) + stemOf(older.get(township))) ?? []) {
        const isNear = place.slice(0, 4) === county.slice(0, 4);
        vote(votes, place.slice(0, COUNTY), isNear ? SAME_PREFECTURE_VOTES : 1);
      }
    }
    for (const [candidate, number] of votes) {
      const isFar = candidate.slice(0, 4) !== county.slice(0, 4);
      if (isFar && number * 2 < townships.length) votes.delete(candidate);
    }
    successors.set(county, winner(votes) ?? parentStanding(county, newer));
  }
  for (const prefecture of codesOf(older, 4)) {
    if (newer.has(prefecture)) continue;
    /** @type {Map<string, number>} */
    const votes = new Map();
    for (const county of descendants(older, prefecture, COUNTY)) {
      vote(votes, (successors.get(county) ?? county).slice(0, 4));
    }
    successors.set(prefecture, winner(votes) ?? prefecture.slice(0, 2));
  }
  return successors;
}

/**
 * A township's successor is the one of the county in which most of its villages are found again by name, else the one of
 * its own name, else the county.
 * @param {Names} older
 * @param {Names} newer
 * @param {string} province
 * @param {Successors} successors
 */
function townshipSuccessors(older, newer, province, successors) {
  const arrivals = arrivalsByName(older, newer, province);
  for (const township of codesOf(older, TOWNSHIP)) {
    if (!township.startsWith(province) || newer.has(township)) continue;
    const area = standing(township.slice(0, COUNTY), newer, successors);
    /** @type {Map<string, number>} */
    const votes = new Map();
    for (const village of descendants(older, township, VILLAGE)) {
      for (const arrival of arrivals.get(area.slice(0, COUNTY) + nameKey(older.get(village))) ?? []) {
        vote(votes, arrival.slice(0, TOWNSHIP));
      }
    }
    const namesake = descendants(newer, area, TOWNSHIP).find(
      (code) => stemOf(newer.get(code)) === stemOf(older.get(township)),
    );
    successors.set(township, winner(votes) ?? namesake ?? area);
  }
}

/**
 * A village's successor is the one of its name in its township's successor, else the only one of its name that is new in
 * the county, else the township.
 * @param {Names} older
 * @param {Names} newer
 * @param {string} province
 * @param {Successors} successors
 */
function villageSuccessors(older, newer, province, successors) {
  const arrivals = arrivalsByName(older, newer, province);
  for (const village of codesOf(older, VILLAGE)) {
    if (!village.startsWith(province) || newer.has(village)) continue;
    const township = standing(village.slice(0, TOWNSHIP), newer, successors);
    const named = arrivals.get(township.slice(0, COUNTY) + nameKey(older.get(village))) ?? [];
    const there = named.find((code) => code.startsWith(township));
    successors.set(village, there ?? (named.length === 1 ? named[0] : undefined) ?? township);
  }
}

/**
 * Villages that only the newer release has, by county and name.
 * @param {Names} older
 * @param {Names} newer
 * @param {string} province
 */
function arrivalsByName(older, newer, province) {
  const fresh = codesOf(newer, VILLAGE).filter((code) => code.startsWith(province) && !older.has(code));
  return group(fresh, (code) => code.slice(0, COUNTY) + nameKey(newer.get(code)));
}

/**
 * The name without what tells the kind of region: 大石镇 and 大石街道办事处 are both 大石.
 * @param {string | undefined} name
 */
function stemOf(name = '') {
  const stem = name.replace(
    /(?:街道办事处|街道|地区办事处|办事处|民族乡|回族乡|彝族乡|藏族乡|羌族乡|苗族乡|镇|乡|自治县|区|县|市)$/u,
    '',
  );
  return stem.length > 1 ? stem : name;
}

/**
 * A village's name without the committee; 快乐村 and 快乐社区 are two.
 * @param {string | undefined} name
 */
function nameKey(name = '') {
  const isCommunity = /社区|居委会|居民委员会/u.test(name);
  const stem = name
    .replace(/(?:村民委员会|居民委员会|村委会|居委会|委员会)$/u, '')
    .replace(/(?:社区|村)$/u, '');
  return (isCommunity ? '~' : '') + stem;
}

/**
 * @param {Names} names
 * @param {number} length
 */
function codesOf(names, length) {
  return [...names.keys()].filter((code) => code.length === length);
}

/** @type {WeakMap<Names, Map<string, string[]>>} */
const indexes = new WeakMap();

/**
 * @param {Names} names
 * @param {string} prefix
 * @param {number} length
 * @returns {readonly string[]}
 */
function descendants(names, prefix, length) {
  let index = indexes.get(names);
  if (!index) {
    index = new Map();
    for (const code of names.keys()) {
      for (const above of LENGTHS.filter((candidate) => candidate < code.length)) {
        const key = `${code.length}:${code.slice(0, above)}`;
        const known = index.get(key);
        if (known) known.push(code);
        else index.set(key, [code]);
      }
    }
    indexes.set(names, index);
  }
  return index.get(`${length}:${prefix}`) ?? [];
}

/**
 * @param {string} code
 * @param {Names} newer
 * @param {Successors} successors
 */
function standing(code, newer, successors) {
  return newer.has(code) ? code : (successors.get(code) ?? code.slice(0, 2));
}

/**
 * @param {string} code
 * @param {Names} newer
 */
function parentStanding(code, newer) {
  const prefecture = code.slice(0, 4);
  return newer.has(prefecture) ? prefecture : code.slice(0, 2);
}

/**
 * @param {readonly string[]} codes
 * @param {(code: string) => string} keyOf
 */
function group(codes, keyOf) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const code of codes) {
    const key = keyOf(code);
    const known = groups.get(key);
    if (known) known.push(code);
    else groups.set(key, [code]);
  }
  return groups;
}

/**
 * @param {Map<string, number>} votes
 * @param {string} candidate
 * @param {number} [weight]
 */
function vote(votes, candidate, weight = 1) {
  votes.set(candidate, (votes.get(candidate) ?? 0) + weight);
}

/** @param {Map<string, number>} votes ties go to the smaller code, so that the same releases give the same file */
function winner(votes) {
  return [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}

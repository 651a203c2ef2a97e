/** How the province is spread. Where each figure comes from, and which are assumed, is in README.md beside this file. */

/** Residents of the prefectures of Sichuan, seventh national census (第七次全国人口普查), by their code. */
export const RESIDENTS = /** @type {const} */ ({
  5101: 20_937_757,
  5103: 2_489_256,
  5104: 1_212_203,
  5105: 4_254_149,
  5106: 3_456_161,
  5107: 4_868_243,
  5108: 2_305_657,
  5109: 2_814_196,
  5110: 3_140_678,
  5111: 3_160_168,
  5113: 5_607_565,
  5114: 2_955_219,
  5115: 4_588_804,
  5116: 3_254_883,
  5117: 5_385_422,
  5118: 1_434_603,
  5119: 2_712_894,
  5120: 2_308_631,
  5132: 822_587,
  5133: 1_107_431,
  5134: 4_858_359,
});

/** The local dibao standard (低保标准) of the whole simulated province, fen a head and month. */
export const STANDARD_FEN = /** @type {const} */ ({ URBAN: 59_000, RURAL: 39_000 });

/** @typedef {'dibao' | 'tekun' | 'edge' | 'rigid' | 'relapse' | 'orphan' | 'deFacto' | 'disabled' | 'gradualExit' | 'temporaryAid' | 'veteran' | 'other'} HouseholdType */

/** Households by what they are monitored for, of 10,000. @type {readonly (readonly [HouseholdType, number])[]} */
export const TYPES = [
  ['dibao', 5_200],
  ['tekun', 1_400],
  ['edge', 1_150],
  ['rigid', 200],
  ['relapse', 700],
  ['orphan', 60],
  ['deFacto', 90],
  ['disabled', 650],
  ['gradualExit', 150],
  ['temporaryAid', 200],
  ['veteran', 80],
  ['other', 120],
];

/** Members of a household, of 10,000: 2.1 on the average. */
export const SIZES = /** @type {const} */ ([
  [1, 3_900],
  [2, 3_000],
  [3, 1_700],
  [4, 900],
  [5, 350],
  [6, 150],
]);

/**
 * Countable income a head in basis points of the standard: quintile limits.
 * @type {Readonly<Record<HouseholdType, readonly number[]>>}
 */
export const INCOME_RATIO_BP = {
  dibao: [800, 2_500, 4_500, 6_200, 7_700, 9_000],
  tekun: [0, 0, 0, 0, 0, 0],
  edge: [10_300, 11_000, 12_000, 13_000, 13_900, 14_700],
  rigid: [15_500, 17_000, 19_000, 21_500, 24_000, 28_000],
  relapse: [15_300, 17_000, 19_500, 22_500, 26_000, 32_000],
  orphan: [15_300, 17_000, 19_500, 22_500, 26_000, 30_000],
  deFacto: [15_300, 17_000, 19_500, 22_500, 26_000, 30_000],
  disabled: [15_300, 17_000, 19_500, 22_500, 26_000, 32_000],
  gradualExit: [10_100, 10_600, 11_200, 12_000, 13_000, 14_500],
  temporaryAid: [15_300, 17_000, 19_500, 22_500, 26_000, 30_000],
  veteran: [15_300, 17_000, 19_500, 22_500, 26_000, 30_000],
  other: [15_300, 17_000, 19_500, 22_500, 26_000, 30_000],
};

/** Area of a home in dm²: quintile limits. */
export const HOME_AREA_DM2 = /** @type {const} */ ([3_200, 5_200, 7_000, 8_800, 10_800, 14_500]);

/** Deposits of a household in fen: quintile limits. */
export const DEPOSIT_FEN = /** @type {const} */ ([2_000, 40_000, 110_000, 260_000, 520_000, 880_000]);

/** What the dibao of a head tops up to, and other benefits, fen a month. */
export const BENEFIT_FEN = /** @type {const} */ ({
  leastDibao: 5_000,
  tekunBp: 13_000,
  disabilityLiving: 10_000,
  disabilityCare: 8_000,
  oldAge: 5_000,
  orphan: 140_000,
  deFacto: 140_000,
  veteranHardship: 30_000,
  temporaryAid: 80_000,
  unemployment: 120_000,
});

/** Of 10,000 persons by kind of household: disability certificates, grades 1 and 2 first. */
export const DISABLED_BP = 900;
export const SEVERE_OF_DISABLED_BP = 4_500;

/** How messy the data are, of 10,000 persons. */
export const MESS_BP = /** @type {const} */ ({
  duplicate: 600,
  correction: 900,
  late: 500,
  retraction: 250,
  contradiction: 1_500,
});

/**
 * Awards of the minimum living guarantee of a province, written by COPY: each with a household, its case, a segment since
 * July 2025 and what it was assessed on. What an award pays is computed here by a way of its own, in whole numbers: the
 * service's result is compared with it.
 */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';

export const PROVINCE = '51';
/** In force before, and published. In fen a head and month. */
export const STANDARD_BEFORE = 59_000n;
export const STANDARD_AFTER = 64_900n;
export const FROM = '2025-12';
const BEGAN = '2025-07';

const AWARDS_A_VILLAGE = 50;
const ROWS_A_COPY = 20_000;
/** Every so many awards one of this kind; the others are of whole households. */
const SINGLE = 7;
const GRADUAL = 61;
const HELD = 97;
const RURAL = 53;
const FLOOR_FEN = 1_000n;
const BP = 10_000n;
const ADULT = { birthDate: '1982-03-02', extraBp: 0n, kind: '' };
const EXTRAS = [
  ADULT,
  { birthDate: '2015-05-11', extraBp: 2_000n, kind: 'MINOR' },
  { birthDate: '1950-01-30', extraBp: 2_000n, kind: 'AGE_70' },
  { birthDate: '1984-08-21', extraBp: 3_000n, kind: 'SEVERE_DISABILITY' },
  { birthDate: '1979-11-04', extraBp: 3_000n, kind: 'SERIOUS_ILLNESS' },
];

/** @param {number} high @param {number} low @returns {string} */
const uuid = (high, low) =>
  `${high.toString(16).padStart(8, '0')}-0000-7000-8000-${low.toString(16).padStart(12, '0')}`;
const awardId = (/** @type {number} */ number) => uuid(1, number);
const personKeyOf = (/** @type {number} */ number, /** @type {number} */ place) =>
  `${number.toString(16).padStart(8, '0')}-0000-8000-8000-${place.toString(16).padStart(12, '0')}`;

/** Villages lie in townships of ten, townships in counties of twenty; awards of one village do not lie together. */
function regionOf(/** @type {number} */ number, /** @type {number} */ awards) {
  const villages = Math.max(1, Math.ceil(awards / AWARDS_A_VILLAGE));
  const village = number % villages;
  const two = (/** @type {number} */ value) => String(value + 1).padStart(2, '0');
  const three = (/** @type {number} */ value) => String(value + 1).padStart(3, '0');
  const township = Math.floor(village / 10);
  const county = Math.floor(township / 20);
  return `${PROVINCE}${two(Math.floor(county / 20))}${two(county % 20)}${three(township % 20)}${three(village % 10)}`;
}

/**
 * @param {number} number
 * @param {number} awards
 */
export function awardOf(number, awards) {
  const isSingle = number % SINGLE === 0;
  const count = isSingle ? 1 : (number % 4) + 1;
  const members = Array.from({ length: count }, (_, place) => ({
    personKey: personKeyOf(number, place),
    ...(EXTRAS[(number + place) % EXTRAS.length] ?? ADULT),
  }));
  const state = number % GRADUAL === 0 ? 'GRADUAL_EXIT' : number % HELD === 0 ? 'HELD' : 'ACTIVE';
  return {
    ...{ number, id: awardId(number), region: regionOf(number, awards), isSingle, members, state },
    hukouType: number % RURAL === 0 ? 'RURAL' : 'URBAN',
    // some have nothing left but the smallest benefit
    annualFen: BigInt((number * 7_919) % 708_000) * BigInt(count),
  };
}

/** R6 and R7 by cross-multiplication. @param {ReturnType<typeof awardOf>} award @param {bigint} standard */
export function paysUnder({ members, annualFen }, standard) {
  const heads = BigInt(members.length);
  const twelfths = standard * 12n * heads - annualFen;
  const rounded = (twelfths * 2n + 12n) / 24n;
  const base = twelfths <= 0n ? 0n : twelfths < FLOOR_FEN * 12n ? FLOOR_FEN : rounded;
  const shares = members.map((_, place) => base / heads + (BigInt(place) < base % heads ? 1n : 0n));
  const extras = members.map(({ extraBp }) => (standard * extraBp * 2n + BP) / (BP * 2n));
  return { base, shares, extras, extra: extras.reduce((sum, fen) => sum + fen, 0n) };
}

/** @param {ReturnType<typeof awardOf>} award */
function assessedOf({ isSingle, members, annualFen }) {
  const perHead = { numerator: annualFen.toString(), denominator: String(12 * members.length) };
  return {
    subtype: isSingle ? 'SINGLE_PERSON' : 'HOUSEHOLD',
    memberCount: members.length,
    perCapita: reduced(perHead),
    members: members.map(({ personKey, birthDate, kind }) => ({
      ...{ personKey, birthDate, isSeriouslyIll: kind === 'SERIOUS_ILLNESS' },
      ...(kind === 'SEVERE_DISABILITY' ? { disability: { kind: 4, grade: 2, validTo: '2035-12-31' } } : {}),
      ownMonthly: reduced(perHead),
    })),
  };
}

/** @param {{ numerator: string, denominator: string }} fraction */
function reduced({ numerator, denominator }) {
  let [a, b] = [BigInt(numerator), BigInt(denominator)];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: (BigInt(numerator) / a).toString(), denominator: (BigInt(denominator) / a).toString() };
}

const array = (/** @type {readonly unknown[]} */ values) => `{${values.join(',')}}`;

/** Tables in the order in which they refer to each other, with the columns that are written. */
const TABLES = {
  household: 'id, region, version, created_by, household_no, hukou_type, address_enc, state',
  aid_case:
    'id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items',
  award: `id, region, version, created_by, case_id, household_id, programme, subtype, hukou_type, person_keys,
          effective_month, base_fen, extras_fen, shares, assessed, approved_on, review_category, next_review_due, held_from,
          held_before, state`,
  award_segment: `id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen,
                  standard_fen, cause, created_by`,
};

/** @param {ReturnType<typeof awardOf>} award @returns {Record<keyof typeof TABLES, readonly unknown[]>} */
function rowsOf(award) {
  const { number, id, region, hukouType, members, state, isSingle } = award;
  const { base, shares, extras, extra } = paysUnder(award, STANDARD_BEFORE);
  const [household, aidCase] = [uuid(2, number), uuid(3, number)];
  const keys = array(members.map(({ personKey }) => personKey));
  const common = [region, 1, 'bench'];
  return {
    household: [household, ...common, `H${number}`, hukouType, '', 'OPEN'],
    aid_case: [aidCase, ...common, `C${number}`, household, 'DIBAO', 'COUNTER', 'APPROVED', '[]'],
    award: [
      ...[
        id,
        ...common,
        aidCase,
        household,
        'DIBAO',
        isSingle ? 'SINGLE_PERSON' : 'HOUSEHOLD',
        hukouType,
        keys,
      ],
      ...[BEGAN, base, extra],
      JSON.stringify(
        members.map(({ personKey }, place) => ({
          personKey,
          amountFen: String((shares[place] ?? 0n) + (extras[place] ?? 0n)),
        })),
      ),
      JSON.stringify(assessedOf(award)),
      ...['2025-06-10', 'A', '2026-06-30'],
      ...(state === 'HELD' ? ['2025-11', 'ACTIVE'] : [null, null]),
      state,
    ],
    award_segment: [
      ...[uuid(4, number), id, `[${BEGAN}-01,)`, keys, array(shares), array(extras)],
      ...[array(members.map(({ kind }) => `"${kind}"`)), base, extra, STANDARD_BEFORE],
      ...[state === 'GRADUAL_EXIT' ? 'GRADUAL_EXIT' : 'DECISION', 'bench'],
    ],
  };
}

const field = (/** @type {unknown} */ value) =>
  value === null ? '\\N' : String(value).replaceAll('\\', '\\\\').replaceAll('\t', '\\t');

/**
 * @param {import('pg').Client} client
 * @param {number} awards
 */
export async function populate(client, awards) {
  for (let first = 1; first <= awards; first += ROWS_A_COPY) {
    const rows = Array.from({ length: Math.min(ROWS_A_COPY, awards - first + 1) }, (_, index) =>
      rowsOf(awardOf(first + index, awards)),
    );
    for (const [table, columns] of /** @type {[keyof typeof TABLES, string][]} */ (Object.entries(TABLES))) {
      const text = rows.map((row) => `${row[table].map(field).join('\t')}\n`).join('');
      await pipeline(Readable.from([text]), client.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
    }
  }
  await client.query('vacuum analyze household, aid_case, award, award_segment');
  await client.query('checkpoint');
}

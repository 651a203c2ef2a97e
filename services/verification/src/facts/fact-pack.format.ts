import type { EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';

/**
 * A pack is bytes: how many facts there are; names that many packs have in common; other texts; instants; forms, which are
 * what facts of one kind and source share; the ids; and a row a fact. Numbers are written seven bits a byte, the lowest
 * first; what stands in front is named by its place.
 */
export const TYPES: readonly EconomicFact['type'][] = ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'];
export const BASES: readonly IncomeFact['basis'][] = ['NET', 'GROSS'];

/** A UUID: 16 bytes. */
export const ID_BYTES = 16;
export const ID_CHARACTERS = 36;
/** After which bytes of a UUID a hyphen stands, as bits. */
export const HYPHENS = (1 << 3) | (1 << 5) | (1 << 7) | (1 << 9);

/** A whole number of 64 bits as decimal digits, two a byte. */
export const KEY_BYTES = 10;
export const KEY_CHARACTERS = 20;
export const MINUS = 10;
export const NO_DIGIT = 15;

/**
 * How a text is written, in the lowest bits of a number: as it is, the number its length; as a month or a day, the number
 * counted from {@link FIRST_YEAR} on; or as hexadecimal digits, the number their bytes.
 */
export const AS = { TEXT: 0, MONTH: 1, DAY: 2, HEX: 3 } as const;
export const WAYS = 4;
export const FIRST_YEAR = 1900;
export const MONTHS_A_YEAR = 12;
/** Days are counted as if every month had so many. */
export const DAYS_A_MONTH = 31;
export const MONTH_CHARACTERS = 7;
export const DAY_CHARACTERS = 10;

/** In front of a number that takes eight bytes. */
export const WIDE = 0;

/** Parts of an asset that may be unknown. */
export const HAS = { VALUE: 1, COUNT: 2, SHARE: 4 } as const;
/** How an income was told. */
export const IS = { GROSS: 1, HOUSEHOLD_SHARE: 2 } as const;

import { parseIdNumber } from '../id-number/index.js';
import type { CivilDate } from '../months/index.js';
import { isUscc } from '../uscc/index.js';

/** Standing by itself, and not as a part of a longer code. */
const alone = (digits: string): string => `(?<![0-9A-Za-z])(?:${digits})(?![0-9A-Za-z])`;
/** Whatever letters stand beside it, except those of a hash, which has any digits somewhere. */
const besideLetters = (digits: string): string => `(?<![0-9A-Fa-f])(?:${digits})(?![0-9A-Fa-f])`;

const ACCOUNT = '\\d{16,19}';
/** As it stands on a card. */
const GROUPED_ACCOUNT = '\\d{4}(?:[ -]\\d{4}){3}(?:[ -]\\d{1,3})?';
const MOBILE = '1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}';

/** Eighteen characters with whatever stands beside or between them: its date and check character tell it from other codes. */
const ID_NUMBERS = /(?<!\d)(?=([1-9](?:[ -]?\d){16}[ -]?[\dXx])(?!\d))/g;
/** So many hexadecimal digits in a row are a digest (摘要), or a UUID: of millions some have by chance what looks like a number. */
const DIGESTS =
  /(?<![\da-f])(?=[\d-]*[a-f])(?:[\da-f]{32,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-f])/gi;
/** A case number (案件编号) looks like it, of years in which cases may have been opened. */
const CASE_NUMBER = /^\d{6}-20\d{6}-\d{4}$/;
const ACCOUNTS = new RegExp(alone(`${ACCOUNT}|${GROUPED_ACCOUNT}`), 'g');
/** Chinese characters stand for a name; of a number the form is enough, whatever its check character says. */
const PERSONAL = new RegExp(
  `\\p{Script=Han}|${alone(`${ACCOUNT}|${GROUPED_ACCOUNT}`)}|${besideLetters(`\\d{17}[Xx]|${MOBILE}`)}`,
  'u',
);

/** Whoever is meant has been born: the day matters for the form only. */
const LAST_DAY: CivilDate = '2199-12-31';

/**
 * Whether a text that people write has a resident ID number (GB 11643) in it, also next to letters or in groups: unencrypted
 * it is kept only without. PIPL art. 51.
 */
export function mentionsIdNumber(text: string): boolean {
  return [...text.matchAll(ID_NUMBERS)].some(
    ([, found = '']) => !CASE_NUMBER.test(found) && parseIdNumber(found.replace(/[ -]/g, ''), LAST_DAY).ok,
  );
}

/**
 * Whether a text that people write has a bank card's number in it (ISO/IEC 7812): 16 to 19 digits with its check digit, which one
 * of ten other codes of that length has too; a credit code is told by its own.
 */
const mentionsCard = (text: string): boolean =>
  [...text.matchAll(ACCOUNTS)].some(([found]) => hasCheckDigit(found.replace(/[ -]/g, '')) && !isUscc(found));

/** By the formula of Luhn. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) : 2 * Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Whether a text that people write tells an ID number or a bank card's: it is kept only without. PIPL arts. 28, 51. */
export const mentionsPersonalNumber = (text: string): boolean => mentionsIdNumber(text) || mentionsCard(text);

/**
 * Whether a code that machines send tells who is meant: a name, or what may be an ID number, an account of 16 to 19 digits
 * or a mobile number. A credit code may be all digits: its own check character tells it from an account.
 */
export function mentionsPerson(code: string): boolean {
  return (PERSONAL.test(code) || hasIdNumber(code)) && !isUscc(code);
}

const hasIdNumber = (code: string): boolean =>
  mentionsIdNumber(code) && mentionsIdNumber(code.replace(DIGESTS, '.'));

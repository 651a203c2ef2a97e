import { type CivilDate, isCivilDate } from '../months/index.js';

/** Sex as the 17th digit of the number tells it: odd male (男), even female (女). */
export type Sex = 'MALE' | 'FEMALE';

/** What a resident ID number (公民身份号码, GB 11643) says, or that it is not one. */
export type ParsedIdNumber =
  | {
      readonly ok: true;
      /** 18 characters, without blanks, `X` in upper case. */
      readonly idNumber: string;
      readonly birthDate: CivilDate;
      readonly sex: Sex;
      /**
       * County where the number was first given (GB/T 2260): not where the person lives or is registered
       * now.
       */
      readonly regionCode: string;
    }
  | { readonly ok: false; readonly problem: 'id-number-invalid' };

const FORM = /^[1-9]\d{16}[\dX]$/;
const REFUSED: ParsedIdNumber = { ok: false, problem: 'id-number-invalid' };
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const LENGTH = 18;

/** The number without blanks, `x` as `X`: the form in which numbers are compared and keyed. */
export function normalizeIdNumber(text: string): string {
  return text.replace(/\s/g, '').replace(/x/g, 'X');
}

/**
 * Reads a resident ID number of 18 characters (GB 11643). Refused: another length, also the 15 digits of
 * the first generation; a region that starts with 0; a birth date that is not in the calendar or after
 * `today`; a wrong check character (ISO 7064 MOD 11-2).
 *
 * @param text - as typed: blanks and a small `x` are put right
 * @param today - civil date in Asia/Shanghai
 */
export function parseIdNumber(text: string, today: CivilDate): ParsedIdNumber {
  const idNumber = normalizeIdNumber(text);
  if (!FORM.test(idNumber)) {
    return REFUSED;
  }
  const birthDate = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!isCivilDate(birthDate) || birthDate > today || checkDigit(idNumber.slice(0, 17)) !== idNumber[17]) {
    return REFUSED;
  }
  const sex = Number(idNumber[16]) % 2 === 1 ? 'MALE' : 'FEMALE';
  return { ok: true, idNumber, birthDate, sex, regionCode: idNumber.slice(0, 6) };
}

/**
 * The check character of the first 17 digits, `0` to `9` or `X` (ISO 7064 MOD 11-2).
 *
 * @throws RangeError when the text is not 17 digits
 */
export function checkDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) {
    throw new RangeError('the check character is computed from 17 digits');
  }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * The number as it is shown to whoever may not see it whole: the first three and the last four characters.
 * What is not 18 characters long shows nothing at all.
 *
 * @example maskIdNumber('51080219850214901X') // '510***********901X'
 */
export function maskIdNumber(idNumber: string): string {
  const shown = normalizeIdNumber(idNumber);
  return shown.length === LENGTH
    ? `${shown.slice(0, 3)}${'*'.repeat(11)}${shown.slice(-4)}`
    : '*'.repeat(LENGTH);
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const FIRST_17 = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/;

/**
 * True for a unified social credit code (统一社会信用代码, GB 32100): 18 characters in capitals, of which the third
 * to eighth are the digits of the registering region, and the last checks the others (MOD 31-3).
 */
export function isUscc(text: string): boolean {
  const first17 = text.slice(0, 17);
  return text.length === 18 && FIRST_17.test(first17) && usccCheckCharacter(first17) === text[17];
}

/**
 * The last character of the code whose first 17 characters are given.
 *
 * @throws RangeError when the text is not the first 17 characters of such a code
 */
export function usccCheckCharacter(first17: string): string {
  if (!FIRST_17.test(first17)) {
    throw new RangeError('the check character is computed from the first 17 characters of a credit code');
  }
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + weight * ALPHABET.indexOf(first17.charAt(index)),
    0,
  );
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

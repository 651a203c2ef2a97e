/** Money (金额) in whole fen (分): 1 yuan (元) is 100 fen. Never a floating-point number. */
export type Fen = bigint;

/** Largest sum that any interface of the platform accepts, in fen (100 billion yuan). */
export const MAX_FEN: Fen = 10n ** 13n;

const DIGITS = /^\d+$/;

/**
 * Reads a sum as it stands on the wire: a string of digits, in fen.
 *
 * @throws RangeError when the text is not a string of digits or the sum is above {@link MAX_FEN}
 */
export function parseFen(text: string): Fen {
  if (typeof text !== 'string' || !DIGITS.test(text)) {
    throw new RangeError('a sum is a string of digits, in fen');
  }
  const fen = BigInt(text);
  if (fen > MAX_FEN) {
    throw new RangeError(`a sum is at most ${MAX_FEN} fen`);
  }
  return fen;
}

/**
 * Divides a sum into whole-fen parts that add up to it exactly, differ by at most one fen, and stand larger
 * first.
 *
 * @param total - not negative, in fen
 * @param parts - how many, at least 1
 * @throws RangeError when `total` is negative or `parts` is not a positive whole number
 * @example splitFen(100n, 3) // [34n, 33n, 33n]
 */
export function splitFen(total: Fen, parts: number): Fen[] {
  if (total < 0n) {
    throw new RangeError('a negative sum is not split');
  }
  if (!Number.isSafeInteger(parts) || parts < 1) {
    throw new RangeError('a sum is split into one part or more');
  }
  const share = total / BigInt(parts);
  const larger = Number(total % BigInt(parts));
  return Array.from({ length: parts }, (_, index) => (index < larger ? share + 1n : share));
}

/**
 * Prints a sum in yuan with two decimals and thousands separators, without a currency sign.
 *
 * @example formatYuan(123450n) // '1,234.50'
 */
export function formatYuan(fen: Fen): string {
  const amount = fen < 0n ? -fen : fen;
  const yuan = (amount / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = (amount % 100n).toString().padStart(2, '0');
  return `${fen < 0n ? '-' : ''}${yuan}.${cents}`;
}

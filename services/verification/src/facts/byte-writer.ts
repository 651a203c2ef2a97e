import {
  AS,
  DAY_CHARACTERS,
  DAYS_A_MONTH,
  FIRST_YEAR,
  HYPHENS,
  ID_BYTES,
  ID_CHARACTERS,
  KEY_CHARACTERS,
  MINUS,
  MONTH_CHARACTERS,
  MONTHS_A_YEAR,
  NO_DIGIT,
  WAYS,
  WIDE,
} from './fact-pack.format.js';

/** Shorter texts of digits are written as they are. */
const SHORTEST_HEX = 8;
const HYPHEN = '-'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Value of a lower-case hexadecimal digit by its character code; 16 for every other character. */
const NIBBLES = new Uint8Array(128).fill(NO_DIGIT + 1);
for (const digit of '0123456789abcdef') NIBBLES[digit.charCodeAt(0)] = parseInt(digit, 16);

/** Bytes of a pack, one after the other. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(4_096);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** What was written since it was cleared: it changes with what is written next. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param value - a safe integer, not below 0 */
  number(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Any number of 64 bits; those that are no safe integer, or below 0, take nine bytes. @throws RangeError */
  whole(value: bigint): void {
    if (value >= 0n && value < MOST_SAFE) return this.number(Number(value) + 1);
    this.number(WIDE);
    this.#reserve(8);
    this.#length = this.#bytes.writeBigInt64LE(value, this.#length);
  }

  /** @throws RangeError */
  uuid(text: string): void {
    if (text.length !== ID_CHARACTERS) throw new RangeError('no UUID');
    this.#reserve(ID_BYTES);
    let place = 0;
    for (let byte = 0; byte < ID_BYTES; byte++) {
      const value = (nibbleAt(text, place++) << 4) | nibbleAt(text, place++);
      if (value > 255) throw new RangeError('no UUID');
      this.#bytes[this.#length++] = value;
      if ((HYPHENS & (1 << byte)) !== 0 && text.charCodeAt(place++) !== HYPHEN)
        throw new RangeError('no UUID');
    }
  }

  /** A whole number of at most 64 bits, as it is written. @throws RangeError */
  decimal(text: string): void {
    if (text.length > KEY_CHARACTERS) throw new RangeError('no whole number of 64 bits');
    this.#reserve(KEY_CHARACTERS / 2);
    for (let place = 0; place < KEY_CHARACTERS; place += 2) {
      this.#bytes[this.#length++] = (digitAt(text, place) << 4) | digitAt(text, place + 1);
    }
  }

  /** All texts, each in the shortest way: first how they are written, then what is text, then what is hexadecimal. */
  texts(texts: readonly string[]): void {
    let plain = '';
    const hexadecimal: string[] = [];
    this.number(texts.length);
    for (const text of texts) {
      const way = shortestWay(text);
      this.number(way);
      if (way % WAYS === AS.TEXT) plain += text;
      if (way % WAYS === AS.HEX) hexadecimal.push(text);
    }
    const length = Buffer.byteLength(plain);
    this.number(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(plain, this.#length);
    for (const text of hexadecimal) this.#hexadecimal(text);
  }

  #hexadecimal(text: string): void {
    this.#reserve(text.length / 2);
    for (let place = 0; place < text.length; place += 2) {
      this.#bytes[this.#length++] = (nibbleAt(text, place) << 4) | nibbleAt(text, place + 1);
    }
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + length));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** The number that stands for the text, or for its length, with the way in its lowest bits. */
function shortestWay(text: string): number {
  const { length } = text;
  if (length === MONTH_CHARACTERS || length === DAY_CHARACTERS) {
    const month = monthsOf(text);
    if (month !== undefined && length === MONTH_CHARACTERS) return month * WAYS + AS.MONTH;
    const day = month === undefined ? undefined : dayOf(text);
    if (month !== undefined && day !== undefined) return (month * DAYS_A_MONTH + day) * WAYS + AS.DAY;
  }
  return isHexadecimal(text) ? (length / 2) * WAYS + AS.HEX : length * WAYS + AS.TEXT;
}

/** Months since {@link FIRST_YEAR} of a text that begins like `2025-07`. */
function monthsOf(text: string): number | undefined {
  const year = digitsOf(text, 0, 4);
  const month = digitsOf(text, 5, 7);
  if (year === undefined || month === undefined || text.charCodeAt(4) !== HYPHEN) return undefined;
  if (year < FIRST_YEAR || month < 1 || month > MONTHS_A_YEAR) return undefined;
  return (year - FIRST_YEAR) * MONTHS_A_YEAR + month - 1;
}

/** The day of a text like `2025-07-14`, the first 0. */
function dayOf(text: string): number | undefined {
  const day = digitsOf(text, 8, 10);
  if (day === undefined || day < 1 || day > DAYS_A_MONTH || text.charCodeAt(7) !== HYPHEN) return undefined;
  return day - 1;
}

function digitsOf(text: string, from: number, to: number): number | undefined {
  let value = 0;
  for (let place = from; place < to; place++) {
    const digit = text.charCodeAt(place) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function isHexadecimal(text: string): boolean {
  if (text.length < SHORTEST_HEX || text.length % 2 !== 0) return false;
  for (let place = 0; place < text.length; place++) if (nibbleAt(text, place) > NO_DIGIT) return false;
  return true;
}

const nibbleAt = (text: string, place: number): number => NIBBLES[text.charCodeAt(place)] ?? NO_DIGIT + 1;

function digitAt(text: string, place: number): number {
  if (place >= text.length) return NO_DIGIT;
  if (place === 0 && text.charCodeAt(0) === HYPHEN) return MINUS;
  const digit = text.charCodeAt(place) - ZERO;
  if (!(digit >= 0 && digit <= 9)) throw new RangeError('no whole number');
  return digit;
}

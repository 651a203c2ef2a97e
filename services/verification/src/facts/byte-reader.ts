import {
  AS,
  DAYS_A_MONTH,
  FIRST_YEAR,
  HYPHENS,
  ID_BYTES,
  ID_CHARACTERS,
  KEY_BYTES,
  KEY_CHARACTERS,
  MONTHS_A_YEAR,
  NO_DIGIT,
  WAYS,
  WIDE,
} from './fact-pack.format.js';

const HYPHEN = '-'.charCodeAt(0);
const HIGH = new Uint8Array(256);
const LOW = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const text = byte.toString(16).padStart(2, '0');
  HIGH[byte] = text.charCodeAt(0);
  LOW[byte] = text.charCodeAt(1);
}
const DIGITS = Uint8Array.from('0123456789-', (digit) => digit.charCodeAt(0));

/** Characters are put together here, many at once, and become one text of which the ids are parts. */
let characters = Buffer.allocUnsafe(1 << 14);

function reserve(length: number): void {
  if (characters.length < length) characters = Buffer.allocUnsafe(length * 2);
}

/** Reads what a `ByteWriter` has written, in the same order. */
export class ByteReader {
  #place = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#place++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    do {
      byte = bytes[this.#place++] ?? 0;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128);
    return value;
  }

  whole(): bigint {
    const value = this.number();
    if (value !== WIDE) return BigInt(value - 1);
    const wide = this.#bytes.readBigInt64LE(this.#place);
    this.#place += 8;
    return wide;
  }

  /** @param kept - takes a text that is no month, day or hexadecimal, and gives the one that is kept of it */
  texts(kept: (text: string) => string = asItIs): string[] {
    const count = this.number();
    const ways = new Array<number>(count);
    let hexBytes = 0;
    for (let index = 0; index < count; index++) {
      const way = this.number();
      ways[index] = way;
      if (way % WAYS === AS.HEX) hexBytes += Math.floor(way / WAYS);
    }
    const plain = this.#plain(this.number());
    const hexadecimal = hexBytes === 0 ? '' : this.#hexadecimal(hexBytes);
    const texts = new Array<string>(count);
    let plainAt = 0;
    let hexAt = 0;
    for (let index = 0; index < count; index++) {
      const way = ways[index] ?? 0;
      const value = Math.floor(way / WAYS);
      switch (way % WAYS) {
        case AS.MONTH:
          texts[index] = written(MONTHS, value, writtenMonth);
          break;
        case AS.DAY:
          texts[index] = written(DAYS, value, writtenDay);
          break;
        case AS.HEX:
          texts[index] = hexadecimal.slice(hexAt, hexAt + value * 2);
          hexAt += value * 2;
          break;
        default:
          texts[index] = kept(plain.slice(plainAt, plainAt + value));
          plainAt += value;
      }
    }
    return texts;
  }

  uuids(count: number): string[] {
    reserve(count * ID_CHARACTERS);
    const bytes = this.#bytes;
    let place = this.#place;
    let length = 0;
    for (let index = 0; index < count; index++) {
      for (let part = 0; part < ID_BYTES; part++) {
        const byte = bytes[place++] ?? 0;
        characters[length++] = HIGH[byte] ?? 0;
        characters[length++] = LOW[byte] ?? 0;
        if ((HYPHENS & (1 << part)) !== 0) characters[length++] = HYPHEN;
      }
    }
    this.#place = place;
    const all = characters.toString('latin1', 0, length);
    const ids = new Array<string>(count);
    for (let index = 0; index < count; index++) {
      ids[index] = all.slice(index * ID_CHARACTERS, (index + 1) * ID_CHARACTERS);
    }
    return ids;
  }

  decimals(count: number): string[] {
    reserve(count * KEY_CHARACTERS);
    const bytes = this.#bytes;
    const ends = new Array<number>(count);
    let place = this.#place;
    let length = 0;
    for (let index = 0; index < count; index++) {
      for (let part = 0; part < KEY_BYTES; part++) {
        const byte = bytes[place++] ?? 0;
        if (byte >> 4 !== NO_DIGIT) characters[length++] = DIGITS[byte >> 4] ?? 0;
        if ((byte & 15) !== NO_DIGIT) characters[length++] = DIGITS[byte & 15] ?? 0;
      }
      ends[index] = length;
    }
    this.#place = place;
    const all = characters.toString('latin1', 0, length);
    const keys = new Array<string>(count);
    let begin = 0;
    for (let index = 0; index < count; index++) {
      const end = ends[index] ?? 0;
      keys[index] = all.slice(begin, end);
      begin = end;
    }
    return keys;
  }

  #plain(byteLength: number): string {
    const plain = this.#bytes.toString('utf8', this.#place, this.#place + byteLength);
    this.#place += byteLength;
    return plain;
  }

  #hexadecimal(byteLength: number): string {
    const hexadecimal = this.#bytes.toString('hex', this.#place, this.#place + byteLength);
    this.#place += byteLength;
    return hexadecimal;
  }
}

const asItIs = (text: string): string => text;

const MONTHS = new Map<number, string>();
const DAYS = new Map<number, string>();
/** As many are kept: a hundred years and more. */
const MOST_KEPT = 50_000;

/** Written once: the same text for all packs. */
function written(known: Map<number, string>, value: number, write: (value: number) => string): string {
  const text = known.get(value);
  if (text !== undefined) return text;
  if (known.size >= MOST_KEPT) known.clear();
  const made = write(value);
  known.set(value, made);
  return made;
}

const writtenMonth = (months: number): string =>
  `${FIRST_YEAR + Math.floor(months / MONTHS_A_YEAR)}-${twoDigits((months % MONTHS_A_YEAR) + 1)}`;

const writtenDay = (days: number): string =>
  `${writtenMonth(Math.floor(days / DAYS_A_MONTH))}-${twoDigits((days % DAYS_A_MONTH) + 1)}`;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Drawn from a seed: the same text gives the same draws, on every machine. Whole numbers only. */
import { createHash } from 'node:crypto';

const BYTES = Buffer.alloc(16);

/** A source of draws (抽取): the generator sfc32, begun with a digest of a text. */
export class Draw {
  #a;
  #b;
  #c;
  #counter;

  /** @param {string} text */
  constructor(text) {
    const digest = createHash('sha256').update(text).digest();
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    this.#counter = digest.readInt32LE(12);
  }

  /** A whole number of 32 bits. @returns {number} */
  next() {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** @param {number} limit @returns {number} 0 to limit − 1 */
  below(limit) {
    return this.next() % limit;
  }

  /** @param {number} least @param {number} most @returns {number} both included */
  between(least, most) {
    return least + this.below(most - least + 1);
  }

  /** @param {number} basisPoints of 10,000 @returns {boolean} */
  chance(basisPoints) {
    return this.below(10_000) < basisPoints;
  }

  /** @template T @param {readonly T[]} choices @returns {T} */
  pick(choices) {
    return /** @type {T} */ (choices[this.below(choices.length)]);
  }

  /** @template T @param {readonly (readonly [T, number])[]} weights @returns {T} */
  weighted(weights) {
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.below(total);
    for (const [choice, weight] of weights) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new RangeError('no weights');
  }

  /**
   * A value of a published spread: between two of its quantiles, which stand at equal distances.
   * @param {readonly number[]} quantiles the least first
   * @returns {number}
   */
  spread(quantiles) {
    const place = this.below((quantiles.length - 1) * 1_000);
    const segment = Math.floor(place / 1_000);
    const [low = 0, high = 0] = quantiles.slice(segment);
    return low + Math.floor(((high - low) * (place % 1_000)) / 1_000);
  }

  /** 32 hexadecimal digits. @returns {string} */
  hex() {
    for (let at = 0; at < BYTES.length; at += 4) BYTES.writeInt32BE(this.next() | 0, at);
    return BYTES.toString('hex');
  }

  /** @returns {string} the form of a uuid that is drawn */
  uuid() {
    const hex = this.hex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

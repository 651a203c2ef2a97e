/** Chance that can be had again: the same seed draws the same. */
import { createHash } from 'node:crypto';

/** A generator of 32-bit state (mulberry32). */
export class Random {
  #state;

  /** @param {string} seed any text; another text draws another sequence */
  constructor(seed) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  }

  /** @returns {number} from 0 up to, not including, 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} low @param {number} high @returns {number} a whole number, both included */
  int(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** @param {number} probability */
  chance(probability) {
    return this.next() < probability;
  }

  /** @template T @param {readonly T[]} items not empty @returns {T} */
  pick(items) {
    return /** @type {T} */ (items[this.int(0, items.length - 1)]);
  }

  /** @template T @param {readonly T[]} items @returns {T[]} the same in another order */
  shuffled(items) {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [result[last], result[other]] = [/** @type {T} */ (result[other]), /** @type {T} */ (result[last])];
    }
    return result;
  }
}

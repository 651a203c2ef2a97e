/**
 * Tells the story line by line, and holds what came out against what was expected.
 */
import { isDeepStrictEqual } from 'node:util';

/** Columns of the terminal that a line may take. */
const LINE_WIDTH = 160;
const WHO_WIDTH = 26;

/** Tells a story and counts its checks. */
export class Narrator {
  #passed = 0;
  /** @type {string[]} */
  #differences = [];
  #day = '';
  /** Where a chapter begins, and a day, in milliseconds since 1970. @type {{ at: number, heading: string }[]} */
  headings = [];

  /** @param {string} title */
  chapter(title) {
    this.headings.push({ at: Date.now(), heading: `## ${title}` });
    console.log(`\n${title}`);
  }

  /** From here on it is this day. @param {string} day YYYY-MM-DD */
  day(day) {
    this.headings.push({ at: Date.now(), heading: `*The business clock stands at ${day}.*` });
    this.#day = day;
  }

  /** @param {string} who @param {string} what */
  tell(who, what) {
    const head = `  ${this.#day}  ${who}${' '.repeat(Math.max(1, WHO_WIDTH - widthOf(who)))}`;
    const [first, ...others] = wrap(what, LINE_WIDTH - widthOf(head));
    console.log(head + first);
    for (const line of others) console.log(' '.repeat(widthOf(head)) + line);
  }

  /**
   * @param {string} what
   * @param {unknown} actual
   * @param {unknown} expected
   */
  expect(what, actual, expected) {
    if (isDeepStrictEqual(actual, expected)) {
      this.#passed++;
      return;
    }
    const difference = `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
    this.#differences.push(difference);
    console.log(`  ✗ ${difference}`);
  }

  /** Prints how it ended. @returns {boolean} whether everything was as expected */
  end() {
    const failed = this.#differences.length;
    console.log(`\n${this.#passed} expectations met, ${failed} not`);
    for (const difference of this.#differences) console.log(`✗ ${difference}`);
    return failed === 0;
  }
}

/** Columns on a terminal: a Chinese character takes two. @param {string} text */
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);

/**
 * Breaks between words, and between Chinese characters but not before their punctuation.
 * @param {string} text @param {number} width @returns {string[]}
 */
function wrap(text, width) {
  const lines = [''];
  for (const part of text.match(/[\u2e80-\uffff][，。；：、）》」]*|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (widthOf(line + part) <= width) lines[lines.length - 1] = line + part;
    else lines.push(part.trimStart());
  }
  return lines.map((line) => line.trimEnd());
}

/** @param {string | bigint} fen @returns {string} `1,500.00` */
export function yuan(fen) {
  const digits = String(fen).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${digits.slice(-2)}`;
}

/** Writes lines to a file by the chunk, and knows the digest of what it wrote. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const CHUNK = 1 << 18;

export class LineWriter {
  #stream;
  #digest = createHash('sha256');
  /** @type {string[]} */
  #lines = [];
  #length = 0;

  /** @param {string} path */
  constructor(path) {
    this.#stream = createWriteStream(path);
  }

  /** @param {string} text with its line end; waits while the file is slower @returns {Promise<void>} */
  async write(text) {
    this.#lines.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) await this.#flush();
  }

  /** @returns {Promise<string>} the SHA-256 of all that was written */
  async end() {
    await this.#flush();
    this.#stream.end();
    await finished(this.#stream);
    return this.#digest.digest('hex');
  }

  async #flush() {
    const chunk = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
    this.#digest.update(chunk);
    if (!this.#stream.write(chunk)) await once(this.#stream, 'drain');
  }
}

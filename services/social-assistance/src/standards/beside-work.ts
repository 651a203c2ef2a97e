/**
 * Writes what is made in parts, each while the next is being made: the program computes and the database writes at the same
 * time. The parts are written in their order.
 */
export class BesideWork<T> {
  #waiting: T[] = [];
  #writing: Promise<void> = Promise.resolve();

  /**
   * @param size - of a part
   * @param write - is never called for nothing, nor while it is at work
   */
  constructor(
    private readonly size: number,
    private readonly write: (part: readonly T[]) => Promise<void>,
  ) {}

  /** Waits only while the part before is still being written. */
  async add(item: T): Promise<void> {
    this.#waiting.push(item);
    if (this.#waiting.length >= this.size) await this.#next();
  }

  /** Writes the rest, and returns when all is written. @throws what a part has thrown */
  async end(): Promise<void> {
    if (this.#waiting.length > 0) await this.#next();
    await this.#writing;
  }

  async #next(): Promise<void> {
    await this.#writing;
    const part = this.#waiting;
    this.#waiting = [];
    this.#writing = this.write(part);
    // whoever adds or ends is told of it
    this.#writing.catch(() => undefined);
  }
}

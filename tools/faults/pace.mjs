/** How far the work has come, and how far it may go: kills hit it in the middle, so it never runs ahead of them. */
export class Pace {
  #done = 0;
  #running = 0;
  #limit = Infinity;
  #ended = false;
  /** @type {Set<() => void>} */
  #watchers = new Set();

  /** Commands that were acknowledged or given up. */
  get done() {
    return this.#done;
  }

  get ended() {
    return this.#ended;
  }

  /** @param {number} commands that may be begun */
  set limit(commands) {
    this.#limit = commands;
    this.#tell();
  }

  /** Runs one command when its turn has come. @template T @param {() => Promise<T>} command @returns {Promise<T>} */
  async take(command) {
    await this.#until(() => this.#done + this.#running < this.#limit);
    this.#running += 1;
    try {
      return await command();
    } finally {
      this.#running -= 1;
      this.#done += 1;
      this.#tell();
    }
  }

  /** Returns when so many commands are done, or the work has ended. @param {number} commands */
  reached(commands) {
    return this.#until(() => this.#ended || this.#done >= commands);
  }

  end() {
    this.#ended = true;
    this.#tell();
  }

  /** @param {() => boolean} condition @returns {Promise<void>} */
  #until(condition) {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = () => {
        if (!condition()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  #tell() {
    // One begins at a time: what it changes decides about the next.
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/**
 * Does something with each item, several at a time, in their order.
 * @template T
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<void>} work
 */
export async function inParallel(items, atOnce, work) {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

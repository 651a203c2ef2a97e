const LONGEST_MS = 3;

/**
 * Lets others have their turn during long computing (让出事件循环): whoever waits for an answer of this process waits no longer
 * than one part of it.
 */
export class Breather {
  #since = performance.now();

  /** Call it between short parts. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < LONGEST_MS) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.#since = performance.now();
  }
}

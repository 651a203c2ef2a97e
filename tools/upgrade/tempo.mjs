/** Commands begin at a steady pace, spread over all steps of a run: it is never over before the last of them. */
const TICK_MS = 100;

export class Tempo {
  #pace;
  #perStep;
  #steps = 0;
  #timer;

  /**
   * @param {import('../faults/pace.mjs').Pace} pace
   * @param {number} perSecond commands that begin each second at most
   * @param {number} perStep commands that begin until the next step at most
   */
  constructor(pace, perSecond, perStep) {
    this.#pace = pace;
    this.#perStep = perStep;
    const startedAt = Date.now();
    pace.limit = 0;
    this.#timer = setInterval(() => {
      pace.limit = Math.min(((Date.now() - startedAt) / 1_000) * perSecond, this.#steps * this.#perStep);
    }, TICK_MS);
  }

  /** The next step begins. */
  next() {
    this.#steps += 1;
  }

  /** The rest may be done as fast as it goes. */
  end() {
    clearInterval(this.#timer);
    this.#pace.limit = Infinity;
  }
}

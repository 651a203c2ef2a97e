/** Kills with SIGKILL and restarts, at random moments of the work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from './random.mjs';

const MOST_STARTS = 8;
const START_AGAIN_MS = 500;
/** Of two kills in a row, how often the second falls into the start after the first. */
const KILLED_IN_START = 0.15;
const TWO_AT_ONCE = 0.25;

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {() => Promise<void>} kill
 * @property {() => Promise<void>} restart
 * @property {number} longestDownMs
 * @property {boolean} counts towards the kills that were asked for
 * @property {boolean} [isServer] not killed in its start: it is the ground that the others stand on
 */

export class Kills {
  /** By target. @type {Map<string, number>} */
  byTarget = new Map();
  /** @type {Set<string>} */
  down = new Set();
  /** Starts that ended early, because what they need was away: a supervisor would start them again, and so does this. */
  startsAgain = 0;
  /** Of those that count. */
  done = 0;
  /** Who was killed and is not ready yet. @type {Map<string, Promise<void>>} */
  #starting = new Map();
  /** @type {PromiseWithResolvers<never>} */
  #lost = Promise.withResolvers();
  #targets;
  #wanted;
  #random;
  #pace;

  /**
   * @param {readonly Target[]} targets
   * @param {number} wanted
   * @param {string} seed
   * @param {import('./pace.mjs').Pace} pace
   */
  constructor(targets, wanted, seed, pace) {
    this.#targets = targets;
    this.#wanted = wanted;
    this.#random = new Random(`${seed}/kills`);
    this.#pace = pace;
    for (const { name } of targets) this.byTarget.set(name, 0);
  }

  /**
   * Who was killed starts while others are killed; itself it is killed again when it is ready. Returns when all are ready again.
   * @param {number} commands that the work will take
   * @throws what kept one from starting
   */
  async run(commands) {
    await Promise.race([this.#rounds(commands), this.#lost.promise]);
  }

  /** @param {number} commands */
  async #rounds(commands) {
    const rounds = this.#draw();
    const spacing = commands / (rounds.length + 1);
    const slack = Math.max(3, Math.floor(spacing / 2));
    const random = this.#random;
    const placeOf = (/** @type {number} */ round) =>
      Math.floor(spacing * (round + 0.5 + 0.4 * random.next()));
    let next = placeOf(0);
    for (const [index, targets] of rounds.entries()) {
      await Promise.all(targets.map(({ name }) => this.#starting.get(name)));
      // The work may have waited at the limit: it gets going before it is hit.
      const at = Math.max(next, this.#pace.done + random.int(1, Math.max(2, Math.floor(spacing / 4))));
      this.#pace.limit = at + slack;
      await this.#pace.reached(at);
      if (this.#pace.ended) break;
      await sleep(random.int(0, 100));
      next = placeOf(index + 1);
      for (const target of targets) {
        const inStart = random.chance(KILLED_IN_START) ? random.int(100, 1_500) : undefined;
        this.#killAndStart(target, random.next() * target.longestDownMs, inStart);
      }
    }
    this.#pace.limit = Infinity;
    await Promise.all(this.#starting.values());
  }

  /** @param {Target} target @param {number} downMs @param {number | undefined} inStart milliseconds into its start, to be killed there too */
  #killAndStart(target, downMs, inStart) {
    const act = async () => {
      await this.#kill(target);
      await sleep(downMs);
      if (inStart !== undefined && !target.isServer) await this.#killInStart(target, inStart);
      await this.#start(target);
      this.#starting.delete(target.name);
    };
    const ready = act();
    this.#starting.set(target.name, ready);
    ready.catch(this.#lost.reject);
  }

  /** Each target comes once before any comes again; some come together. @returns {Target[][]} */
  #draw() {
    const rounds = [];
    /** @type {Target[]} */
    let bag = [];
    const take = (/** @type {Target | undefined} */ other) => {
      if (bag.length === 0) bag = this.#random.shuffled(this.#targets);
      const target = /** @type {Target} */ (bag.pop());
      return target === other ? undefined : target;
    };
    for (let counted = 0; counted < this.#wanted;) {
      const first = /** @type {Target} */ (take(undefined));
      const second = this.#random.chance(TWO_AT_ONCE) ? take(first) : undefined;
      const round = second ? [first, second] : [first];
      rounds.push(round);
      counted += round.filter(({ counts }) => counts).length;
    }
    return rounds;
  }

  /** @param {Target} target */
  async #kill(target) {
    this.down.add(target.name);
    await target.kill();
    this.byTarget.set(target.name, (this.byTarget.get(target.name) ?? 0) + 1);
    if (target.counts) this.done += 1;
  }

  /** @param {Target} target @param {number} milliseconds into its start */
  async #killInStart(target, milliseconds) {
    let hasEnded = false;
    const started = target.restart().catch(() => {
      hasEnded = true;
    });
    await sleep(milliseconds);
    if (hasEnded) this.startsAgain += 1;
    else await this.#kill(target);
    await started;
  }

  /** @param {Target} target */
  async #start(target) {
    for (let starts = 1; ; starts++) {
      try {
        await target.restart();
        this.down.delete(target.name);
        return;
      } catch (error) {
        if (starts === MOST_STARTS) throw error;
        this.startsAgain += 1;
        await sleep(START_AGAIN_MS);
      }
    }
  }
}

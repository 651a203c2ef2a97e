import { AsyncLocalStorage } from 'node:async_hooks';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';

/** A business instant that was set, and the real instant at which it was set; both in milliseconds. */
export interface ClockAnchor {
  readonly business: number;
  readonly real: number;
}

/**
 * The clock of civil dates, due dates, `issuedAt` and `validTo`. It is the real time, unless a sandbox has moved
 * it: then it runs on from the instant that was set. `recorded_at`, `knownAt`, ids, tokens and Kafka timestamps
 * never come from here.
 */
export class BusinessClock {
  #anchor: ClockAnchor | undefined;
  readonly #work = new AsyncLocalStorage<{ latest: number }>();

  /** @param realNow - the real time in milliseconds */
  constructor(private readonly realNow: () => number = Date.now) {}

  now(): Date {
    const real = this.realNow();
    const instant = this.#anchor ? this.#anchor.business + (real - this.#anchor.real) : real;
    const work = this.#work.getStore();
    if (!work) return new Date(instant);
    work.latest = Math.max(work.latest, instant);
    return new Date(work.latest);
  }

  /** Today in Asia/Shanghai. */
  today(): CivilDate {
    return civilDateOf(this.now());
  }

  /**
   * Within one piece of work the instants never go back, also when the clock is moved meanwhile. Work inside another
   * piece is a part of it.
   */
  steady<T>(work: () => T): T {
    if (this.#work.getStore()) return work();
    return this.#work.run({ latest: Number.NEGATIVE_INFINITY }, work);
  }

  /** Undefined puts the clock back to real time. */
  follow(anchor: ClockAnchor | undefined): void {
    this.#anchor = anchor;
  }
}

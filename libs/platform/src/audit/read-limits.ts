import type { CivilDate } from '@minzheng/kernel/months';

/** Detail reads that an official of this region may make on a day. */
export type DailyReads = (region: string, on: CivilDate) => Promise<number>;

/** How much an official may read; a service that limits it says by which policy. */
export class ReadLimits {
  #daily: DailyReads | undefined;

  /** @example limits.limitDaily(async (region, on) => (await policies.book()).resolve('…dailyReadsPerUser', region, on)) */
  limitDaily(daily: DailyReads): void {
    this.#daily = daily;
  }

  get isLimited(): boolean {
    return this.#daily !== undefined;
  }

  /** Undefined where there is no limit. */
  async daily(region: string, on: CivilDate): Promise<number | undefined> {
    return this.#daily?.(region, on);
  }
}

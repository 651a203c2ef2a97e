import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { PollingLoop } from '../jobs/polling-loop.js';

/** How far an outbox may be behind before whoever can send later is asked to. */
export interface BacklogLimits {
  /** Age of the oldest event that is not sent yet. */
  readonly seconds: number;
  /** How many are not sent yet, at most: ids that were never used count too. */
  readonly events: number;
}

const LOOK_MS = 1_000;
/** Events whose ids were taken early and were committed late stand before the place from which it looks. */
const PLACE_LIFE_MS = 60_000;
/** It is over when half of the limit is reached: a relay that has just begun to catch up is not filled again at once. */
const EASED = 2;

/** Whether the outbox is behind, after it was or was not before. */
export function isBehindNow(wasBehind: boolean, found: BacklogLimits, limits: BacklogLimits): boolean {
  const share = wasBehind ? EASED : 1;
  return found.seconds > limits.seconds / share || found.events > limits.events / share;
}

/**
 * Knows whether the outbox is behind (发件积压) without asking for it: it looks once a second. For those who take in what others
 * can send again: what an official does is stored and sent in any case.
 */
export class OutboxBacklog {
  readonly #loop: PollingLoop;
  readonly #refused: Counter;
  readonly #state: Gauge;
  #isBehind = false;
  #refusals = 0;
  /** No older event was found of late. */
  #place = '0';
  #placeEnds = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: BacklogLimits,
    private readonly logger: Logger,
    registry: Registry,
  ) {
    const registers = [registry];
    this.#loop = new PollingLoop('outbox backlog', logger, LOOK_MS, () => this.look());
    this.#state = new Gauge({
      name: 'minzheng_bulk_data_refused',
      help: '1 while bulk data are not taken because the outbox is behind',
      registers,
    });
    this.#refused = new Counter({
      name: 'minzheng_bulk_data_refusals_total',
      help: 'Calls that were told to come again because the outbox was behind',
      registers,
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Counts a call that is told to come again. */
  refuse(): void {
    this.#refusals += 1;
    this.#refused.inc();
  }

  /** @returns false: the next look has time */
  async look(): Promise<false> {
    const found = await this.#find();
    const isBehind = isBehindNow(this.#isBehind, found, this.limits);
    if (isBehind === this.#isBehind) return false;
    this.#isBehind = isBehind;
    this.#state.set(isBehind ? 1 : 0);
    const seconds = Math.round(found.seconds);
    if (isBehind) {
      this.#refusals = 0;
      this.logger.warn({ ...found, seconds }, 'the outbox is behind: bulk data are not taken');
    } else {
      this.logger.info({ ...found, seconds, refusals: this.#refusals }, 'bulk data are taken again');
    }
    return false;
  }

  async #find(): Promise<BacklogLimits> {
    const now = performance.now();
    if (now > this.#placeEnds) [this.#place, this.#placeEnds] = ['0', now + PLACE_LIFE_MS];
    const [oldest] = await this.dataSource.query<{ id: string; seconds: number; events: number }[]>(
      `select id::text, extract(epoch from clock_timestamp() - recorded_at)::float8 as seconds,
              ((select last_value from outbox_id_seq) - id + 1)::float8 as events
         from outbox where id >= $1 order by id limit 1`,
      [this.#place],
    );
    if (!oldest) return { seconds: 0, events: 0 };
    this.#place = oldest.id;
    return { seconds: Math.max(oldest.seconds, 0), events: oldest.events };
  }
}

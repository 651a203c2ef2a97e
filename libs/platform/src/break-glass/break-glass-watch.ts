import type { Logger } from 'pino';
import { Gauge } from 'prom-client';
import { PollingLoop } from '../jobs/polling-loop.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { BreakGlass } from './break-glass.js';

const PAUSE_MS = 2_000;
const ACTOR = 'break-glass';

/** Ends accesses whose time is over, and tells of reviews that are overdue: each once in the log, all in a metric. */
export class BreakGlassWatch {
  readonly #loop: PollingLoop;

  constructor(breakGlass: BreakGlass, unitOfWork: UnitOfWork, metrics: Metrics, logger: Logger) {
    const gauge = new Gauge({
      name: 'minzheng_break_glass_reviews_overdue',
      help: 'Break-glass accesses that nobody has reviewed in time',
      registers: [metrics.registry],
    });
    metrics.onScrape('break-glass', async () => gauge.set(await breakGlass.overdue()));
    this.#loop = new PollingLoop('break-glass', logger, PAUSE_MS, async () => {
      const reminded = await unitOfWork.run(ACTOR, async (tx) => {
        await breakGlass.expire(tx);
        return breakGlass.remind(tx);
      });
      for (const access of reminded) logger.warn(access, 'the review of a break-glass access is overdue');
      return false;
    });
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Histogram, register, Registry } from 'prom-client';

/** Figures that are read when they are asked for. */
interface Figures {
  readonly name: string;
  readonly read: () => void | Promise<void>;
  readonly everyMs: number;
  readAt: number;
  reading: Promise<void> | undefined;
}

/** All figures together: Prometheus gives up after ten seconds. */
const READ_MS = 4_000;

/** What Prometheus reads at `/metrics`. Others register their own metrics in `registry`. */
export class Metrics {
  readonly registry = new Registry();

  /** Seconds by method, route pattern and status: never a path with ids. */
  readonly requestDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests in seconds',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly #figures: Figures[] = [];
  readonly #unreadable = new Gauge({
    name: 'minzheng_figures_unreadable',
    help: '1 when figures could not be read when they were asked for: then they stand as they were',
    labelNames: ['figures'] as const,
    registers: [this.registry],
  });

  /** @param readMs - for all figures together */
  constructor(
    private readonly service: string,
    private readonly readMs = READ_MS,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  /**
   * Figures that are read from elsewhere, as a rule the database, when `/metrics` is asked for. One that cannot be read keeps
   * its value and stands in `minzheng_figures_unreadable`; the others are told all the same.
   *
   * @param everyMs - what takes long is read at most so often
   */
  onScrape(name: string, read: () => void | Promise<void>, everyMs = 0): void {
    this.#figures.push({ name, read, everyMs, readAt: Number.NEGATIVE_INFINITY, reading: undefined });
  }

  /** Everything as text: this service's registry, and what modules keep in the process-wide one. */
  async text(): Promise<string> {
    await this.#read();
    const all = Registry.merge([this.registry, register]);
    all.setDefaultLabels({ service: this.service });
    return all.metrics();
  }

  /** One after the other, so that a look takes one connection. */
  async #read(): Promise<void> {
    const given = performance.now() + this.readMs;
    for (const figures of this.#figures) {
      const left = given - performance.now();
      const isRead = left > 0 && (await readIn(left, figures));
      this.#unreadable.set({ figures: figures.name }, isRead ? 0 : 1);
    }
  }
}

/** @returns whether they are as they should be: read now, or not longer ago than they may be */
async function readIn(milliseconds: number, figures: Figures): Promise<boolean> {
  if (performance.now() - figures.readAt < figures.everyMs) return true;
  figures.reading ??= read(figures).finally(() => (figures.reading = undefined));
  const ended = new AbortController();
  try {
    const isLate = delay(milliseconds, false, { signal: ended.signal });
    return await Promise.race([figures.reading.then(() => true), isLate]);
  } catch {
    return false;
  } finally {
    ended.abort();
  }
}

async function read(figures: Figures): Promise<void> {
  const at = performance.now();
  await figures.read();
  figures.readAt = at;
}

import type { Logger } from 'pino';

const MAX_BACK_OFF_MS = 2_000;

/**
 * Work that is looked for again and again: at once while there is some, after a pause when there is none, and after
 * longer and longer pauses while it fails (a database that is away). Stopping waits for the round that is under way.
 */
export class PollingLoop {
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  /**
   * @param name - in log lines
   * @param round - tells whether there was anything to do
   * @param pauseMs - real time between looks that found nothing
   */
  constructor(
    private readonly name: string,
    private readonly logger: Logger,
    private readonly pauseMs: number,
    private readonly round: () => Promise<boolean>,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    let backOff = this.pauseMs;
    while (this.#running) {
      try {
        const found = await this.round();
        backOff = this.pauseMs;
        if (!found) await this.#pause(this.pauseMs);
      } catch (error) {
        this.logger.warn({ err: error, backOff }, `${this.name} tries again`);
        await this.#pause(backOff);
        backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

import { Problem } from '../http/problem.js';
import type { AuditEntry } from './audit-entry.js';
import type { AuditLog, Queries } from './audit-log.js';

/** Acts that one statement enters at most. */
const MOST_TOGETHER = 64;

interface Waiting {
  readonly entry: AuditEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Enters the reads of many callers with few statements: while one is under way, what comes meanwhile waits for the next.
 * Each is durable when its promise is kept, as if it had been written alone; a caller whose values are refused fails alone.
 */
export class AuditQueue {
  #waiting: Waiting[] = [];
  #isWriting = false;

  /** @param queries - outside a transaction */
  constructor(
    private readonly log: AuditLog,
    private readonly queries: Queries,
  ) {}

  /** @throws Problem `audit-unavailable`: then nothing may be shown */
  write(entry: AuditEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      if (!this.#isWriting) void this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#enter(this.#waiting.splice(0, MOST_TOGETHER));
    this.#isWriting = false;
  }

  async #enter(waiting: readonly Waiting[]): Promise<void> {
    try {
      await this.log.writeTogether(
        this.queries,
        waiting.map(({ entry }) => entry),
      );
      for (const { done } of waiting) done();
    } catch (error) {
      if (waiting.length === 1 || error instanceof Problem) {
        for (const { failed } of waiting) failed(error);
        return;
      }
      for (const each of waiting) await this.#enter([each]);
    }
  }
}

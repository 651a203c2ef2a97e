import type { OnApplicationShutdown } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { inTime } from './in-time.js';
import { logRanges, type KafkaClient } from './kafka-client.js';

const LIMIT_MS = 10_000;

/** Where the logs of topics end (日志末端), for who has to know when all that was sent until now has been read. */
export class LogEnds implements OnApplicationShutdown {
  #admin: Admin | undefined;

  constructor(private readonly kafka: KafkaClient) {}

  /**
   * The offset behind the last record of each partition of a topic of the catalogue, from partition 0 on.
   *
   * @throws Error when the broker does not answer
   */
  async of(topic: string): Promise<bigint[]> {
    try {
      const ranges = await inTime(this.#ranges(topic), LIMIT_MS);
      return ranges.sort((one, other) => one.partition - other.partition).map(({ high }) => high);
    } catch (error) {
      // a client whose broker was away may wait for ever for what it had asked: the next call makes another
      await this.onApplicationShutdown();
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }

  async #ranges(topic: string) {
    if (!this.#admin) {
      this.#admin = this.kafka.briefAdmin();
      await this.#admin.connect();
    }
    return logRanges(this.#admin, this.kafka.onBroker(topic));
  }
}

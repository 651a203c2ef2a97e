import { PollingLoop } from '@minzheng/platform/jobs';
import { LogEnds } from '@minzheng/platform/messaging';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { countMarkers, noteAwaited, STATUSES_TOPIC, waitingMarkers } from './feed-markers.js';

const POLL_MS = 200;
const ACTOR = 'feed-markers-worker';

/** Lets markers of feeds count when the statuses that were sent before them are read. Any number of workers may look. */
@Injectable()
export class FeedMarkersWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logEnds: LogEnds,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('feed markers worker', logger.pino, POLL_MS, () => this.work());
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns whether a marker counts now that did not before */
  async work(): Promise<boolean> {
    const waiting = await this.unitOfWork.run(ACTOR, waitingMarkers);
    if (waiting.length === 0) return false;
    // asked for after the markers were seen, so that all that was sent before them stands before these ends
    const ends = await this.logEnds.of(STATUSES_TOPIC);
    return this.unitOfWork.run(ACTOR, async (tx) => {
      await noteAwaited(tx, waiting, ends);
      return countMarkers(tx);
    });
  }
}

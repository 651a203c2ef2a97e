import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FileStore } from '@minzheng/platform/files';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';

const LOOK_MS = 10_000;
const ERASED_AT_ONCE = 50;

/** Erases what files held when their days are over; what is known of the files stays. */
@Injectable()
export class FileRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('file retention', logger.pino, LOOK_MS, () => this.erase());
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns whether there was anything to erase */
  async erase(): Promise<boolean> {
    const today = this.clock.today();
    return this.unitOfWork.run('file retention', async (tx) => {
      const due = await tx.query<{ id: string }>(
        `update file_exchange set erase_on = null
          where id in (select id from file_exchange
                        where erase_on <= $1 and state in ('LOADED', 'REJECTED') order by id limit $2 for update skip locked)
         returning id`,
        [today, ERASED_AT_ONCE],
      );
      const stored = await tx.query<{ stored_file_id: string }>(
        'delete from file_part where file_id = any($1::uuid[]) returning stored_file_id',
        [due.map(({ id }) => id)],
      );
      for (const { stored_file_id } of stored) await this.files.erase(tx, stored_file_id);
      return due.length > 0;
    });
  }
}

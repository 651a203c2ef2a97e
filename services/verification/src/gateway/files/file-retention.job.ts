import { BusinessClock } from '@minzheng/platform/clock';
import { enterErasure } from '@minzheng/platform/erasures';
import { FileStore } from '@minzheng/platform/files';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InboundRefusals } from '../inbound-refusals.js';
import { FileExchange } from './file-exchange.entity.js';
import { FILE_LIFECYCLE } from './file-exchange.lifecycle.js';
import { announceExchanged } from './file.events.js';

/** Retention and erasure are at two in the morning. */
const HOUR = 2;
const ERASED_A_CHUNK = 50;

/**
 * Erases what files held when their days are over (文件到期销毁), whether they were loaded, refused, replaced, or never
 * committed; what is known of the files stays. What was refused in calls is forgotten with them.
 */
@Injectable()
export class FileRetentionJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'file-retention';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly files: FileStore,
    private readonly refusals: InboundRefusals,
    private readonly clock: BusinessClock,
  ) {}

  async chunk(tx: Tx): Promise<Chunk<object>> {
    await this.#lapse(tx);
    const on = this.clock.today();
    const due = await tx.query<{ id: string }>(
      `update file_exchange set erase_on = null
        where id in (select id from file_exchange
                      where erase_on <= $1 and state in ('LOADED', 'REJECTED') order by id limit $2 for update skip locked)
       returning id`,
      [on, ERASED_A_CHUNK],
    );
    const stored = await tx.query<{ stored_file_id: string }>(
      'delete from file_part where file_id = any($1::uuid[]) returning stored_file_id',
      [due.map(({ id }) => id)],
    );
    for (const { stored_file_id } of stored) await this.files.erase(tx, stored_file_id);
    const forgotten = await this.refusals.erase(tx, on);
    // each has a last day of its own, by the agreement that it came under
    await enterErasure(tx, { on, what: 'files', rows: due.length });
    await enterErasure(tx, { on, what: 'inboundRefusals', rows: forgotten });
    return {
      checkpoint: {},
      done: due.length + forgotten,
      finished: due.length < ERASED_A_CHUNK && forgotten === 0,
    };
  }

  /** Nobody waits any longer for a commit, or for the file before: it has ended, and is erased like others. */
  async #lapse(tx: Tx): Promise<void> {
    const over = await tx.query<{ id: string }>(
      `select id from file_exchange where erase_on <= $1 and state in ('ANNOUNCED', 'QUARANTINED')
        order by id limit $2 for update skip locked`,
      [this.clock.today(), ERASED_A_CHUNK],
    );
    const at = this.clock.now();
    for (const { id } of over) {
      const file = await tx.loadForUpdate(FileExchange, id);
      Object.assign(file, { reasonCode: 'LAPSED', rejectedRows: file.rows });
      await tx.move(file, FILE_LIFECYCLE, 'lapse', at);
      announceExchanged(tx, file, at);
    }
  }

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }
}

import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { wholeNumber } from '../requests/check-policy.js';
import { dueRuns, type DueRun, type RunDays } from './bulk-run-calendar.rules.js';
import { BulkRunService } from './bulk-run.service.js';

const ACTOR = 'bulk-run-calendar';
const EVERY_MS = 2_000;
const PROVINCE_LENGTH = 2;

/**
 * Orders the runs of the calendar (批量复核日历): of each province on record, each once, however many instances there are.
 * A day that was missed is made up for; where a run of the province has not ended, the next is ordered after it.
 */
@Injectable()
export class BulkRunCalendar implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #looked: CivilDate | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: BulkRunService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('bulk-run calendar', logger.pino, EVERY_MS, () => this.round());
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns whether runs were ordered */
  async round(): Promise<boolean> {
    const today = this.clock.today();
    if (this.#looked === today) return false;
    const { ordered, isWaiting } = await this.unitOfWork.run(ACTOR, (tx) => this.#order(tx, today));
    if (!isWaiting) this.#looked = today;
    return ordered > 0;
  }

  async #order(tx: Tx, today: CivilDate): Promise<{ ordered: number; isWaiting: boolean }> {
    const [row] = await tx.query<{ looked_on: CivilDate | null }>(
      'select looked_on::text from bulk_run_pace for update',
    );
    const lookedOn = row?.looked_on ?? today;
    let [ordered, isWaiting] = [0, false];
    if (lookedOn < today) {
      const book = await this.policies.book(tx);
      for (const province of await provincesOf(tx)) {
        for (const due of dueRuns(lookedOn, today, daysOf(book, province, today))) {
          const done = await this.#orderOne(tx, province, due);
          ordered += Number(done === 'ORDERED');
          isWaiting ||= done === 'WAITS';
        }
      }
    }
    if (!isWaiting) await tx.execute('update bulk_run_pace set looked_on = $1', [today]);
    return { ordered, isWaiting };
  }

  async #orderOne(tx: Tx, region: string, { mode, period }: DueRun): Promise<'ORDERED' | 'KNOWN' | 'WAITS'> {
    const active = await this.runs.activeIn(tx, region);
    const [known] = await tx.query('select from bulk_run where region = $1 and mode = $2 and period = $3', [
      region,
      mode,
      period,
    ]);
    if (known !== undefined) return 'KNOWN';
    if (active !== undefined) return 'WAITS';
    await this.runs.plan(tx, { region, mode, period });
    return 'ORDERED';
  }
}

const daysOf = (book: PolicyBook, region: string, on: CivilDate): RunDays => {
  const day = (key: string): number => wholeNumber(book.resolve(`verification.${key}`, region, on));
  return {
    monthlyDay: day('bulk.monthlyDay'),
    quarterlyDay: day('bulk.quarterlyDay'),
    indicatorDay: day('ind.monthlyDay'),
  };
};

async function provincesOf(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ province: string }>(
    `select distinct left(region, ${PROVINCE_LENGTH}) as province from household
      where not closed and region <> '' order by 1`,
  );
  return rows.map(({ province }) => province);
}

import {
  dayOfMonth,
  isDayOfMonth,
  PaymentSources,
  PayrollService,
  type RunKey,
} from '@minzheng/casework/payments';
import { civilDateOf, firstDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countiesOfAwards } from '../awards/award-counties.js';
import { MonthRollJob } from '../awards/month-roll.job.js';

const EVERY_MS = 1_000;
const ACTOR = 'payroll-calendar';
/** Day of the month on which the main runs of a county are built; where no row holds, a clerk orders them. */
const BUILD_DAY = 'assistance.payroll.buildDay';
/** At one in the morning the day has come. */
const ONE_HOUR_MS = 3_600_000;

/**
 * Orders the main payroll runs of the month (social assistance, section 9), of each county and programme once: from one
 * o'clock of the county's day on, when the month has been rolled. A day that was missed is made up for within the month.
 */
@Injectable()
export class PayrollCalendarJob implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #looked: CivilDate | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly payroll: PayrollService,
    private readonly sources: PaymentSources,
    private readonly roll: MonthRollJob,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('payroll calendar', logger.pino, EVERY_MS, () => this.round());
  }

  /** @returns whether runs were ordered */
  async round(): Promise<boolean> {
    const reached = civilDateOf(new Date(this.clock.now().getTime() - ONE_HOUR_MS));
    if (this.#looked === reached) return false;
    const month = monthOf(reached);
    const due = await this.#due(reached);
    if (due.length > 0) await this.unitOfWork.run(ACTOR, (tx) => this.roll.ask(tx, month));
    let [ordered, isWaiting] = [0, false];
    for (const countyCode of due) {
      const isRolled = await this.unitOfWork.run(ACTOR, (tx) => this.#isRolled(tx, countyCode, month));
      isWaiting ||= !isRolled;
      for (const programme of isRolled ? this.sources.programmes : []) {
        const key = { countyCode, programme, month, seq: 0 };
        if (await this.#ordered(key)) ordered += 1;
      }
    }
    if (!isWaiting) this.#looked = reached;
    return ordered > 0;
  }

  /** What stands in the way of one run keeps no other from being ordered: a row that is missing, or that says what cannot be. */
  async #ordered(key: RunKey): Promise<boolean> {
    try {
      return await this.unitOfWork.run(ACTOR, (tx) => this.#order(tx, key));
    } catch (error) {
      if (!(error instanceof Problem) && !(error instanceof PolicyMissing)) throw error;
      const { countyCode: county, programme, month } = key;
      this.logger.pino.error(
        { err: error, county, programme, month },
        'no run is ordered: correct the policy row; it is tried again on the next day, or a clerk orders the run',
      );
      return false;
    }
  }

  /** Counties with awards, by the codes of today, whose day has come. */
  async #due(reached: CivilDate): Promise<string[]> {
    const book = await this.policies.book();
    const on = firstDay(monthOf(reached));
    const { sql, parameters } = countiesOfAwards();
    const rows = await this.dataSource.query<{ code: string }[]>(sql, [...parameters]);
    const counties = rows.map(({ code }) => this.regions.currentOf(code));
    return [...new Set(counties)].sort().filter((county) => {
      const row = book.explain(BUILD_DAY, county, on).find(({ standing }) => standing === 'WINS')?.row;
      if (row === undefined) return false;
      if (isDayOfMonth(row.value)) return row.value <= Number(reached.slice(-2));
      this.logger.pino.error(
        { county, key: BUILD_DAY, rowId: row.id },
        'no day of the month: no run is built',
      );
      return false;
    });
  }

  /** Its awards of the month run, and have what their members' age gives. */
  async #isRolled(tx: Tx, county: string, month: Month): Promise<boolean> {
    const left = await tx.query(
      `select from award where state = 'PENDING_START' and effective_month <= $2 and starts_with(region, $1)
       union all
       select from job where name = $3 and scope = $1 and period = $2 and state in ('PENDING', 'RUNNING')`,
      [county, month, this.roll.name],
    );
    return left.length === 0;
  }

  async #order(tx: Tx, key: RunKey): Promise<boolean> {
    if (!(await this.payroll.isWanted(tx, key))) return false;
    await this.payroll.open(tx, key);
    return true;
  }

  onModuleInit(): void {
    this.policies.guard(BUILD_DAY, (_tx, row) => {
      dayOfMonth(row);
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}

import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { dueOn, workingDaysBetween } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { endOf, lastDayBefore, lateFrom, type Limit } from './limit.rules.js';

/** What a clock runs for: any record of the department. */
export interface Subject {
  /** `case`, `ticket`, `referral` … */
  readonly type: string;
  readonly id: string;
}

/** One clock of a subject. */
export interface ClockName {
  /** What the time is for: `ticket.answer`. */
  readonly name: string;
  readonly subject: Subject;
}

export interface NewClock extends ClockName {
  readonly region: string;
  readonly limit: Limit;
  /** Day of the act; default: today. */
  readonly from?: CivilDate;
}

export interface RunningClock {
  readonly id: string;
  readonly state: 'RUNNING' | 'PAUSED' | 'STOPPED';
  /** The first instant that is late. */
  readonly dueAt: Date;
  /** Working days that it has stood still so far. */
  readonly stoodStill: number;
  readonly pausedOn: CivilDate | null;
  readonly unit: 'WORKING_DAYS' | 'DAYS' | 'INSTANT';
}

/** A clock whose time is over. */
export interface FiredClock {
  readonly id: string;
  readonly subject: Subject;
  readonly region: string;
  readonly dueAt: Date;
}

/** What happens when the time of a clock is over. */
export interface ClockHandler {
  /** Of the clocks that it is for; one handler a name. */
  readonly name: string;
  /**
   * Takes effect in the transaction in which the clocks count as fired: once for each subject and limit, whatever is
   * killed. It may see a clock twice if the first attempt did not commit.
   */
  fire(tx: Tx, fired: readonly FiredClock[]): Promise<void>;
}

/** The clock that was to be moved does not run. */
export class ClockNotRunning extends Error {
  override readonly name = 'ClockNotRunning';

  constructor({ name, subject }: ClockName, command: string) {
    super(`clock ${name} of ${subject.type} does not allow ${command}`);
  }
}

const COLUMNS = `id, state, due_at as "dueAt", stood_still_wd as "stoodStill", paused_on::text as "pausedOn", unit`;

/** Time limits (时限): they run, stand still, are extended and end; see `index.ts`. */
@Injectable()
export class Clocks {
  readonly #handlers = new Map<string, ClockHandler>();

  constructor(private readonly clock: BusinessClock) {}

  /** @throws RangeError when the name is taken */
  register(handler: ClockHandler): void {
    if (this.#handlers.has(handler.name)) throw new RangeError(`the clock ${handler.name} has a handler`);
    this.#handlers.set(handler.name, handler);
  }

  get handlers(): readonly ClockHandler[] {
    return [...this.#handlers.values()];
  }

  /**
   * Starts a clock. One that runs or stands still stays as it is; one that was stopped starts again.
   *
   * @returns the first instant that is late
   */
  async start(tx: Tx, { name, subject, region, limit, from }: NewClock): Promise<Date> {
    const startedOn = from ?? this.clock.today();
    const unit = 'at' in limit ? 'INSTANT' : 'days' in limit ? 'DAYS' : 'WORKING_DAYS';
    const [row] = await tx.query<{ dueAt: Date }>(
      `insert into clock as c (id, name, subject_type, subject_id, region, unit, started_on, due_at, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING')
       on conflict (subject_id, name, subject_type) do update
         set state = case c.state when 'STOPPED' then 'RUNNING' else c.state end,
             unit = case c.state when 'STOPPED' then excluded.unit else c.unit end,
             started_on = case c.state when 'STOPPED' then excluded.started_on else c.started_on end,
             due_at = case c.state when 'STOPPED' then excluded.due_at else c.due_at end,
             stood_still_wd = case c.state when 'STOPPED' then 0 else c.stood_still_wd end
       returning due_at as "dueAt"`,
      [uuidv7(), name, subject.type, subject.id, region, unit, startedOn, lateFrom(limit, startedOn)],
    );
    return row?.dueAt ?? lateFrom(limit, startedOn);
  }

  /**
   * The clock stands still from today on; it fires no more until it is resumed.
   *
   * @throws ClockNotRunning; RangeError for a limit that is not in working days
   */
  async pause(tx: Tx, clock: ClockName): Promise<void> {
    const running = await this.#lock(tx, clock, 'pause', 'RUNNING');
    await tx.execute(`update clock set state = 'PAUSED', paused_on = $2 where id = $1`, [
      running.id,
      this.clock.today(),
    ]);
  }

  /**
   * It runs on: the working days since it was paused are added to the limit.
   *
   * @param atMost - working days that it may stand still in all; those beyond count
   * @returns the first instant that is late
   * @throws ClockNotRunning
   */
  async resume(tx: Tx, clock: ClockName, atMost = Number.MAX_SAFE_INTEGER): Promise<Date> {
    const paused = await this.#lock(tx, clock, 'resume', 'PAUSED');
    const since = paused.pausedOn ?? this.clock.today();
    const left = Math.max(0, atMost - paused.stoodStill);
    const stoodStill = Math.min(left, workingDaysBetween(since, this.clock.today()));
    const dueAt = later(paused.dueAt, stoodStill);
    await tx.execute(
      `update clock set state = 'RUNNING', paused_on = null, stood_still_wd = stood_still_wd + $2, due_at = $3
        where id = $1`,
      [paused.id, stoodStill, dueAt],
    );
    return dueAt;
  }

  /**
   * Gives working days more; a clock that has fired may then fire again, for its new limit.
   *
   * @returns the first instant that is late
   * @throws ClockNotRunning
   */
  async extend(tx: Tx, clock: ClockName, workingDays: number): Promise<Date> {
    const running = await this.#lock(tx, clock, 'extend', 'RUNNING', 'PAUSED');
    const dueAt = later(running.dueAt, workingDays);
    await tx.execute('update clock set due_at = $2 where id = $1', [running.id, dueAt]);
    return dueAt;
  }

  /** What it ran for is done: it fires no more. Subjects without such a clock are passed over. */
  async stop(
    tx: Tx,
    { name, type, ids }: { readonly name: string; readonly type: string; readonly ids: readonly string[] },
  ): Promise<number> {
    return tx.execute(
      `update clock set state = 'STOPPED', paused_on = null
        where name = $1 and subject_type = $2 and subject_id = any($3) and state <> 'STOPPED'`,
      [name, type, ids],
    );
  }

  async read(tx: Tx, { name, subject }: ClockName): Promise<RunningClock | undefined> {
    const [row] = await tx.query<RunningClock>(
      `select ${COLUMNS} from clock where subject_id = $1 and name = $2 and subject_type = $3`,
      [subject.id, name, subject.type],
    );
    return row;
  }

  async #lock(
    tx: Tx,
    clock: ClockName,
    command: string,
    ...states: RunningClock['state'][]
  ): Promise<RunningClock> {
    const { name, subject } = clock;
    const [row] = await tx.query<RunningClock>(
      `select ${COLUMNS} from clock where subject_id = $1 and name = $2 and subject_type = $3 for update`,
      [subject.id, name, subject.type],
    );
    if (!row || !states.includes(row.state)) throw new ClockNotRunning(clock, command);
    if (row.unit !== 'WORKING_DAYS') throw new RangeError(`clock ${name} does not count working days`);
    return row;
  }
}

const later = (dueAt: Date, workingDays: number): Date => endOf(dueOn(lastDayBefore(dueAt), workingDays));

import type { PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { BusinessClock } from '../clock/business-clock.js';
import { writeOutbox } from '../messaging/outbox.js';
import { currentTrace } from '../telemetry/trace-context.js';
import { traced } from '../telemetry/tracing.js';
import { besideOthers } from './beside.js';
import { SwallowedError } from './errors.js';
import { Tx, type EventOrigin, type MoveObserver } from './transaction.js';

const STALLED_AFTER_MS = 10_000;

/**
 * Runs a piece of work in one transaction: all of it is stored and announced, or nothing is.
 * The outbox is written last, so that its locks are held for the length of the commit only.
 */
export class UnitOfWork {
  readonly #listeners: (() => void)[] = [];
  readonly #observers: MoveObserver[] = [];
  readonly #prepared = new WeakSet<PoolClient>();
  readonly #afterRollback = new WeakMap<Tx, readonly ((own: Tx) => Promise<unknown>)[]>();

  /** @param clock - its instants never go back within one piece of work */
  constructor(
    private readonly dataSource: DataSource,
    readonly origin: EventOrigin,
    private readonly clock: Pick<BusinessClock, 'steady'> = new BusinessClock(),
  ) {}

  /** @throws whatever the work throws, or what then keeps {@link afterRollback} from being stored */
  run<T>(actor: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return traced('unit of work', 'internal', {}, () => this.clock.steady(() => this.#run(actor, work)));
  }

  /**
   * What has to stay of a piece of work that is refused: it runs in a transaction of its own once this one has been rolled
   * back and has given its connection back, and the refusal is told once it is stored. Nothing of it where this one commits.
   */
  afterRollback(tx: Tx, work: (own: Tx) => Promise<unknown>): void {
    this.#afterRollback.set(tx, [...(this.#afterRollback.get(tx) ?? []), work]);
  }

  async #run<T>(actor: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    let begun: Tx | undefined;
    try {
      return await this.#attempt(actor, (tx) => {
        begun = tx;
        return work(tx);
      });
    } catch (error) {
      for (const kept of (begun && this.#afterRollback.get(begun)) ?? []) await this.run(actor, kept);
      throw error;
    }
  }

  async #attempt<T>(actor: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await this.#prepare(client);
      const tx = new Tx(runner.manager, client, actor, this.origin, this.#observers);
      const result = await besideOthers(() => this.#transaction(runner, tx, work));
      tx.committed();
      if (tx.announcements.length > 0) for (const listener of this.#listeners) listener();
      return result;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  /**
   * A process that was stopped in the middle of its transaction must not hold its locks for ever. Statements are
   * short and many; compiling one (`jit`) would cost more than running it.
   */
  async #prepare(client: PoolClient): Promise<void> {
    if (this.#prepared.has(client)) return;
    await client.query(`set idle_in_transaction_session_timeout = ${STALLED_AFTER_MS}; set jit = off`);
    this.#prepared.add(client);
  }

  async #transaction<T>(runner: QueryRunner, tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    await runner.startTransaction();
    try {
      const result = await work(tx);
      const announced = tx.announcements.length;
      currentTrace()?.recorded?.tell({ 'minzheng.events.announced': announced });
      if (announced > 0) await writeOutbox(tx.client, this.origin, tx.announcements);
      // not the runner's: it does not tell that PostgreSQL answered with a rollback
      const { command } = await tx.client.query('commit');
      if (command !== 'COMMIT') throw new SwallowedError();
      return result;
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }

  /** Told in its transaction of every move that a lifecycle makes, from the next piece of work on. */
  onMoves(observer: MoveObserver): void {
    this.#observers.push(observer);
  }

  /** Called in this process after each commit that announced something: it wakes the relay. */
  onAnnounced(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

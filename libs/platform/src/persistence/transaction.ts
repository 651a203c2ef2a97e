import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import type { WriterName } from '@minzheng/contracts/catalogue';
import type { Lifecycle } from '@minzheng/kernel/lifecycle';
import type { PoolClient } from 'pg';
import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import { prepareAnnouncement, type Announcement, type EventSubject } from '../messaging/outbox.js';
import type { StateMessages } from '../messaging/state-message.js';
import { Aggregate } from './aggregate.js';
import { NotFound, TooManyAnnouncements, VersionConflict } from './errors.js';
import { writeLifecycleLog, type LoggedCommand, type LoggedMove } from './lifecycle-log.js';

/** At most this many events in one unit of work (ARCHITECTURE.md, "How an event travels", 1). */
export const MAX_ANNOUNCEMENTS = 4_000;

/** Who publishes from this database: the writer in topic names, and the CloudEvents source. */
export interface EventOrigin {
  /** Short name in the topic: `assistance`, `verification`, `inbound` … */
  readonly writer: WriterName;
  /** `ce_source`, for example `/service/assistance`. */
  readonly source: string;
  /** Partitions of every topic; a message that goes to all partitions needs it. */
  readonly partitions: number;
  /** Messages that say how something stands, by type: the newest of each subject can be sent again. */
  readonly states?: StateMessages;
}

/** An aggregate that a lifecycle moves; nothing else assigns its state. */
export type Moving<State extends string> = Aggregate & { state: State };

/** Where an aggregate stood before and after a command. */
export interface Move<State extends string> {
  readonly from: State;
  readonly to: State;
}

/**
 * Is told, in the same transaction, what a command has moved, after it was stored and logged. What it throws refuses the
 * command.
 */
export type MoveObserver = (tx: Tx, command: LoggedCommand, moves: readonly LoggedMove[]) => Promise<void>;

/** Which aggregates a set-based move takes. */
export interface MoveSelection {
  /** SQL over the columns of the table `t`; `$1` is the first of `parameters`. */
  readonly where: string;
  readonly parameters: readonly unknown[];
  /** Takes at most so many, and none that somebody else holds; without it all, waiting for them. */
  readonly atMost?: number;
  /**
   * Other columns that change with the state: `set` assigns them from `n`, the row of the same id that `rows` selects. One
   * statement writes an aggregate once.
   */
  readonly also?: { readonly rows: string; readonly set: string };
  /** Why all of them are moved, for the log. */
  readonly reason?: string | undefined;
}

/** Which parts of a whole a set-based move takes. */
export interface PartSelection {
  /** SQL over the columns of the table `t` and those of `from`; `$1` is the first of `parameters`. */
  readonly where: string;
  readonly parameters: readonly unknown[];
  /** Another table that says which, with its alias; a part is in it once. */
  readonly from?: string;
  /** Other columns that change with the state. */
  readonly set?: string;
  /** What is returned of each part; without it nothing is. `step.from_state` is its state before. */
  readonly returning?: string;
}

/**
 * One transaction and everything that commits with it: aggregates, their log, audit entries, the idempotency
 * record and the outbox. Whoever starts the work opens it; a service method takes it as its first argument.
 */
export class Tx {
  readonly #announcements: Announcement[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(
    readonly manager: EntityManager,
    readonly client: PoolClient,
    /** Who acts: a user's subject, a service or a job. */
    readonly actor: string,
    private readonly origin: EventOrigin,
    private readonly observers: readonly MoveObserver[] = [],
  ) {}

  /** Rows of one SQL statement. */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row>(sql, [...parameters]);
    return result.rows;
  }

  /** Number of rows that one SQL statement changed. */
  async execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    const result = await this.client.query(sql, [...parameters]);
    return result.rowCount ?? 0;
  }

  /** Stores a new aggregate as version 1. */
  async insert<T extends Aggregate>(aggregate: T): Promise<T> {
    aggregate.createdBy ??= this.actor;
    await this.manager.insert(aggregate.constructor as EntityTarget<T>, aggregate as never);
    aggregate.version ??= 1;
    return aggregate;
  }

  /**
   * The only way to change an aggregate: its row is locked until the commit, and its version compared, which
   * TypeORM's `save()` does not do.
   *
   * @throws NotFound, VersionConflict
   */
  async loadForUpdate<T extends Aggregate>(
    type: new () => T,
    id: string,
    expectedVersion?: number,
  ): Promise<T> {
    const aggregate = await this.manager.findOne(type, {
      where: { id } as FindOptionsWhere<T>,
      lock: { mode: 'pessimistic_write' },
    });
    if (!aggregate) throw new NotFound(type.name);
    if (expectedVersion !== undefined && expectedVersion !== aggregate.version) {
      throw new VersionConflict(type.name, aggregate.version);
    }
    return aggregate;
  }

  /** Stores what was changed on a loaded aggregate; its version rises by one. */
  async save<T extends Aggregate>(aggregate: T): Promise<T> {
    return this.manager.save(aggregate);
  }

  /**
   * Stores a new aggregate in the state that its lifecycle gives it, and logs who began it.
   *
   * @param at - by the business clock
   */
  async begin<State extends string, Command extends string, T extends Moving<State>>(
    aggregate: T,
    lifecycle: Lifecycle<State, Command>,
    command: NoInfer<Command>,
    at: Date,
  ): Promise<T> {
    aggregate.state = lifecycle.begin(command);
    await this.insert(aggregate);
    const { id: aggregateId, state: to, version } = aggregate;
    await this.#log(lifecycle.name, command, at, [{ aggregateId, from: null, to, version }]);
    return aggregate;
  }

  /** As {@link begin}, for many aggregates of one type: one statement stores them, one logs them. */
  async beginAll<State extends string, Command extends string, T extends Moving<State>>(
    aggregates: readonly T[],
    lifecycle: Lifecycle<State, Command>,
    command: NoInfer<Command>,
    at: Date,
  ): Promise<void> {
    const [first] = aggregates;
    if (!first) return;
    const to = lifecycle.begin(command);
    for (const aggregate of aggregates) {
      aggregate.state = to;
      aggregate.createdBy ??= this.actor;
    }
    await this.manager.insert(first.constructor as EntityTarget<T>, [...aggregates] as never);
    for (const aggregate of aggregates) aggregate.version ??= 1;
    const moves = aggregates.map(({ id, version }) => ({ aggregateId: id, from: null, to, version }));
    await this.#log(lifecycle.name, command, at, moves);
  }

  /**
   * Moves a loaded aggregate by its lifecycle, stores it with its other changes, and logs who moved it. Its version
   * rises by one, also where nothing changed but what hangs on it.
   *
   * @param at - by the business clock
   * @throws IllegalTransition
   */
  async move<State extends string, Command extends string>(
    aggregate: Moving<State>,
    lifecycle: Lifecycle<State, Command>,
    command: NoInfer<Command>,
    at: Date,
    reason?: string,
  ): Promise<Move<State>> {
    const { state: from, version: before } = aggregate;
    const to = lifecycle.next(from, command);
    aggregate.state = to;
    await this.save(aggregate);
    if (aggregate.version === before) {
      const table = this.#tableOf(aggregate.constructor as EntityTarget<Aggregate>);
      await this.execute(`update ${table} set version = version + 1 where id = $1`, [aggregate.id]);
      aggregate.version += 1;
    }
    const { id: aggregateId, version } = aggregate;
    await this.#log(lifecycle.name, command, at, [{ aggregateId, from, to, version }], reason);
    return { from, to };
  }

  /**
   * Moves all aggregates that are selected and whose state allows the command, in one statement, and logs each.
   *
   * @param at - by the business clock
   * @returns what was moved, in the order of the ids
   */
  async moveWhere<State extends string, Command extends string>(
    type: new () => Moving<State>,
    lifecycle: Lifecycle<State, Command>,
    command: NoInfer<Command>,
    at: Date,
    { where, parameters, atMost, also, reason }: MoveSelection,
  ): Promise<LoggedMove[]> {
    const targets = [...lifecycle.targets(command)];
    const table = this.#tableOf(type);
    const next = parameters.length;
    const moved = await this.query<LoggedMove>(
      `with due as materialized (
         select t.id, t.state, step.to_state from ${table} t
           join unnest($${next + 1}::text[], $${next + 2}::text[]) as step(from_state, to_state)
             on step.from_state = t.state
          where ${where} order by t.id limit $${next + 3}
            for update of t ${atMost === undefined ? '' : 'skip locked'})
       update ${table} t set state = due.to_state, version = t.version + 1 ${also ? `, ${also.set}` : ''}
         from due ${also ? `join (${also.rows}) n using (id)` : ''} where t.id = due.id
       returning t.id as "aggregateId", due.state as "from", due.to_state as "to", t.version`,
      [...parameters, targets.map(([from]) => from), targets.map(([, to]) => to), atMost ?? null],
    );
    const ordered = moved.toSorted((a, b) => (a.aggregateId < b.aggregateId ? -1 : 1));
    await this.#log(lifecycle.name, command, at, ordered, reason);
    return ordered;
  }

  /**
   * Moves the parts of a whole, all that are selected and whose state allows the command, in one statement: the log of the
   * whole has it, as the lifecycle says, and the parts have no rows there. Who observes moves is not told of them. Others
   * must be kept from moving the same parts in another order, such as by a lock on the whole.
   *
   * @returns what was asked for, in no order
   * @throws RangeError when each move of the command has its own row in the log
   */
  async moveParts<State extends string, Command extends string, Row extends object = object>(
    type: new () => Moving<State>,
    lifecycle: Lifecycle<State, Command>,
    command: NoInfer<Command>,
    { where, parameters, from, set, returning }: PartSelection,
  ): Promise<Row[]> {
    if (lifecycle.loggedBy(command) === undefined) {
      throw new RangeError(`${lifecycle.name} logs each ${command}`);
    }
    const targets = [...lifecycle.targets(command)];
    const next = parameters.length;
    return this.query<Row>(
      `update ${this.#tableOf(type)} t
          set state = step.to_state, version = t.version + 1 ${set === undefined ? '' : `, ${set}`}
         from unnest($${next + 1}::text[], $${next + 2}::text[]) as step(from_state, to_state)
              ${from === undefined ? '' : `, ${from}`}
        where step.from_state = t.state and (${where})
       ${returning === undefined ? '' : `returning ${returning}`}`,
      [...parameters, targets.map(([before]) => before), targets.map(([, to]) => to)],
    );
  }

  #tableOf(type: EntityTarget<Aggregate>): string {
    return this.manager.connection.getMetadata(type).tableName;
  }

  async #log(
    aggregate: string,
    command: string,
    at: Date,
    moves: readonly LoggedMove[],
    reason?: string,
  ): Promise<void> {
    if (moves.length === 0) return;
    const { actor } = this;
    const said = { aggregate, actor, command, at, ...(reason === undefined ? {} : { reason }) };
    await writeLifecycleLog(this, said, moves);
    for (const observe of this.observers) await observe(this, said, moves);
  }

  /**
   * Publishes an event with the commit. It is written to the outbox as the last statement of the transaction;
   * topic and key follow from the message, `ce_sequence` is the subject's version at the commit.
   *
   * @throws TooManyAnnouncements, EventTooLarge
   */
  announce<D extends DescMessage>(
    schema: D,
    message: MessageInitShape<D>,
    subject: Aggregate | EventSubject,
  ): void {
    this.#add(prepareAnnouncement(this.origin, schema, message, subjectOf(subject)));
  }

  /** As {@link announce}, once in each partition of the topic: for markers that bound what went before. */
  announceInEveryPartition<D extends DescMessage>(
    schema: D,
    message: MessageInitShape<D>,
    subject: EventSubject,
  ): void {
    for (let partition = 0; partition < this.origin.partitions; partition++) {
      this.#add({ ...prepareAnnouncement(this.origin, schema, message, () => subject), partition });
    }
  }

  /** Runs once the transaction is durable; never after a rollback. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Who publishes from this database: the short name of the service. */
  get writer(): WriterName {
    return this.origin.writer;
  }

  get announcements(): readonly Announcement[] {
    return this.#announcements;
  }

  committed(): void {
    for (const action of this.#afterCommit) action();
  }

  #add(announcement: Announcement): void {
    if (this.#announcements.length >= MAX_ANNOUNCEMENTS) throw new TooManyAnnouncements(MAX_ANNOUNCEMENTS);
    this.#announcements.push(announcement);
  }
}

function subjectOf(subject: Aggregate | EventSubject): () => EventSubject {
  if (!(subject instanceof Aggregate)) return () => subject;
  const name = subject.constructor.name;
  const aggregate = name.charAt(0).toLowerCase() + name.slice(1);
  return () => ({ aggregate, id: subject.id, version: BigInt(subject.version) });
}

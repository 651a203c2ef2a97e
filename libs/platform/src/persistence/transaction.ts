import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import type { WriterName } from '@minzheng/contracts/catalogue';
import type { PoolClient } from 'pg';
import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import { prepareAnnouncement, type Announcement, type EventSubject } from '../messaging/outbox.js';
import { Aggregate } from './aggregate.js';
import { NotFound, TooManyAnnouncements, VersionConflict } from './errors.js';

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

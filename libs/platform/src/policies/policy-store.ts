import type { ServiceName } from '@minzheng/contracts/catalogue';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { PolicyBook, type PolicyRow, type Standing } from '@minzheng/kernel/policy';
import type { DataSource } from 'typeorm';
import { canonicalJson } from '../http/json.js';
import { ParkedEvents, type Received } from '../messaging/index.js';
import { PreparedStatements, type Tx, type UnitOfWork } from '../persistence/index.js';
import { InvalidPolicies, readPolicyFiles, type ShippedPolicyRow } from './policy-files.js';
import { newestOfEach, toCopy, toMessage } from './policy-message.js';
import {
  beginningOf,
  COLUMNS,
  columnsOf,
  endBefore,
  holdsSomeDay,
  IN_THE_BOOK,
  toPolicyRow,
  type PolicyState,
  type StoredRow,
} from './policy-row.js';

/** What is asked of a row that somebody enters, beyond its form. @throws Problem */
export type PolicyGuard = (tx: Tx, row: Omit<PolicyRow, 'id'>) => void | Promise<void>;

type Query = <Row extends object>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

interface MarkedBook {
  readonly mark: string;
  readonly book: PolicyBook;
}

const MARK = 'select mark from policy_change';

/**
 * The policies that a service decides by (政策参数): its own rows, and copies of those that it reads of others.
 * What a row says is never changed: another row ends it.
 */
export class PolicyStore {
  readonly #statements: PreparedStatements;
  #cache: MarkedBook | undefined;
  #running: Promise<PolicyBook> | undefined;
  #following: Promise<PolicyBook> | undefined;
  #announced: (key: string) => boolean = () => false;
  readonly #guards = new Map<string, PolicyGuard>();

  /**
   * @param owner - the service: it ships the rows whose keys begin with its short name
   * @param standing - the code that stood on a day for a region
   */
  constructor(
    dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    readonly owner: ServiceName,
    private readonly standing?: Standing,
  ) {
    this.#statements = new PreparedStatements(dataSource);
  }

  /**
   * At start: stores the rows of the service's YAML files that are not stored yet, and publishes what others
   * read (`PolicyPublished`) in the same transaction, each row once. What was published here since then stands: a row
   * of the files never takes the place of one.
   *
   * @param directory - with a slash at its end
   * @param announced - whether another service reads the key
   * @throws InvalidPolicies, also when a row that is stored has another content in the files
   */
  async ship(directory: URL, announced: (key: string) => boolean): Promise<void> {
    const shipped = await readPolicyFiles(directory, this.owner);
    this.#announced = announced;
    await this.unitOfWork.run(`service/${this.owner}`, async (tx) => {
      await lockPolicies(tx);
      const stored = await tx.query<StoredRow>(`select ${COLUMNS} from policy_row where owner = $1`, [
        this.owner,
      ]);
      const fresh = unstored(shipped, stored);
      for (const { row, from } of endings(fresh, stored)) await endRow(tx, row, from);
      await this.#insert(tx, fresh, stored);
      await this.announceChanges(tx, new Set(fresh.map((row) => row.key)));
    });
  }

  /** Registers what rows of a key must be, when they are drafted and when they are published; before anybody enters one. */
  guard(key: string, guard: PolicyGuard): void {
    this.#guards.set(key, guard);
  }

  /** @throws Problem when a row that somebody enters is not what its key asks for */
  async requireAllowed(tx: Tx, row: Omit<PolicyRow, 'id'>): Promise<void> {
    await this.#guards.get(row.key)?.(tx, row);
  }

  /**
   * A book of all rows that were published, for one decision: ask for a new one for the next, since a book remembers
   * what was consulted. Rows are read again only when the table has changed; requests that ask at the same time
   * share the question whether it has.
   *
   * @param tx - to see what this transaction has stored
   */
  async book(tx?: Tx): Promise<PolicyBook> {
    const book = tx
      ? await this.#current((sql, parameters) => tx.query(sql, parameters))
      : await this.#shared();
    return book.renewed();
  }

  /**
   * Copies what other services published. Only a higher `ce_sequence` replaces what is here, and events that
   * waited for the key are tried again.
   *
   * @throws ForeignPolicy, RangeError or SyntaxError for a row that cannot be used: the event is parked
   */
  async copy(tx: Tx, events: readonly Received<typeof PolicyPublishedSchema>[]): Promise<void> {
    const copies = newestOfEach(events.map(toCopy)).filter(({ owner }) => owner !== this.owner);
    if (copies.length === 0) return;
    const changed = await tx.query<{ key: string }>(
      `insert into policy_row as mine
              (id, owner, key, region_prefix, effective_from, effective_to, value, legal_basis, sequence,
               supersedes_row_id, state, published_at)
       select *, clock_timestamp() from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[],
                                               $7::jsonb[], $8::text[], $9::bigint[], $10::uuid[], $11::text[])
       on conflict (id) do update
         set key = excluded.key, region_prefix = excluded.region_prefix, effective_from = excluded.effective_from,
             effective_to = excluded.effective_to, value = excluded.value, legal_basis = excluded.legal_basis,
             sequence = excluded.sequence, supersedes_row_id = excluded.supersedes_row_id, state = excluded.state,
             recorded_at = excluded.recorded_at
         where mine.owner = excluded.owner and mine.sequence < excluded.sequence
       returning key`,
      [
        copies.map(({ row }) => row.id),
        copies.map(({ owner }) => owner),
        ...columnsOf(copies.map(({ row }) => row)),
        copies.map(({ sequence }) => sequence.toString()),
        copies.map(({ supersedesRowId }) => supersedesRowId ?? null),
        copies.map(({ state }) => state),
      ],
    );
    for (const key of new Set(changed.map((row) => row.key))) await ParkedEvents.policyArrived(tx, key);
  }

  /**
   * After a change of own rows: what waited for their keys is tried again, and what others read is announced, also
   * rows that were stored before another service began to read their key.
   */
  async announceChanges(tx: Tx, keys: Iterable<string>): Promise<void> {
    for (const key of keys) await ParkedEvents.policyArrived(tx, key);
    const unannounced = await tx.query<{ key: string }>(
      `select distinct key from policy_row where owner = $1 and announced_at is null and state = any($2)`,
      [this.owner, IN_THE_BOOK],
    );
    const rows = await tx.query<StoredRow & { announced_at: Date }>(
      `update policy_row set announced_at = clock_timestamp()
        where owner = $1 and announced_at is null and state = any($2) and key = any($3)
        returning ${COLUMNS}, announced_at`,
      [this.owner, IN_THE_BOOK, unannounced.flatMap(({ key }) => (this.#announced(key) ? [key] : []))],
    );
    // who copies them makes room first
    for (const row of rows.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))) {
      tx.announce(PolicyPublishedSchema, toMessage(row), {
        aggregate: 'policyRow',
        id: row.id,
        version: BigInt(row.sequence),
      });
    }
  }

  /** Whoever comes while a question is on its way shares the next one: an answer is never older than its request. */
  #shared(): Promise<PolicyBook> {
    if (!this.#running) return this.#ask();
    this.#following ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#following = undefined;
        return this.#running ?? this.#ask();
      });
    return this.#following;
  }

  #ask(): Promise<PolicyBook> {
    this.#running = this.#current((sql, parameters) => this.#statements.query(sql, parameters)).finally(
      () => {
        this.#running = undefined;
      },
    );
    return this.#running;
  }

  async #current(query: Query): Promise<PolicyBook> {
    const [change] = await query<{ mark: string }>(MARK);
    const cached = this.#cache;
    if (cached && cached.mark === change?.mark) return cached.book;
    const rows = await query<StoredRow & { mark: string }>(
      `select ${COLUMNS}, c.mark from policy_change c left join policy_row on state = any($1)`,
      [IN_THE_BOOK],
    );
    // without rows the change still answers, with a row of nothing
    const stored = rows.filter(({ id }) => id !== null);
    const book = new PolicyBook(stored.map(toPolicyRow), this.standing);
    this.#cache = { mark: rows[0]?.mark ?? '', book };
    return book;
  }

  async #insert(tx: Tx, rows: readonly ShippedPolicyRow[], stored: readonly StoredRow[]): Promise<void> {
    const taken = takenBeginnings(rows, stored);
    const ended = endedAmong(rows);
    const entries = rows.map((row): { row: PolicyRow; state: PolicyState } => {
      const effectiveTo = taken.has(beginningOf(row)) ? row.effectiveFrom : ended.get(row.id);
      return effectiveTo === undefined
        ? { row, state: 'PUBLISHED' }
        : { row: { ...row, effectiveTo }, state: 'SUPERSEDED' };
    });
    await tx.execute(
      `insert into policy_row
              (id, key, region_prefix, effective_from, effective_to, value, legal_basis, supersedes_row_id, state, owner,
               sequence, published_at)
       select *, $10, 1, clock_timestamp()
         from unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::jsonb[], $7::text[], $8::uuid[],
                     $9::text[])`,
      [
        rows.map(({ id }) => id),
        ...columnsOf(entries.map(({ row }) => row)),
        rows.map(({ supersedesRowId }) => supersedesRowId ?? null),
        entries.map(({ state }) => state),
        this.owner,
      ],
    );
  }
}

/** Whoever changes own rows does it alone: instances that start together, and people who publish at once. */
export async function lockPolicies(tx: Tx): Promise<void> {
  await tx.execute('lock table policy_row in share row exclusive mode');
}

/** A published row ends where another takes its place: it is stored and announced again with a higher sequence. */
export async function endRow(tx: Tx, row: PolicyRow, from: string): Promise<void> {
  await tx.execute(
    `update policy_row
        set effective_to = $2, state = 'SUPERSEDED', sequence = sequence + 1, announced_at = null,
            recorded_at = clock_timestamp()
      where id = $1`,
    [row.id, endBefore(row, from)],
  );
}

const rank = ({ state }: StoredRow): number => (state === 'SUPERSEDED' ? 0 : 1);

const stillHolds = (row: StoredRow): boolean =>
  IN_THE_BOOK.includes(row.state) && holdsSomeDay(toPolicyRow(row));

/** Beginnings of rows that people have published: a shipped row with one of them never holds, unless it names that row. */
function takenBeginnings(
  rows: readonly ShippedPolicyRow[],
  stored: readonly StoredRow[],
): ReadonlySet<string> {
  const named = new Set(rows.map(({ supersedesRowId }) => supersedesRowId));
  const published = stored.filter((row) => row.drafted_by !== null && stillHolds(row) && !named.has(row.id));
  return new Set(published.map((row) => beginningOf(toPolicyRow(row))));
}

/** Stored rows that shipped ones end, each with the day from which it no longer holds. */
function endings(
  fresh: readonly ShippedPolicyRow[],
  stored: readonly StoredRow[],
): { row: PolicyRow; from: string }[] {
  const byId = new Map(stored.map((row) => [row.id, toPolicyRow(row)]));
  return fresh.flatMap(({ supersedesRowId, effectiveFrom }) => {
    const row = byId.get(supersedesRowId ?? '');
    const ends = row && endBefore(row, effectiveFrom) !== row.effectiveTo;
    return ends ? [{ row, from: effectiveFrom }] : [];
  });
}

/** Ends of shipped rows that others of the same start supersede. */
function endedAmong(rows: readonly ShippedPolicyRow[]): ReadonlyMap<string, string> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ends = new Map<string, string>();
  for (const { supersedesRowId, effectiveFrom } of rows) {
    const row = byId.get(supersedesRowId ?? '');
    const known = row && ends.get(row.id);
    if (row)
      ends.set(row.id, endBefore(known === undefined ? row : { ...row, effectiveTo: known }, effectiveFrom));
  }
  return ends;
}

/** @throws InvalidPolicies */
function unstored(shipped: readonly ShippedPolicyRow[], stored: readonly StoredRow[]): ShippedPolicyRow[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const rivals = stored.filter((row) => row.drafted_by === null && stillHolds(row));
  const byBeginning = new Map(rivals.map((row) => [beginningOf(toPolicyRow(row)), row]));
  const problems: string[] = [];
  const fresh = shipped.filter((row) => {
    const known = byId.get(row.id);
    const rival = byBeginning.get(beginningOf(row));
    if (known && !isSameContent(row, known)) {
      problems.push(
        `${row.place}: another content is stored: a row is superseded by a new one, never changed`,
      );
    } else if (!known && rival && row.supersedesRowId !== rival.id) {
      problems.push(`${row.place}: row ${rival.id} is stored with this key, region and first day`);
    }
    return !known;
  });
  if (problems.length > 0) throw new InvalidPolicies(problems);
  return fresh;
}

/** The end of a row that was superseded is no longer that of the file. */
function isSameContent(shipped: PolicyRow, stored: StoredRow): boolean {
  const known = toPolicyRow(stored);
  const isEndSame = stored.state === 'SUPERSEDED' || shipped.effectiveTo === known.effectiveTo;
  return isEndSame && contentOf(shipped) === contentOf(known);
}

function contentOf({ key, regionPrefix, effectiveFrom, value, legalBasis }: PolicyRow): string {
  return canonicalJson([key, regionPrefix, effectiveFrom, value, legalBasis]);
}

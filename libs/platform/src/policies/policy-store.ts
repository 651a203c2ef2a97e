import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import type { DataSource } from 'typeorm';
import { canonicalJson } from '../http/json.js';
import { ParkedEvents, type Received } from '../messaging/index.js';
import type { Tx, UnitOfWork } from '../persistence/index.js';
import { beginningOf, InvalidPolicies, readPolicyFiles, type ShippedPolicyRow } from './policy-files.js';

/** The sender of a policy row is not the service that owns its key. */
export class ForeignPolicy extends Error {
  constructor(key: string, source: string) {
    super(`${source} does not own policy ${key}`);
    this.name = 'ForeignPolicy';
  }
}

interface StoredRow {
  readonly id: string;
  readonly key: string;
  readonly region_prefix: string;
  readonly effective_from: CivilDate;
  readonly effective_to: CivilDate | null;
  readonly value: unknown;
  readonly legal_basis: string;
  readonly supersedes_row_id: string | null;
  readonly sequence: string;
}

const COLUMNS = `id, key, region_prefix, effective_from::text, effective_to::text, value, legal_basis,
                 supersedes_row_id, sequence`;
/** What every (id, sequence) together come to: the content of a row is fixed by these two. */
const FINGERPRINT = `select count(*) || ':' || coalesce(sum(hashtextextended(id::text, sequence)), 0) as fingerprint
                       from policy_row`;

/**
 * The policies that a service decides by (政策参数): its own rows, and copies of those that it reads of others.
 * A row is never changed: another one with a later first day replaces it.
 */
export class PolicyStore {
  #cache: { readonly fingerprint: string; readonly rows: readonly PolicyRow[] } | undefined;

  /** @param owner - the service: it ships the rows whose keys begin with its short name */
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly owner: ServiceName,
  ) {}

  /**
   * At start: stores the rows of the service's YAML files that are not stored yet, and publishes what others
   * read (`PolicyPublished`) in the same transaction, each row once.
   *
   * @param directory - with a slash at its end
   * @param announced - whether another service reads the key
   * @throws InvalidPolicies, also when a row that is stored has another content in the files
   */
  async ship(directory: URL, announced: (key: string) => boolean): Promise<void> {
    const shipped = await readPolicyFiles(directory, this.owner);
    await this.unitOfWork.run(`service/${this.owner}`, async (tx) => {
      // Instances that start together ship one after the other.
      await tx.execute('lock table policy_row in share row exclusive mode');
      const fresh = unstored(shipped, await this.#ownRows(tx));
      await this.#insert(tx, fresh);
      for (const key of new Set(fresh.map((row) => row.key))) await ParkedEvents.policyArrived(tx, key);
      await this.#publish(tx, announced);
    });
  }

  /**
   * A book of all rows, for one decision: ask for a new one for the next, since a book remembers what was
   * consulted. Rows are read again only when the table has changed.
   *
   * @param tx - to see what this transaction has stored
   */
  async book(tx?: Tx): Promise<PolicyBook> {
    const query = <Row extends object>(sql: string): Promise<Row[]> =>
      tx ? tx.query<Row>(sql) : this.dataSource.query<Row[]>(sql);
    const [state] = await query<{ fingerprint: string }>(FINGERPRINT);
    const fingerprint = state?.fingerprint ?? '';
    let rows = this.#cache?.fingerprint === fingerprint ? this.#cache.rows : undefined;
    if (!rows) {
      const stored = await query<StoredRow & { fingerprint: string }>(
        `select ${COLUMNS}, s.fingerprint from policy_row, (${FINGERPRINT}) s`,
      );
      rows = stored.map(toPolicyRow);
      this.#cache = { fingerprint: stored[0]?.fingerprint ?? fingerprint, rows };
    }
    return new PolicyBook(rows);
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
              (id, owner, key, region_prefix, effective_from, effective_to, value, legal_basis, sequence, supersedes_row_id)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::jsonb[],
                            $8::text[], $9::bigint[], $10::uuid[])
       on conflict (id) do update
         set key = excluded.key, region_prefix = excluded.region_prefix, effective_from = excluded.effective_from,
             effective_to = excluded.effective_to, value = excluded.value, legal_basis = excluded.legal_basis,
             sequence = excluded.sequence, supersedes_row_id = excluded.supersedes_row_id,
             recorded_at = excluded.recorded_at
         where mine.owner = excluded.owner and mine.sequence < excluded.sequence
       returning key`,
      [
        copies.map(({ row }) => row.id),
        copies.map(({ owner }) => owner),
        ...columnsOf(copies.map(({ row }) => row)),
        copies.map(({ sequence }) => sequence.toString()),
        copies.map(({ supersedesRowId }) => supersedesRowId ?? null),
      ],
    );
    for (const key of new Set(changed.map((row) => row.key))) await ParkedEvents.policyArrived(tx, key);
  }

  #ownRows(tx: Tx): Promise<StoredRow[]> {
    return tx.query<StoredRow>(`select ${COLUMNS} from policy_row where owner = $1`, [this.owner]);
  }

  async #insert(tx: Tx, rows: readonly ShippedPolicyRow[]): Promise<void> {
    await tx.execute(
      `insert into policy_row
              (id, key, region_prefix, effective_from, effective_to, value, legal_basis, supersedes_row_id, owner, sequence)
       select *, $9, 1 from unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::jsonb[],
                                   $7::text[], $8::uuid[])`,
      [
        rows.map(({ id }) => id),
        ...columnsOf(rows),
        rows.map(({ supersedesRowId }) => supersedesRowId ?? null),
        this.owner,
      ],
    );
  }

  /** Also rows that were stored before another service began to read their key. */
  async #publish(tx: Tx, announced: (key: string) => boolean): Promise<void> {
    const keys = (
      await tx.query<{ key: string }>(
        'select distinct key from policy_row where owner = $1 and published_at is null',
        [this.owner],
      )
    ).flatMap(({ key }) => (announced(key) ? [key] : []));
    const rows = await tx.query<StoredRow & { published_at: Date }>(
      `update policy_row set published_at = clock_timestamp()
        where owner = $1 and published_at is null and key = any($2)
        returning ${COLUMNS}, published_at`,
      [this.owner, keys],
    );
    for (const row of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      tx.announce(PolicyPublishedSchema, toMessage(row), {
        aggregate: 'policyRow',
        id: row.id,
        version: BigInt(row.sequence),
      });
    }
  }
}

/** @throws InvalidPolicies */
function unstored(shipped: readonly ShippedPolicyRow[], stored: readonly StoredRow[]): ShippedPolicyRow[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const byBeginning = new Map(stored.map((row) => [beginningOf(toPolicyRow(row)), row]));
  const problems: string[] = [];
  const fresh = shipped.filter((row) => {
    const known = byId.get(row.id);
    const rival = byBeginning.get(beginningOf(row));
    if (known && contentOf(row) !== contentOf(toPolicyRow(known))) {
      problems.push(
        `${row.place}: another content is stored: a row is superseded by a new one, never changed`,
      );
    } else if (!known && rival) {
      problems.push(`${row.place}: row ${rival.id} is stored with this key, region and first day`);
    }
    return !known;
  });
  if (problems.length > 0) throw new InvalidPolicies(problems);
  return fresh;
}

function contentOf({ key, regionPrefix, effectiveFrom, effectiveTo, value, legalBasis }: PolicyRow): string {
  return canonicalJson([key, regionPrefix, effectiveFrom, effectiveTo ?? null, value, legalBasis]);
}

/** Parameters for key, region, both dates, value and legal basis. */
function columnsOf(rows: readonly PolicyRow[]): unknown[][] {
  return [
    rows.map(({ key }) => key),
    rows.map(({ regionPrefix }) => regionPrefix),
    rows.map(({ effectiveFrom }) => effectiveFrom),
    rows.map(({ effectiveTo }) => effectiveTo ?? null),
    rows.map(({ value }) => canonicalJson(value)),
    rows.map(({ legalBasis }) => legalBasis),
  ];
}

function toPolicyRow(row: StoredRow): PolicyRow {
  return {
    id: row.id,
    key: row.key,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    ...(row.effective_to === null ? {} : { effectiveTo: row.effective_to }),
    value: row.value,
    legalBasis: row.legal_basis,
  };
}

function toMessage(row: StoredRow & { published_at: Date }) {
  return {
    occurredAt: timestampFromDate(row.published_at),
    ...(row.region_prefix === '' ? {} : { region: { code: row.region_prefix } }),
    policyKey: row.key,
    transition: {
      aggregate: 'policyRow',
      aggregateId: row.id,
      fromState: '',
      toState: 'PUBLISHED',
      version: BigInt(row.sequence),
    },
    rowId: row.id,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    ...(row.effective_to === null ? {} : { effectiveTo: row.effective_to }),
    value: canonicalJson(row.value),
    legalBasis: row.legal_basis,
    ...(row.supersedes_row_id === null ? {} : { supersedesRowId: row.supersedes_row_id }),
  };
}

interface Copy {
  readonly row: PolicyRow;
  readonly owner: string;
  readonly sequence: bigint;
  readonly supersedesRowId: string | undefined;
}

function toCopy({ envelope, message }: Received<typeof PolicyPublishedSchema>): Copy {
  const owner = message.policyKey.split('.')[0] ?? '';
  if (envelope.source !== `/service/${owner}`) throw new ForeignPolicy(message.policyKey, envelope.source);
  const row: PolicyRow = {
    id: message.rowId,
    key: message.policyKey,
    regionPrefix: message.regionPrefix,
    effectiveFrom: message.effectiveFrom,
    ...(message.effectiveTo === undefined ? {} : { effectiveTo: message.effectiveTo }),
    value: JSON.parse(message.value) as unknown,
    legalBasis: message.legalBasis,
  };
  // A row that no book accepts would stop every decision: it is refused before it is stored.
  new PolicyBook([row]);
  return { row, owner, sequence: envelope.sequence, supersedesRowId: message.supersedesRowId };
}

function newestOfEach(copies: readonly Copy[]): Copy[] {
  const newest = new Map<string, Copy>();
  for (const copy of copies) {
    const known = newest.get(copy.row.id);
    if (!known || known.sequence < copy.sequence) newest.set(copy.row.id, copy);
  }
  return [...newest.values()];
}

import type { ServiceName } from '@minzheng/contracts/catalogue';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { contains } from '@minzheng/kernel/region';
import { v7 as uuidv7 } from 'uuid';
import type { BusinessClock } from '../clock/index.js';
import { canonicalJson, Problem, PROBLEMS } from '../http/index.js';
import { codeOf } from '../messaging/failure.js';
import { NotFound, VersionConflict, type Tx } from '../persistence/index.js';
import { POLICY_PROBLEMS } from './policy-problems.js';
import {
  COLUMNS,
  holdsSomeDay,
  IN_THE_BOOK,
  toPolicyRow,
  type PolicyState,
  type StoredRow,
} from './policy-row.js';
import { endRow, lockPolicies, type PolicyStore } from './policy-store.js';
import { formProblem } from './policy-value.js';

/** What somebody proposes (草拟). */
export interface PolicyDraft extends Omit<PolicyRow, 'id'> {
  /** The row that ends where this one begins. */
  readonly supersedesRowId?: string;
}

const UNIQUE_VIOLATION = '23505';

/** Rows that people enter: one drafts, another publishes. What is published never changes, it is superseded. */
export class PolicyDrafts {
  constructor(
    private readonly store: PolicyStore,
    private readonly clock: Pick<BusinessClock, 'today'>,
  ) {}

  /**
   * Stores a draft: it is in no book.
   *
   * @param region - of the drafter's token: the row's region is it or lies in it
   * @throws Problem `out-of-region`, `policy-not-owned`, `policy-key-unknown`, `policy-value-invalid`, `backdating`,
   * `policy-not-supersedable`, `policy-exists`, and what the key is guarded by
   */
  async draft(tx: Tx, draft: PolicyDraft, region: string | undefined): Promise<StoredRow> {
    requireRegion(draft.regionPrefix, region);
    requireOwned(draft.key, this.store.owner);
    const known = await rowsOfKey(tx, draft.key);
    requireForm(draft, known);
    await this.store.requireAllowed(tx, draft);
    const id = uuidv7();
    this.#requirePlace({ ...draft, id }, draft.supersedesRowId, known);
    const { key, regionPrefix, effectiveFrom, effectiveTo, value, legalBasis, supersedesRowId } = draft;
    const [stored] = await refusingTwins(
      tx.query<StoredRow>(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, effective_to, value, legal_basis,
                                 supersedes_row_id, sequence, state, drafted_by, drafted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 'DRAFT', $10, clock_timestamp())
         returning ${COLUMNS}`,
        [
          ...[
            id,
            this.store.owner,
            key,
            regionPrefix,
            effectiveFrom,
            effectiveTo ?? null,
            canonicalJson(value),
          ],
          ...[legalBasis, supersedesRowId ?? null, tx.actor],
        ],
      ),
    );
    return required(stored);
  }

  /**
   * A second person puts a draft into force; the row that it supersedes ends where it begins.
   *
   * @param version - that the publisher has seen
   * @param region - of the publisher's token
   * @throws NotFound, VersionConflict, IllegalTransition, Problem `same-person`, and what {@link draft} throws: the day
   * and the other rows may have changed since
   */
  async publish(tx: Tx, id: string, version: number, region: string | undefined): Promise<StoredRow> {
    await lockPolicies(tx);
    const draft = await this.#openDraft(tx, id, version, region, 'publish');
    if (draft.drafted_by === tx.actor) throw new Problem(PROBLEMS.samePerson);
    const row = toPolicyRow(draft);
    const known = await rowsOfKey(tx, row.key);
    requireForm(row, known);
    await this.store.requireAllowed(tx, row);
    const superseded = this.#requirePlace(row, draft.supersedes_row_id ?? undefined, known);
    if (superseded) await endRow(tx, superseded, row.effectiveFrom);
    const published = await moveRow(tx, id, 'PUBLISHED', tx.actor);
    await this.store.announceChanges(tx, [row.key]);
    return published;
  }

  /** @throws NotFound, VersionConflict, IllegalTransition, Problem `out-of-region` */
  async withdraw(tx: Tx, id: string, version: number, region: string | undefined): Promise<StoredRow> {
    await lockPolicies(tx);
    await this.#openDraft(tx, id, version, region, 'withdraw');
    return moveRow(tx, id, 'WITHDRAWN');
  }

  async #openDraft(
    tx: Tx,
    id: string,
    version: number,
    region: string | undefined,
    command: string,
  ): Promise<StoredRow> {
    const [row] = await tx.query<StoredRow>(`select ${COLUMNS} from policy_row where id = $1 for update`, [
      id,
    ]);
    if (!row) throw new NotFound('policy row');
    requireRegion(row.region_prefix, region);
    requireOwned(row.key, this.store.owner);
    if (Number(row.sequence) !== version) throw new VersionConflict('policy row', Number(row.sequence));
    if (row.state !== 'DRAFT') throw new IllegalTransition('policy row', row.state, command);
    return row;
  }

  /** @returns what the row supersedes */
  #requirePlace(
    row: PolicyRow,
    supersedesRowId: string | undefined,
    known: readonly StoredRow[],
  ): PolicyRow | undefined {
    const holding = known
      .map(toPolicyRow)
      .filter((each) => each.regionPrefix === row.regionPrefix && holdsSomeDay(each));
    const superseded = holding.find(({ id }) => id === supersedesRowId);
    if (supersedesRowId !== undefined && !superseded) throw new Problem(POLICY_PROBLEMS.notSupersedable);
    if (row.effectiveFrom < this.clock.today() && !superseded) throw new Problem(POLICY_PROBLEMS.backdating);
    const twin = holding.find((each) => each !== superseded && each.effectiveFrom === row.effectiveFrom);
    if (twin) throw new Problem(POLICY_PROBLEMS.exists, { extensions: { rowId: twin.id } });
    return superseded;
  }
}

/** Rows of the key that were published, also those that hold no more. */
function rowsOfKey(tx: Tx, key: string): Promise<StoredRow[]> {
  return tx.query<StoredRow>(`select ${COLUMNS} from policy_row where key = $1 and state = any($2)`, [
    key,
    IN_THE_BOOK,
  ]);
}

/** The row of the whole country is nobody's to change here. */
function requireRegion(regionPrefix: string, region: string | undefined): void {
  if (region === undefined || !contains(region, regionPrefix)) throw new Problem(PROBLEMS.outOfRegion);
}

function requireOwned(key: string, owner: ServiceName): void {
  if (!key.startsWith(`${owner}.`)) throw new Problem(POLICY_PROBLEMS.notOwned);
}

function requireForm({ key, value }: Pick<PolicyRow, 'key' | 'value'>, known: readonly StoredRow[]): void {
  if (known.length === 0) throw new Problem(POLICY_PROBLEMS.keyUnknown);
  const path = formProblem(
    value,
    known.map((row) => row.value),
    key,
  );
  if (path !== undefined) throw new Problem(POLICY_PROBLEMS.valueInvalid, { extensions: { path } });
}

async function moveRow(tx: Tx, id: string, state: PolicyState, publisher?: string): Promise<StoredRow> {
  const [row] = await refusingTwins(
    tx.query<StoredRow>(
      `update policy_row
          set state = $2, sequence = sequence + 1, recorded_at = clock_timestamp(), published_by = $3,
              published_at = case when $3::text is null then null else clock_timestamp() end
        where id = $1 returning ${COLUMNS}`,
      [id, state, publisher ?? null],
    ),
  );
  return required(row);
}

async function refusingTwins<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) throw new Problem(POLICY_PROBLEMS.exists, { cause: error });
    throw error;
  }
}

function required(row: StoredRow | undefined): StoredRow {
  if (!row) throw new NotFound('policy row');
  return row;
}

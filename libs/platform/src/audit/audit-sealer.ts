import { entryHash } from '@minzheng/kernel/audit-chain';
import type { Logger } from 'pino';
import type { FieldCipher } from '../encryption/index.js';
import { PollingLoop } from '../jobs/index.js';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { alertOfRefusals } from './audit-alerts.js';
import { authenticatedHead, chainedContent, shardOfRow, type AuditRow } from './audit-entry.js';
import { auditMetrics } from './audit.metrics.js';

const ACTOR = 'audit-sealer';
const BATCH = 2_000;
/** An entry is sealed within a second. */
const PAUSE_MS = 250;
const BEHIND_SECONDS = 5;
/** More are not counted: a round costs the same however far it is behind. */
const COUNTED = 10_000;

interface Head {
  readonly shard: string;
  seq: number;
  hash: string;
}

interface Seal {
  readonly id: string;
  readonly shard: string;
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * Ties each entry to the one before in its shard, in the order of their ids (封存). One sealer a database works at a time:
 * who holds the heads' rows. A batch commits with its heads or not at all, so a killed sealer leaves neither a gap nor
 * a double.
 */
export class AuditSealer {
  readonly #loop: PollingLoop;
  #isBehind = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cipher: FieldCipher,
    private readonly logger: Logger,
  ) {
    this.#loop = new PollingLoop(ACTOR, logger, PAUSE_MS, () => this.round());
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Seals at most one batch. @returns whether there may be more */
  async round(batch = BATCH): Promise<boolean> {
    const sealed = await this.unitOfWork.run(ACTOR, async (tx) => {
      if (!(await this.#hasWork(tx))) return 0;
      return this.#seal(tx, batch);
    });
    auditMetrics.sealed.inc(sealed);
    return sealed === batch;
  }

  async #hasWork(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ unsealed: number; seconds: number | null }>(
      `select count(*)::int as unsealed, extract(epoch from clock_timestamp() - min(at))::float8 as seconds
         from (select at from audit_entry where seq is null order by id limit $1) as oldest`,
      [COUNTED],
    );
    const age = Math.max(row?.seconds ?? 0, 0);
    if (age > BEHIND_SECONDS !== this.#isBehind) {
      this.#isBehind = !this.#isBehind;
      const state = this.#isBehind ? 'the audit is sealed late' : 'the audit is sealed in time again';
      this.logger.warn({ unsealed: row?.unsealed, seconds: age }, state);
    }
    return (row?.unsealed ?? 0) > 0;
  }

  async #seal(tx: Tx, batch: number): Promise<number> {
    const heads = await tx.query<{ shard: string; seq: string; hash: string }>(
      `select shard, seq::text, encode(hash, 'hex') as hash from audit_head order by shard for update skip locked`,
    );
    // a few missing: somebody else is sealing
    if (heads.length < 16) return 0;
    const byShard = new Map<string, Head>(
      heads.map((head) => [head.shard, { ...head, seq: Number(head.seq) }]),
    );
    const rows = await tx.query<AuditRow>(
      'select * from audit_entry where seq is null order by id limit $1',
      [batch],
    );
    if (rows.length === 0) return 0;
    const seals = rows.map((row) => sealAfter(headOf(byShard, row), row));
    await tx.execute(
      `update audit_entry e set shard = s.shard, seq = s.seq, prev_hash = decode(s.prev, 'hex'), hash = decode(s.hash, 'hex')
         from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[]) as s (id, shard, seq, prev, hash)
        where e.id = s.id`,
      [
        seals.map(({ id }) => id),
        seals.map(({ shard }) => shard),
        seals.map(({ seq }) => seq),
        seals.map(({ prevHash }) => prevHash),
        seals.map(({ hash }) => hash),
      ],
    );
    await this.#moveHeads(tx, [...byShard.values()]);
    await alertOfRefusals(
      tx,
      rows.filter(({ action }) => action.endsWith(' refused')),
      this.logger,
    );
    return rows.length;
  }

  async #moveHeads(tx: Tx, heads: readonly Head[]): Promise<void> {
    await tx.execute(
      `update audit_head h set seq = n.seq, hash = decode(n.hash, 'hex'), mac = n.mac
         from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) as n (shard, seq, hash, mac)
        where h.shard = n.shard and h.seq < n.seq`,
      [
        heads.map(({ shard }) => shard),
        heads.map(({ seq }) => seq),
        heads.map(({ hash }) => hash),
        heads.map(({ shard, seq, hash }) => this.cipher.fingerprint(authenticatedHead(shard, seq, hash))),
      ],
    );
  }
}

function headOf(heads: ReadonlyMap<string, Head>, row: AuditRow): Head {
  const head = heads.get(shardOfRow(row));
  if (!head) throw new RangeError(`no shard for ${row.id}`);
  return head;
}

/** Moves the head on. */
function sealAfter(head: Head, row: AuditRow): Seal {
  const prevHash = head.hash;
  head.seq += 1;
  head.hash = entryHash(prevHash, chainedContent(row, head.seq));
  return { id: row.id, shard: head.shard, seq: head.seq, prevHash, hash: head.hash };
}

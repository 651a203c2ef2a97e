import {
  ChainWalk,
  SHARDS,
  type ChainBreak,
  type ChainLink,
  type ChainPoint,
} from '@minzheng/kernel/audit-chain';
import type { JWK } from 'jose';
import type { DataSource } from 'typeorm';
import { DecryptionFailed, type FieldCipher } from '../encryption/index.js';
import { anchorBody } from './audit-anchors.js';
import {
  actText,
  authenticated,
  authenticatedBeginning,
  authenticatedHead,
  chainedContent,
  shardOfRow,
  type AuditRow,
} from './audit-entry.js';
import { PERSONS_FIELD_SQL, personsFieldOf } from './joint-entry.js';
import type { AnchorSigner } from './audit-signer.js';

const PAGE = 2_000;

/** With the field that names the persons of a joint entry, as they stand. */
type StoredRow = AuditRow & { readonly persons_field: string | null };
type SealedRow = StoredRow & { readonly seq: string; readonly prev: string; readonly hash_hex: string };

/** What is found in one shard. */
export interface ShardFinding {
  readonly shard: string;
  readonly ok: boolean;
  /** The first entry that is wrong; none when it is one without a seal. */
  readonly brokenAtSeq?: number;
  readonly problem?: ChainBreak['problem'];
}

export interface ChainFinding {
  readonly ok: boolean;
  /** Entries looked at. */
  readonly checked: number;
  readonly shards: readonly ShardFinding[];
}

/** Goes through the whole chain and names what was changed, removed or put in past the service. */
export class AuditVerifier {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: FieldCipher,
    private readonly signer: AnchorSigner,
  ) {}

  /** Reads all entries once, in pages: for a day of low load where there are many. */
  async verify(): Promise<ChainFinding> {
    const shards: ShardFinding[] = [];
    let checked = 0;
    const foreign = await this.#unsealedForeign();
    for (const shard of SHARDS) {
      const found = await this.#verifyShard(shard);
      checked += found.checked;
      if (found.broken) {
        shards.push({ shard, ok: false, brokenAtSeq: found.broken.seq, problem: found.broken.problem });
      } else if (foreign.has(shard)) shards.push({ shard, ok: false, problem: 'inserted' });
      else shards.push({ shard, ok: true });
    }
    await this.#keep(checked, shards);
    return { ok: shards.every(({ ok }) => ok), checked, shards };
  }

  /** The last finding stands until the next: who watches over the service reads it there. */
  async #keep(checked: number, shards: readonly ShardFinding[]): Promise<void> {
    const broken = shards.filter(({ ok }) => !ok).map(({ shard }) => shard);
    await this.dataSource.query(
      `insert into audit_verification (at, checked, broken_shards) values (clock_timestamp(), $1, $2)
       on conflict (is_only) do update
         set at = excluded.at, checked = excluded.checked, broken_shards = excluded.broken_shards`,
      [checked, broken],
    );
  }

  async #verifyShard(shard: string): Promise<{ checked: number; broken: ChainBreak | undefined }> {
    const [head, anchors, beginning] = await Promise.all([
      this.#head(shard),
      this.#anchors(shard),
      this.#beginning(shard),
    ]);
    const walk = new ChainWalk(anchors, beginning);
    let checked = 0;
    let after = beginning?.seq ?? 0;
    for (;;) {
      const rows = await this.#page(shard, after, head.seq);
      const last = rows.at(-1);
      const isWhole = rows.every((row) => walk.add(this.#linkOf(shard, row)));
      checked += rows.length;
      if (!isWhole || !last || rows.length < PAGE) break;
      after = Number(last.seq);
    }
    return { checked, broken: walk.end(head) ?? (await this.#beyondHead(shard)) };
  }

  #page(shard: string, after: number, to: number): Promise<SealedRow[]> {
    return this.dataSource.query(
      `select e.*, encode(prev_hash, 'hex') as prev, encode(hash, 'hex') as hash_hex, ${PERSONS_FIELD_SQL} as persons_field
         from audit_entry e left join audit_entry_persons p on p.entry_id = e.id
        where shard = $1 and seq > $2 and seq <= $3 order by seq limit $4`,
      [shard, after, to, PAGE],
    );
  }

  #linkOf(shard: string, row: SealedRow): ChainLink {
    const content = chainedContent(row, Number(row.seq));
    const named = personsFieldOf(row.fields) ?? null;
    return {
      // persons that are others than the entry names are a change of the entry
      content: named === row.persons_field ? content : { ...content, persons: row.persons_field ?? '' },
      prevHash: row.prev,
      hash: row.hash_hex,
      isAuthentic: shardOfRow(row) === shard && this.#isAuthentic(row),
    };
  }

  #isAuthentic(row: StoredRow): boolean {
    if ((personsFieldOf(row.fields) ?? null) !== row.persons_field) return false;
    return this.#holds(row.mac, authenticated(actText(row), row));
  }

  #holds(mac: string | null, text: string): boolean {
    try {
      return mac !== null && this.cipher.matches(mac, text);
    } catch (error) {
      if (error instanceof DecryptionFailed) return false;
      throw error;
    }
  }

  async #head(shard: string): Promise<ChainPoint> {
    const [row] = await this.dataSource.query<{ seq: string; hash: string; mac: string | null }[]>(
      `select seq::text, encode(hash, 'hex') as hash, mac from audit_head where shard = $1`,
      [shard],
    );
    if (!row) return { seq: 0, hash: '', isAuthentic: false };
    const seq = Number(row.seq);
    const isAuthentic = seq === 0 || this.#holds(row.mac, authenticatedHead(shard, seq, row.hash));
    return { seq, hash: row.hash, isAuthentic };
  }

  /** Up to where the shard was erased after its years; undefined where nothing was. */
  async #beginning(shard: string): Promise<ChainPoint | undefined> {
    const [row] = await this.dataSource.query<{ seq: string; hash: string; mac: string }[]>(
      `select seq::text, encode(hash, 'hex') as hash, mac from audit_beginning where shard = $1`,
      [shard],
    );
    if (!row) return undefined;
    const seq = Number(row.seq);
    return {
      seq,
      hash: row.hash,
      isAuthentic: this.#holds(row.mac, authenticatedBeginning(shard, seq, row.hash)),
    };
  }

  async #anchors(shard: string): Promise<ChainPoint[]> {
    const rows = await this.dataSource.query<
      { seq: string; hash: string; signature: string; public_key: JWK }[]
    >(
      `select seq::text, encode(hash, 'hex') as hash, signature, public_key
         from audit_anchor where shard = $1 order by audit_anchor.seq`,
      [shard],
    );
    return Promise.all(
      rows.map(async ({ seq, hash, signature, public_key }) => {
        const body = anchorBody({ shard, seq: Number(seq), headSha256: hash });
        const isAuthentic = await this.signer.holds(body, signature, public_key);
        return { seq: Number(seq), hash, isAuthentic };
      }),
    );
  }

  /** In one statement, so that what is sealed meanwhile is not taken for it. */
  async #beyondHead(shard: string): Promise<ChainBreak | undefined> {
    const [row] = await this.dataSource.query<{ seq: string | null }[]>(
      `select min(e.seq)::text as seq from audit_entry e join audit_head h on h.shard = e.shard
        where e.shard = $1 and e.seq > h.seq`,
      [shard],
    );
    return row?.seq == null ? undefined : { seq: Number(row.seq), problem: 'inserted' };
  }

  /** Shards that wait for an entry which the service did not write. */
  async #unsealedForeign(): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<StoredRow[]>(
      `select e.*, ${PERSONS_FIELD_SQL} as persons_field
         from audit_entry e left join audit_entry_persons p on p.entry_id = e.id
        where seq is null order by id limit $1`,
      [PAGE],
    );
    return new Set(rows.filter((row) => !this.#isAuthentic(row)).map(shardOfRow));
  }
}

import type { FieldCipher } from '../encryption/index.js';
import type { Tx } from '../persistence/transaction.js';
import { authenticatedBeginning } from './audit-entry.js';

/**
 * Erases what the audit has kept for its years (留痕到期销毁), from the beginning of each shard up to an anchor: the anchor's
 * signature stays, and the chain goes on from it. A shard that the last look at the chain has found broken is left as it
 * is, and one that nobody has looked at since the anchor.
 */
export class AuditRetention {
  constructor(private readonly cipher: FieldCipher) {}

  /**
   * @param before - entries up to the last anchor made before this instant go
   * @param most - entries of one call
   * @returns entries erased; fewer than `most` when nothing is left to erase
   */
  async erase(tx: Tx, before: Date, most: number): Promise<number> {
    await this.#moveBeginnings(tx, before);
    const due = await tx.query<{ id: string }>(
      `select e.id from audit_beginning b
        cross join lateral (
          select id from audit_entry where shard = b.shard and seq <= b.seq order by seq limit $1) e
         limit $1`,
      [most],
    );
    const ids = due.map(({ id }) => id);
    await tx.execute('delete from audit_entry_persons where entry_id = any($1::uuid[])', [ids]);
    return tx.execute('delete from audit_entry where id = any($1::uuid[])', [ids]);
  }

  async #moveBeginnings(tx: Tx, before: Date): Promise<void> {
    const anchors = await tx.query<{ shard: string; seq: string; hash: string }>(
      `select distinct on (a.shard) a.shard, a.seq::text, encode(a.hash, 'hex') as hash
         from audit_anchor a left join audit_beginning b on b.shard = a.shard, audit_verification v
        where a.at < $1 and a.at < v.at and a.seq > coalesce(b.seq, 0) and not a.shard = any(v.broken_shards)
        order by a.shard, a.seq desc`,
      [before],
    );
    await tx.execute(
      `insert into audit_beginning as b (shard, seq, hash, mac)
       select shard, seq, decode(hash, 'hex'), mac from unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
              as n(shard, seq, hash, mac) order by shard
       on conflict (shard) do update
         set seq = excluded.seq, hash = excluded.hash, mac = excluded.mac, moved_at = clock_timestamp()
         where b.seq < excluded.seq`,
      [
        anchors.map(({ shard }) => shard),
        anchors.map(({ seq }) => seq),
        anchors.map(({ hash }) => hash),
        anchors.map(({ shard, seq, hash }) =>
          this.cipher.fingerprint(authenticatedBeginning(shard, Number(seq), hash)),
        ),
      ],
    );
  }
}

import { canonicalJson } from '@minzheng/kernel/canonical-json';
import type { JWK } from 'jose';
import type { BusinessClock } from '../clock/index.js';
import type { Tx } from '../persistence/transaction.js';
import type { AnchorSigner } from './audit-signer.js';

/** 01:00 in Asia/Shanghai (verification, section 9). */
const DUE_HOUR_SHANGHAI = 1;
const SHANGHAI_OFFSET_HOURS = 8;
const KEPT_DAYS_OF_COUNTS = 7;

/** The signed head of a shard (锚点): what was sealed up to it can no longer be changed unseen. */
export interface AuditAnchor {
  readonly shard: string;
  readonly seq: number;
  /** Of the shard's last entry, 64 hexadecimal digits. */
  readonly headSha256: string;
  /** Detached JWS over {@link anchorBody}. */
  readonly signature: string;
  readonly publicKey: JWK;
  readonly at: Date;
}

/** What is signed. */
export function anchorBody({
  shard,
  seq,
  headSha256,
}: Pick<AuditAnchor, 'shard' | 'seq' | 'headSha256'>): string {
  return canonicalJson({ shard, seq, headSha256 });
}

/** Told of each new anchor, in its transaction: a service may publish it. */
export type AnchorListener = (tx: Tx, anchor: AuditAnchor) => void;

/** Signs the heads of the chain each day. */
export class AuditAnchors {
  readonly #listeners: AnchorListener[] = [];

  constructor(
    private readonly signer: AnchorSigner,
    private readonly clock: Pick<BusinessClock, 'now' | 'today'>,
  ) {}

  onAnchored(listener: AnchorListener): void {
    this.#listeners.push(listener);
  }

  /** Anchors once each day of the business clock, from 01:00 on. @returns whether it was this call that did */
  async anchorIfDue(tx: Tx): Promise<boolean> {
    const hour = (this.clock.now().getUTCHours() + SHANGHAI_OFFSET_HOURS) % 24;
    if (hour < DUE_HOUR_SHANGHAI) return false;
    const today = this.clock.today();
    const claimed = await tx.execute(
      'insert into audit_anchor_day (day) values ($1) on conflict do nothing',
      [today],
    );
    if (claimed === 0) return false;
    await this.anchor(tx);
    await tx.execute('delete from audit_daily_read where day < current_date - $1::int', [
      KEPT_DAYS_OF_COUNTS,
    ]);
    return true;
  }

  /** Signs each head that has moved since its last anchor: the same head has the same anchor. */
  async anchor(tx: Tx): Promise<AuditAnchor[]> {
    const heads = await tx.query<{ shard: string; seq: string; hash: string }>(
      `select shard, seq::text, encode(hash, 'hex') as hash from audit_head h
        where seq > 0 and not exists (select from audit_anchor a where a.shard = h.shard and a.seq = h.seq)
        order by shard for update`,
    );
    const anchors: AuditAnchor[] = [];
    for (const { shard, seq, hash } of heads) {
      const head = { shard, seq: Number(seq), headSha256: hash };
      const signature = await this.signer.sign(anchorBody(head));
      anchors.push({ ...head, signature, publicKey: this.signer.publicKey, at: new Date() });
    }
    for (const anchor of anchors) {
      await tx.execute(
        `insert into audit_anchor (shard, seq, hash, signature, public_key, at)
         values ($1, $2, decode($3, 'hex'), $4, $5, $6)`,
        [
          anchor.shard,
          anchor.seq,
          anchor.headSha256,
          anchor.signature,
          JSON.stringify(anchor.publicKey),
          anchor.at,
        ],
      );
      for (const listener of this.#listeners) listener(tx, anchor);
    }
    return anchors;
  }
}

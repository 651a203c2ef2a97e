import { canonicalJson, sha256Hex } from '../canonical-json/index.js';

/** What stands before the first entry of a shard (分片). */
export const GENESIS_HASH = '0'.repeat(64);

/** The 16 shards of an audit chain (留痕链), each with its own sequence. */
export const SHARDS: readonly string[] = [...'0123456789abcdef'];

/** What is hashed of an entry: the fields that it has, and its place in its shard. */
export interface ChainedContent {
  /** From 1, without a gap. */
  readonly seq: number;
  readonly [field: string]: unknown;
}

/** An entry with the seal that ties it to the one before. */
export interface ChainLink {
  readonly content: ChainedContent;
  /** 64 hexadecimal digits */
  readonly prevHash: string;
  readonly hash: string;
  /** False when what was written is not what the service wrote: its keyed digest does not hold. */
  readonly isAuthentic: boolean;
}

/** The last entry of a shard, as it is remembered elsewhere: the shard's head, or a signed anchor (锚点). */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
  /** False when its own signature or keyed digest does not hold. */
  readonly isAuthentic: boolean;
}

const GENESIS: ChainPoint = { seq: 0, hash: GENESIS_HASH, isAuthentic: true };

/** What is wrong with a chain, and where. */
export interface ChainBreak {
  readonly seq: number;
  readonly problem: 'changed' | 'missing' | 'inserted';
}

/** The shard of an entry about a person: the first hexadecimal digit of the personKey. */
export function shardOf(personKey: string): string {
  return personKey.slice(0, 1);
}

/** SHA-256 of the 64 hexadecimal digits of the hash before, and the canonical JSON of the entry's fields. */
export function entryHash(prevHash: string, content: ChainedContent): string {
  return sha256Hex(prevHash + canonicalJson(content));
}

/** Goes along one shard, link by link, and finds the first place where it was tampered with. */
export class ChainWalk {
  #last: ChainPoint;
  /** A link whose hash does not hold; the next one tells whether it was changed or put in. */
  #doubtful: { readonly link: ChainLink; readonly before: string } | undefined;
  #break: ChainBreak | undefined;

  /**
   * @param anchors - of the same shard, in the order of their seq
   * @param beginning - the anchored entry up to which the shard was erased after its years; default: nothing was
   */
  constructor(
    private readonly anchors: readonly ChainPoint[] = [],
    beginning: ChainPoint = GENESIS,
  ) {
    this.#last = beginning;
    const anchor = anchors.find(({ seq }) => seq === beginning.seq);
    const isAnchored =
      beginning.seq === 0 || (anchor !== undefined && anchor.isAuthentic && anchor.hash === beginning.hash);
    if (!beginning.isAuthentic || !isAnchored) this.#break = { seq: 1, problem: 'missing' };
  }

  /** The next link by seq. @returns whether the chain held so far */
  add(link: ChainLink): boolean {
    if (this.#break) return false;
    const { seq } = link.content;
    if (this.#doubtful) {
      const { before, link: doubted } = this.#doubtful;
      return this.#broken(doubted.content.seq, link.prevHash === before ? 'inserted' : 'changed');
    }
    const expected = this.#last.seq + 1;
    if (seq > expected) return this.#broken(expected, 'missing');
    if (seq < expected) return this.#broken(seq, 'inserted');
    const before = this.#last.hash;
    this.#last = { seq, hash: link.hash, isAuthentic: link.isAuthentic };
    if (link.prevHash !== before || link.hash !== entryHash(before, link.content)) {
      this.#doubtful = { link, before };
      return true;
    }
    if (!link.isAuthentic) return this.#broken(seq, 'inserted');
    const anchor = this.anchors.find((candidate) => candidate.seq === seq);
    if (anchor && (anchor.hash !== link.hash || !anchor.isAuthentic)) return this.#broken(seq, 'changed');
    return true;
  }

  /**
   * After the last link.
   *
   * @param head - what the shard's last entry should be
   * @returns the first break, undefined when the whole chain holds
   */
  end(head: ChainPoint): ChainBreak | undefined {
    if (this.#break) return this.#break;
    if (this.#doubtful) return { seq: this.#doubtful.link.content.seq, problem: 'changed' };
    const { seq, hash } = this.#last;
    const furthest = Math.max(head.seq, this.anchors.at(-1)?.seq ?? 0);
    if (furthest > seq) return { seq: seq + 1, problem: 'missing' };
    if (seq > head.seq) return { seq: head.seq + 1, problem: 'inserted' };
    if (seq > 0 && (head.hash !== hash || !head.isAuthentic)) return { seq, problem: 'changed' };
    return undefined;
  }

  #broken(seq: number, problem: ChainBreak['problem']): false {
    this.#break = { seq, problem };
    return false;
  }
}

/** The first place where a shard was tampered with; undefined when it holds. */
export function verifyChain(
  links: Iterable<ChainLink>,
  head: ChainPoint,
  anchors: readonly ChainPoint[] = [],
): ChainBreak | undefined {
  const walk = new ChainWalk(anchors);
  for (const link of links) if (!walk.add(link)) break;
  return walk.end(head);
}

import { agreementOf, type OutwardEvent } from './cloud-event.js';
import type { FeedAgreement } from './feed-scope.rules.js';

/** Under which agreements of a party, and what for, its events are read. */
export interface Reading<A extends FeedAgreement> {
  readonly inForce: readonly A[];
  /** Nothing leaves under them now; it does when they are resumed. */
  readonly suspended: readonly A[];
  readonly purpose: string | undefined;
  readonly limit: number;
}

/** An event, and the agreement under which it leaves. */
export interface Leaving<A extends FeedAgreement> {
  readonly event: OutwardEvent;
  readonly agreement: A;
}

/** What of the events that were found leaves now, and from where reading goes on. */
export interface FeedPage<A extends FeedAgreement> {
  readonly leaving: readonly Leaving<A>[];
  /** Nothing that was asked for is before it and has not left; undefined: as far as there are events. */
  readonly after: string | undefined;
  readonly hasMore: boolean;
  /** The suspended agreement under which the next event stands: it waits there, so that nobody reads past it. */
  readonly heldBy: string | null;
}

/** @param found - events behind the place, in their order: one more than the limit where there are more */
export function feedPage<A extends FeedAgreement>(
  found: readonly OutwardEvent[],
  { inForce, suspended, purpose, limit }: Reading<A>,
): FeedPage<A> {
  const leaving: Leaving<A>[] = [];
  for (const event of found.slice(0, limit)) {
    const agreement = agreementOf(event, inForce, purpose);
    if (agreement) {
      leaving.push({ event, agreement });
      continue;
    }
    const holding = agreementOf(event, suspended, purpose);
    if (holding) {
      return { leaving, after: String(BigInt(event.position) - 1n), hasMore: false, heldBy: holding.id };
    }
  }
  const hasMore = found.length > limit;
  const after = hasMore ? found[limit - 1]?.position : undefined;
  return { leaving, after, hasMore, heldBy: null };
}

import type { AskedAgency } from './source-queries.js';
import type { SourceQueryState } from './source-query.lifecycle.js';

/** Whether nobody may ask an agency about a person: the consent has ended, or the agreement. */
export type IsClosed = (agency: string, personKey: string) => boolean;

/** A query as it stands. */
export interface StandingQuery {
  readonly id: string;
  readonly agency: string;
  readonly state: SourceQueryState;
  readonly personKeys: readonly string[];
}

/** A query that ends before it is answered for all its persons. */
export interface EndedQuery {
  readonly id: string;
  /** Of whom it was and may still be. */
  readonly personKeys: readonly string[];
  /** Those have been answered. */
  readonly answered: boolean;
}

/** A query that goes on without some of its persons. */
export interface NarrowedQuery {
  readonly id: string;
  readonly leftOut: readonly string[];
}

/** What the queries of a request come to. */
export interface FollowedConsents {
  readonly ended: readonly EndedQuery[];
  readonly narrowed: readonly NarrowedQuery[];
  /** To be asked, or asked again. */
  readonly asked: readonly AskedAgency[];
}

const OPEN: readonly SourceQueryState[] = ['PENDING', 'SENT'];

/**
 * The queries of a request after consents have come or gone: whoever may be asked about no longer is left out, which asks about
 * nobody again, and who may be asked about since then is asked about; an open query that takes somebody in is asked anew. PIPL
 * arts. 14, 15.
 *
 * @param asked - whom the request has to ask about whom now
 */
export function followConsents(
  queries: readonly StandingQuery[],
  asked: readonly AskedAgency[],
  isClosed: IsClosed,
): FollowedConsents {
  const byAgency = new Map(queries.map((query) => [query.agency, query]));
  const lacking = asked.filter(({ fresh, personKeys, agency }) => {
    const known = byAgency.get(agency)?.personKeys ?? [];
    return !fresh && personKeys.some((personKey) => !known.includes(personKey));
  });
  const open = queries
    .filter(({ state }) => OPEN.includes(state))
    .map((query) => ({
      ...query,
      left: query.personKeys.filter((personKey) => !isClosed(query.agency, personKey)),
      ask: asked.find(({ agency }) => agency === query.agency),
    }));
  const widened = open.filter(({ ask }) => ask !== undefined && lacking.includes(ask));
  const lessened = open.filter(
    (query) => query.left.length < query.personKeys.length && !widened.includes(query),
  );
  const isAwaited = ({ left, ask }: (typeof open)[number]) => left.length > 0 && ask?.fresh === false;
  return {
    ended: open
      .filter((query) => widened.includes(query) || (lessened.includes(query) && !isAwaited(query)))
      .map(({ id, left, ask }) => ({
        ...{ id, personKeys: left },
        answered: left.length > 0 && ask?.fresh === true,
      })),
    narrowed: lessened.filter(isAwaited).map(({ id, personKeys, left }) => ({
      id,
      leftOut: personKeys.filter((personKey) => !left.includes(personKey)),
    })),
    asked: lacking,
  };
}

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

/** What the queries of a request come to. */
export interface FollowedConsents {
  readonly ended: readonly EndedQuery[];
  /** To be asked, or asked again. */
  readonly asked: readonly AskedAgency[];
}

const OPEN: readonly SourceQueryState[] = ['PENDING', 'SENT'];

/**
 * The queries of a request after consents have come or gone: nobody is asked about who may be asked about no longer, and who may
 * be asked about since then is asked about. Whoever was asked about already is not asked about again. PIPL arts. 14, 15.
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
  const ended = queries
    .filter(({ state }) => OPEN.includes(state))
    .flatMap(({ id, agency, personKeys }): EndedQuery[] => {
      const left = personKeys.filter((personKey) => !isClosed(agency, personKey));
      const isWidened = lacking.some((each) => each.agency === agency);
      if (left.length === personKeys.length && !isWidened) return [];
      const isFresh = asked.some((each) => each.agency === agency && each.fresh);
      return [{ id, personKeys: left, answered: left.length > 0 && isFresh }];
    });
  const endedIds = new Set(ended.map(({ id }) => id));
  const isNarrowed = ({ agency }: AskedAgency) => endedIds.has(byAgency.get(agency)?.id ?? '');
  return {
    ended,
    asked: asked.filter((each) => !each.fresh && (lacking.includes(each) || isNarrowed(each))),
  };
}

import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Hit, Severity } from '../indicators/indicator.js';
import type { KnownHit } from './episode.rules.js';
import { IndicatorHit } from './indicator-hit.entity.js';

/** A hit of which it is known whose episode it is. */
export interface EpisodeHit {
  readonly hit: Hit;
  /** The household on record or the person. */
  readonly subject: string;
}

/** A hit on record, and what it rests on. */
export interface KnownEpisode extends KnownHit {
  readonly months: readonly string[];
  readonly factIds: readonly string[];
  readonly grounds: readonly string[];
}

const EPISODES = `unnest($1::text[], $2::uuid[], $3::text[]) as episode(indicator, subject, episode_key)`;

const columnsOf = (hits: readonly EpisodeHit[]): [string[], string[], string[]] => [
  hits.map(({ hit }) => hit.indicator),
  hits.map(({ subject }) => subject),
  hits.map(({ hit }) => hit.episodeKey),
];

/** Names an episode among all that are on record. */
export const nameOfEpisode = (indicator: string, subject: string, episodeKey: string): string =>
  `${indicator}/${subject}/${episodeKey}`;

/** The hits that stand of the episodes among these, by {@link nameOfEpisode}. */
export async function knownEpisodes(tx: Tx, hits: readonly EpisodeHit[]): Promise<Map<string, KnownEpisode>> {
  if (hits.length === 0) return new Map();
  const rows = await tx.query<{
    indicator: string;
    subject: string;
    episode_key: string;
    severity: Severity;
    amount_fen: string | null;
    muted_until_on: string | null;
    months: string[];
    fact_ids: string[];
    grounds: string[];
  }>(
    `select indicator, subject, episode_key, severity, amount_fen, muted_until_on::text, months, fact_ids, grounds
       from ${EPISODES} join indicator_hit using (indicator, subject, episode_key) where not lapsed`,
    columnsOf(hits),
  );
  return new Map(
    rows.map(({ indicator, subject, episode_key, ...row }) => [
      nameOfEpisode(indicator, subject, episode_key),
      {
        severity: row.severity,
        amountFen: row.amount_fen === null ? null : BigInt(row.amount_fen),
        mutedUntilOn: row.muted_until_on,
        months: row.months,
        factIds: row.fact_ids,
        grounds: row.grounds,
      },
    ]),
  );
}

/** The hits of these clues, in the order in which they were found. */
export async function hitsOfClues(
  tx: Tx,
  clueIds: readonly string[],
): Promise<ReadonlyMap<string, readonly IndicatorHit[]>> {
  if (clueIds.length === 0) return new Map();
  const hits = await tx.manager.find(IndicatorHit, {
    where: { clueId: In([...clueIds]) },
    order: { id: 'ASC' },
  });
  return Map.groupBy(hits, ({ clueId }) => clueId);
}

/** What a clue is given of an indicator's hit. */
export const toIndicatorHit = (clueId: string, { hit, subject }: EpisodeHit): IndicatorHit =>
  Object.assign(new IndicatorHit(), {
    id: uuidv7(),
    clueId,
    indicator: hit.indicator,
    subject,
    episodeKey: hit.episodeKey,
    personKey: hit.personKey,
    programme: hit.programme ?? null,
    severity: hit.severity,
    months: [...hit.months],
    factIds: [...hit.factIds],
    grounds: [...(hit.grounds ?? [])],
    amountFen: hit.amountFen ?? null,
    explanation: hit.explanation,
    lapsed: false,
    mutedUntilOn: null,
  });

/**
 * Stores hits of any number of clues. What was closed as settled and is found again gives way to what is raised now.
 * Lists within rows can't go as arrays of arrays: the rows are one JSON text.
 */
export async function insertHits(tx: Tx, hits: readonly IndicatorHit[]): Promise<void> {
  if (hits.length === 0) return;
  await tx.execute(
    `update indicator_hit h set lapsed = true from ${EPISODES}
      where not h.lapsed and h.muted_until_on is not null
        and (h.indicator, h.subject, h.episode_key) = (episode.indicator, episode.subject, episode.episode_key)`,
    [
      hits.map(({ indicator }) => indicator),
      hits.map(({ subject }) => subject),
      hits.map(({ episodeKey }) => episodeKey),
    ],
  );
  await tx.execute(
    `insert into indicator_hit
       (id, clue_id, indicator, subject, episode_key, person_key, programme, severity, months, fact_ids, grounds,
        amount_fen, explanation)
     select id, clue_id, indicator, subject, episode_key, person_key, programme, severity, months, fact_ids, grounds,
            amount_fen, explanation
       from json_to_recordset($1::json) as hit(
         id uuid, clue_id uuid, indicator text, subject uuid, episode_key text, person_key uuid, programme text,
         severity text, months text[], fact_ids uuid[], grounds text[], amount_fen bigint,
         explanation jsonb)`,
    [JSON.stringify(hits.map(toRow))],
  );
}

/**
 * The hits of a clue that is opened again stand as before, of each episode the last, but for episodes that another clue has
 * taken up since. Whoever calls it holds the lock of the subject.
 */
export async function restoreHits(tx: Tx, clueId: string): Promise<void> {
  await tx.execute(
    `with last as (
       select distinct on (indicator, subject, episode_key) id from indicator_hit where clue_id = $1
        order by indicator, subject, episode_key, lapsed, id desc)
     update indicator_hit h
        set muted_until_on = null,
            lapsed = not exists (select from last where last.id = h.id)
                     or exists (select from indicator_hit o
                                 where (o.indicator, o.subject, o.episode_key) = (h.indicator, h.subject, h.episode_key)
                                   and o.clue_id <> h.clue_id and not o.lapsed)
      where clue_id = $1`,
    [clueId],
  );
}

/**
 * Hits of open clues that are found again rest on what they are found by now, and say what it says: what was corrected is
 * their evidence no longer, and the amount that was stated first is nobody's estimate. That is another version of the clue:
 * whoever looks at it decides on what it rests on.
 */
export async function renewEvidence(tx: Tx, again: readonly EpisodeHit[]): Promise<void> {
  if (again.length === 0) return;
  await tx.execute(
    `with found as (
       select h.id, h.clue_id, n.months, n.fact_ids, n.grounds, n.amount_fen, n.explanation
         from json_to_recordset($1::json) as n(
                indicator text, subject uuid, episode_key text, months text[], fact_ids uuid[], grounds text[],
                amount_fen bigint, explanation jsonb)
         join indicator_hit h using (indicator, subject, episode_key) where not h.lapsed
     ), open as (
       select id from clue where id in (select clue_id from found) and state <> 'CLOSED' order by id for update
     ), renewed as (
       update indicator_hit h
          set months = found.months, fact_ids = found.fact_ids, grounds = found.grounds, amount_fen = found.amount_fen,
              explanation = found.explanation
         from found join open on open.id = found.clue_id where h.id = found.id
     )
     update clue set version = version + 1 where id in (select id from open)`,
    [
      JSON.stringify(
        again.map(({ hit, subject }) => ({
          indicator: hit.indicator,
          subject,
          episode_key: hit.episodeKey,
          months: hit.months,
          fact_ids: hit.factIds,
          grounds: hit.grounds ?? [],
          amount_fen: hit.amountFen?.toString() ?? null,
          explanation: hit.explanation,
        })),
      ),
    ],
  );
}

/** It is found by other facts or grounds than before, in other months, or with another amount. */
export const isFoundByOthers = (
  { months, factIds, grounds, amountFen }: KnownEpisode,
  found: Pick<Hit, 'months' | 'factIds' | 'grounds' | 'amountFen'>,
): boolean =>
  amountFen !== (found.amountFen ?? null) ||
  !isSame(months, found.months) ||
  !isSame(factIds, found.factIds) ||
  !isSame(grounds, found.grounds ?? []);

function isSame(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [new Set(one), new Set(other)];
  return first.size === second.size && one.every((each) => second.has(each));
}

const toRow = (hit: IndicatorHit) => ({
  id: hit.id,
  clue_id: hit.clueId,
  indicator: hit.indicator,
  subject: hit.subject,
  episode_key: hit.episodeKey,
  person_key: hit.personKey,
  programme: hit.programme,
  severity: hit.severity,
  months: hit.months,
  fact_ids: hit.factIds,
  grounds: hit.grounds,
  amount_fen: hit.amountFen?.toString() ?? null,
  explanation: hit.explanation,
});

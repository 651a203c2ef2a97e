import type { Queries } from '../facts/fact.reader.js';
import { instantOf, millisecondsOf } from '../instants.js';
import type { SourceAnswer, Watermark } from './completeness.rules.js';

/** What sources have answered about some persons (`$1`), and how far the standing feeds have come. */
export const SELECT_SOURCE_KNOWLEDGE = `
  select person_key, agency, dataset, state, ${millisecondsOf('observed_at')} as instant
    from source_answer where person_key = any($1::uuid[])
  union all
  select null, agency, dataset, 'ANSWERED', ${millisecondsOf('up_to')} from feed_watermark
   order by 1, 2, 3`;

export interface SourceKnowledgeRow {
  /** Null for a feed. */
  readonly person_key: string | null;
  readonly agency: string;
  readonly dataset: string;
  readonly state: SourceAnswer['state'];
  /** Milliseconds since 1970. */
  readonly instant: string | number;
}

/** In one statement. */
export async function readSourceKnowledge(
  queries: Queries,
  personKeys: readonly string[],
): Promise<{ answers: SourceAnswer[]; watermarks: Watermark[] }> {
  return toSourceKnowledge(await queries.query<SourceKnowledgeRow>(SELECT_SOURCE_KNOWLEDGE, [personKeys]));
}

export function toSourceKnowledge(rows: readonly SourceKnowledgeRow[]): {
  answers: SourceAnswer[];
  watermarks: Watermark[];
} {
  return {
    answers: rows.flatMap(({ person_key, instant, ...row }) =>
      person_key === null ? [] : [{ ...row, personKey: person_key, observedAt: instantOf(instant) }],
    ),
    watermarks: rows.flatMap(({ person_key, agency, dataset, instant }) =>
      person_key === null ? [{ agency, dataset, upTo: instantOf(instant) }] : [],
    ),
  };
}

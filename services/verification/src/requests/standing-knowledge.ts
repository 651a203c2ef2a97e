import { SELECT_FORMS, toForm, type FormRow } from '../consents/consent.entity.js';
import type { ConsentForm } from '../consents/consent.rules.js';
import type { Queries } from '../facts/fact.reader.js';
import type { SourceAnswer, Watermark } from './completeness.rules.js';
import { SELECT_SOURCE_KNOWLEDGE, toSourceKnowledge, type SourceKnowledgeRow } from './source-knowledge.js';

/** What is known of some persons beside their facts. */
export interface StandingKnowledge {
  readonly consents: ConsentForm[];
  readonly answers: SourceAnswer[];
  readonly watermarks: Watermark[];
  /** Sum of the persons' fact sequences. */
  readonly factSeq: string;
}

/** Of one instant, and in one round trip, which costs more than these few rows. */
const SELECT_STANDING = `
  select (select coalesce(json_agg(c), '[]') from (${SELECT_FORMS}) c) as consents,
         (select coalesce(json_agg(s), '[]') from (${SELECT_SOURCE_KNOWLEDGE}) s) as sources,
         (select coalesce(sum(fact_seq), 0)::text from person where person_key = any($1::uuid[])) as fact_seq`;

export async function readStandingKnowledge(
  queries: Queries,
  personKeys: readonly string[],
): Promise<StandingKnowledge> {
  const [row] = await queries.query<{
    consents: FormRow[];
    sources: SourceKnowledgeRow[];
    fact_seq: string;
  }>(SELECT_STANDING, [personKeys]);
  return {
    consents: row?.consents.map(toForm) ?? [],
    ...toSourceKnowledge(row?.sources ?? []),
    factSeq: row?.fact_seq ?? '0',
  };
}

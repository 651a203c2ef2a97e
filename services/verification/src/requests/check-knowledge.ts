import type { EconomicFact } from '@minzheng/kernel/means-test';
import { SELECT_AGREED_PURPOSES } from '../agreements/agreed-purposes.js';
import type { AgreedPurposes } from '../agreements/agreed-purposes.rules.js';
import { SELECT_FORMS, toForm, type FormRow } from '../consents/consent.entity.js';
import type { ConsentForm } from '../consents/consent.rules.js';
import { factsOfRow, IS_READABLE, SUMMARY_COLUMNS, type SummaryRow } from '../facts/fact-summary.store.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import type { SourceAnswer, Watermark } from './completeness.rules.js';
import { SELECT_DISPUTED_FACTS } from './disputed-facts.js';
import type { SharedDeposit } from './patterns.rules.js';
import { readingParameters, SELECT_SHARED_DEPOSITS, type DepositReading } from './shared-deposits.js';
import { SELECT_SOURCE_KNOWLEDGE, toSourceKnowledge, type SourceKnowledgeRow } from './source-knowledge.js';

/** What is known of some persons now. */
export interface KnowledgeOfPersons {
  readonly facts: EconomicFact[];
  readonly consents: ConsentForm[];
  readonly answers: SourceAnswer[];
  readonly watermarks: Watermark[];
  /** Facts that somebody disputes. */
  readonly disputedFactIds: string[];
  readonly sharedDeposits: SharedDeposit[];
  /** What agencies have agreed that their facts are used for, of those that limit it. */
  readonly agreements: AgreedPurposes[];
  /** Sum of the persons' fact sequences. */
  readonly factSeq: string;
}

/**
 * A row for each person on record, with the summary of the facts where none was stored since, and a last one with what
 * concerns all: of one instant, and in one round trip, which costs more than these few rows.
 */
const SELECT_KNOWLEDGE = `
  select p.person_key, p.fact_seq, s.*, null::json as consents, null::json as sources, null::json as disputed,
         null::json as deposits, null::json as agreements
    from person p
    left join lateral (
      select ${SUMMARY_COLUMNS} from fact_summary
       where person_key = p.person_key and fact_seq = p.fact_seq and ${IS_READABLE} offset 0
    ) s on true
   where p.person_key = any($1::uuid[])
  union all
  select null, 0, null, null, null, null, null,
         (select coalesce(json_agg(c), '[]') from (${SELECT_FORMS}) c),
         (select coalesce(json_agg(s), '[]') from (${SELECT_SOURCE_KNOWLEDGE}) s),
         (select json_agg(d."factId") from (${SELECT_DISPUTED_FACTS}) d),
         (select json_agg(d) from (${SELECT_SHARED_DEPOSITS}) d),
         (select json_agg(a) from (${SELECT_AGREED_PURPOSES}) a)`;

interface KnowledgeRow extends SummaryRow {
  readonly person_key: string | null;
  readonly fact_seq: string;
  readonly consents: FormRow[] | null;
  readonly sources: SourceKnowledgeRow[] | null;
  readonly disputed: string[] | null;
  readonly deposits: SharedDeposit[] | null;
  readonly agreements: AgreedPurposes[] | null;
}

/** Facts by person and in the order in which they were recorded, as {@link readVisibleFacts} gives them. */
export async function readKnowledge(
  queries: Queries,
  personKeys: readonly string[],
  reading: DepositReading,
): Promise<KnowledgeOfPersons> {
  const rows = await queries.query<KnowledgeRow>(SELECT_KNOWLEDGE, [
    personKeys,
    ...readingParameters(reading),
  ]);
  const all = rows.find(({ person_key }) => person_key === null);
  return {
    facts: await factsOf(queries, rows),
    consents: all?.consents?.map(toForm) ?? [],
    ...toSourceKnowledge(all?.sources ?? []),
    disputedFactIds: all?.disputed ?? [],
    sharedDeposits: all?.deposits ?? [],
    agreements: all?.agreements ?? [],
    factSeq: rows.reduce((sum, { fact_seq }) => sum + BigInt(fact_seq), 0n).toString(),
  };
}

/** Whose summary is missing or older than the facts is read fact by fact. */
async function factsOf(queries: Queries, rows: readonly KnowledgeRow[]): Promise<EconomicFact[]> {
  const byPerson = new Map<string, readonly EconomicFact[]>();
  const unsummarized: string[] = [];
  for (const row of rows) {
    const { person_key } = row;
    if (person_key === null) continue;
    const facts = factsOfRow(person_key, row);
    if (facts === undefined) unsummarized.push(person_key);
    else byPerson.set(person_key, facts);
  }
  if (unsummarized.length > 0) {
    const read = await readVisibleFacts(queries, unsummarized);
    for (const [person, facts] of Map.groupBy(read, ({ personKey }) => personKey))
      byPerson.set(person, facts);
  }
  return [...byPerson.keys()].sort().flatMap((person) => byPerson.get(person) ?? []);
}

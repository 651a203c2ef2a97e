import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_SUMMARY_FORMAT, summaryOf } from './fact-summary.js';

/** The visible facts of a person as of the number of facts that were then stored about him or her. */
export interface SummarizedFacts {
  readonly personKey: string;
  readonly factSeq: string;
  readonly facts: readonly EconomicFact[];
}

/**
 * Packs what a check reads. In the order of keys, and only over an older state: who reads facts of a later state than
 * `factSeq` writes a summary that nobody uses, since the person's own `fact_seq` is higher by then.
 */
export async function writeFactSummaries(tx: Tx, persons: readonly SummarizedFacts[]): Promise<void> {
  const summaries = persons.map(({ facts }) => summaryOf(facts));
  await tx.execute(
    `insert into fact_summary as s (person_key, fact_seq, format, facts, gated_facts)
     select key, seq, $5, open, gated
       from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) as n(key, seq, open, gated) order by key
     on conflict (person_key) do update
       set fact_seq = excluded.fact_seq, format = excluded.format, facts = excluded.facts,
           gated_facts = excluded.gated_facts
     where s.fact_seq < excluded.fact_seq or (s.fact_seq = excluded.fact_seq and s.format < excluded.format)`,
    [
      persons.map(({ personKey }) => personKey),
      persons.map(({ factSeq }) => factSeq),
      summaries.map(({ open }) => open),
      summaries.map(({ gated }) => gated),
      FACT_SUMMARY_FORMAT,
    ],
  );
}

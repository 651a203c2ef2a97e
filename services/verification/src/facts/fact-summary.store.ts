import type { EconomicFact, PersonKey } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { TEXT_FORMAT, unpackedText } from './fact-pack.text.js';
import type { Breather } from '../runs/breather.js';
import {
  FACT_SUMMARY_FORMAT,
  factsOfSummary,
  summaryOf,
  together,
  type FactSummary,
} from './fact-summary.js';

/** The visible facts of a person as of the number of facts that were then stored about him or her. */
export interface SummarizedFacts {
  readonly personKey: PersonKey;
  readonly factSeq: string;
  readonly facts: readonly EconomicFact[];
}

/** A summary as it is stored: the format says whether it is bytes or text. All is null without one. */
export interface SummaryRow {
  readonly format: number | null;
  readonly pack: Buffer | null;
  /** Empty where no consent opens anything. */
  readonly gated_pack: Buffer | null;
  readonly facts: string | null;
  readonly gated_facts: string | null;
}

/** The columns of a {@link SummaryRow}. */
export const SUMMARY_COLUMNS = 'format, pack, gated_pack, facts, gated_facts';
/** Of `fact_summary`: what of it can be read. */
export const IS_READABLE = `format in (${TEXT_FORMAT}, ${FACT_SUMMARY_FORMAT})`;

/** The facts of a summary; undefined where they have to be read one by one. */
export function factsOfRow(personKey: PersonKey, row: SummaryRow): EconomicFact[] | undefined {
  const { format, pack, gated_pack, facts, gated_facts } = row;
  if (format === FACT_SUMMARY_FORMAT && pack !== null && gated_pack !== null)
    return factsOfSummary(personKey, { open: pack, gated: gated_pack });
  if (format === TEXT_FORMAT && facts !== null && gated_facts !== null)
    return together(unpackedText(personKey, facts), unpackedText(personKey, gated_facts));
  return undefined;
}

/**
 * Packs what a check reads. In the order of keys, and only over an older state: who reads facts of a later state than
 * `factSeq` writes a summary that nobody uses, since the person's own `fact_seq` is higher by then. What was text is
 * emptied.
 */
export async function writeFactSummaries(
  tx: Tx,
  persons: readonly SummarizedFacts[],
  breather: Breather,
): Promise<void> {
  if (persons.length === 0) return;
  const summaries: FactSummary[] = [];
  for (const { facts } of persons) {
    summaries.push(summaryOf(facts));
    await breather.breathe();
  }
  await tx.execute(
    `insert into fact_summary as s (person_key, fact_seq, format, facts, gated_facts, pack, gated_pack)
     select key, seq, $5, '', '', open, gated
       from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) as n(key, seq, open, gated) order by key
     on conflict (person_key) do update
       set fact_seq = excluded.fact_seq, format = excluded.format, facts = '', gated_facts = '',
           pack = excluded.pack, gated_pack = excluded.gated_pack
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

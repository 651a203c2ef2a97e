import type { EconomicFact, PersonKey } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_SUMMARY_FORMAT } from '../facts/fact-summary.js';
import {
  factsOfRow,
  SUMMARY_COLUMNS,
  type SummarizedFacts,
  type SummaryRow,
} from '../facts/fact-summary.store.js';
import { readVisibleFacts, readVisibleFactsOf } from '../facts/fact.reader.js';
import type { Breather } from '../runs/breather.js';
import { recordsSince, type Mark } from './marked-facts.rules.js';

/** The visible facts of persons who are evaluated. */
export interface EvaluatedFacts {
  readonly of: ReadonlyMap<PersonKey, readonly EconomicFact[]>;
  /** Of which persons no summary, or one of an older state or format is stored. */
  readonly unsummarized: readonly SummarizedFacts[];
  /** Of which persons no profile, or one of an older state is stored. */
  readonly unprofiled: readonly SummarizedFacts[];
}

interface PersonRow extends SummaryRow {
  readonly person_key: PersonKey;
  readonly fact_seq: string;
  readonly has_naming: boolean;
  readonly packed_seq: string | null;
  readonly profile_seq: string | null;
}

/** What is known of a person before facts are read. */
interface Known {
  readonly row: PersonRow;
  /** Undefined where all have to be read. */
  readonly packed: readonly EconomicFact[] | undefined;
  /** Records of which all that is stored takes the place of what is packed. */
  readonly recordKeys: readonly string[];
}

/**
 * Reads what stands of each person: the summary, and beside it only what was stored since, which the marks tell. Whoever has
 * no summary, or of whom the marks do not tell all, is read fact by fact.
 *
 * @param persons - everybody who is evaluated, whatever was marked of them
 * @param marks - those that were settled: what they stand for is visible
 */
export async function readEvaluatedFacts(
  tx: Tx,
  persons: readonly PersonKey[],
  marks: readonly Mark[],
  breather: Breather,
): Promise<EvaluatedFacts> {
  const rows = await tx.query<PersonRow>(
    `select p.person_key, p.fact_seq, p.has_naming, s.*, f.fact_seq as profile_seq
       from unnest(array(select unnest($1::uuid[]))) as k(key)
       join person p on p.person_key = k.key
       left join lateral (
         select fact_seq as packed_seq, ${SUMMARY_COLUMNS} from fact_summary where person_key = p.person_key offset 0
       ) s on true
       left join lateral (select fact_seq from profile where person_key = p.person_key offset 0) f on true`,
    [persons],
  );
  const marksOf = Map.groupBy(marks, ({ person_key }) => person_key);
  const known: Known[] = [];
  for (const row of rows) {
    known.push(knownOf(row, marksOf.get(row.person_key) ?? []));
    await breather.breathe();
  }
  const news = await readNews(tx, known);
  const read = byPerson(await readAll(tx, known));
  const of = new Map<PersonKey, readonly EconomicFact[]>();
  const unsummarized: SummarizedFacts[] = [];
  const unprofiled: SummarizedFacts[] = [];
  for (const each of known) {
    const { person_key: personKey, fact_seq: factSeq, packed_seq, profile_seq, format } = each.row;
    const facts = withNews(each, news.get(personKey) ?? []) ?? read.get(personKey) ?? [];
    const state = { personKey, factSeq, facts };
    of.set(personKey, facts);
    const isOfOlderFormat = packed_seq === factSeq && (format ?? 0) < FACT_SUMMARY_FORMAT;
    if (isOlder(packed_seq, factSeq) || isOfOlderFormat) unsummarized.push(state);
    if (isOlder(profile_seq, factSeq)) unprofiled.push(state);
  }
  return { of, unsummarized, unprofiled };
}

function knownOf(row: PersonRow, marks: readonly Mark[]): Known {
  const { person_key, fact_seq, has_naming, packed_seq } = row;
  const isNewest = packed_seq === fact_seq;
  // a fact that names another one may end any
  const isToldByMarks = packed_seq !== null && !has_naming;
  const recordKeys = isNewest ? [] : isToldByMarks ? recordsSince(packed_seq, fact_seq, marks) : undefined;
  const packed = recordKeys === undefined ? undefined : factsOfRow(person_key, row);
  return { row, packed, recordKeys: packed === undefined ? [] : (recordKeys ?? []) };
}

async function readNews(
  tx: Tx,
  known: readonly Known[],
): Promise<ReadonlyMap<PersonKey, readonly EconomicFact[]>> {
  const records = known.flatMap(({ row, recordKeys }) =>
    recordKeys.map((recordKey) => ({ personKey: row.person_key, recordKey })),
  );
  return byPerson(records.length === 0 ? [] : await readVisibleFactsOf(tx, records));
}

async function readAll(tx: Tx, known: readonly Known[]): Promise<readonly EconomicFact[]> {
  const unread = known.flatMap(({ row, packed }) => (packed === undefined ? [row.person_key] : []));
  return unread.length === 0 ? [] : readVisibleFacts(tx, unread);
}

/** In the order in which they were recorded. */
function withNews(
  { packed, recordKeys }: Known,
  news: readonly EconomicFact[],
): readonly EconomicFact[] | undefined {
  if (packed === undefined || recordKeys.length === 0) return packed;
  const standing = packed.filter(({ source }) => !recordKeys.includes(source.recordKey));
  return [...standing, ...news].sort((a, b) => (a.recordedAtMicros < b.recordedAtMicros ? -1 : 1));
}

const byPerson = (facts: readonly EconomicFact[]): ReadonlyMap<PersonKey, readonly EconomicFact[]> =>
  Map.groupBy(facts, ({ personKey }) => personKey);

const isOlder = (stored: string | null, factSeq: string): boolean =>
  stored === null || BigInt(stored) < BigInt(factSeq);

/** What a mark says of a person (待评估标记): of new facts which they are, else only that there is something to look at. */
export interface Mark {
  readonly person_key: string;
  /** The person's number of facts, with those that the mark stands for. */
  readonly fact_seq: string | null;
  /** The records of these facts; null where they are too many, or no facts. */
  readonly record_keys: readonly string[] | null;
}

/**
 * The records about which something was stored since a summary was written; undefined where marks do not tell of all of it.
 * Each mark tells of the facts up to its `fact_seq`, as many as it has records, and none may be missing between two of them,
 * nor at the end. Of one record only other facts of that record stand against each other, unless a fact names another one.
 *
 * @param packedSeq - the person's number of facts when the summary was written
 * @param factSeq - the same now
 * @param marks - of the person, in any order; also such as the summary knows already
 */
export function recordsSince(
  packedSeq: string,
  factSeq: string,
  marks: readonly Mark[],
): readonly string[] | undefined {
  let reached = BigInt(packedSeq);
  const recordKeys = new Set<string>();
  for (const { upTo, records } of marks.flatMap(toldBy).toSorted((a, b) => (a.upTo < b.upTo ? -1 : 1))) {
    if (upTo <= reached) continue;
    if (records === null || upTo - BigInt(records.length) > reached) return undefined;
    for (const record of records) recordKeys.add(record);
    reached = upTo;
  }
  return reached === BigInt(factSeq) ? [...recordKeys] : undefined;
}

const toldBy = ({ fact_seq, record_keys }: Mark) =>
  fact_seq === null ? [] : [{ upTo: BigInt(fact_seq), records: record_keys }];

import type { Tx } from '@minzheng/platform/persistence';
import { FLAG } from './fact-row.js';
import { restates, type Statement } from './restatement.rules.js';
import { STORED_FACT } from './stored-fact.js';

/** A fact that somebody disputes. */
interface DisputedFact {
  readonly personKey: string;
  readonly factId: string;
  readonly appealId: string;
  /** The fact under appeal that this one states again; null of itself. */
  readonly restates: string | null;
}

interface KnownStatement extends Statement {
  readonly isRetraction: boolean;
}

/**
 * What an appeal disputes (异议事实) is a statement, not the row that it stands in: where its source states it again, what it
 * says by then is disputed too. A dispute so ends by its decision, or by a correction of the source itself. The
 * persons have to be locked.
 */
export async function disputeRestated(tx: Tx, personKeys: readonly string[]): Promise<void> {
  const disputed = await tx.query<DisputedFact>(
    `select person_key as "personKey", fact_id as "factId", appeal_id as "appealId", restates
       from disputed_fact where person_key = any($1::uuid[])`,
    [personKeys],
  );
  if (disputed.length === 0) return;
  const known = Map.groupBy(await readStatements(tx, disputed), ({ personKey }) => personKey);
  const found: DisputedFact[] = [];
  const bySubject = Map.groupBy(
    disputed,
    ({ appealId, factId, restates: origin }) => appealId + (origin ?? factId),
  );
  for (const group of bySubject.values()) found.push(...restatedSince(group, known));
  if (found.length === 0) return;
  await tx.execute(
    `insert into disputed_fact (person_key, fact_id, appeal_id, restates)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) order by 1, 2, 3 on conflict do nothing`,
    [
      found.map(({ personKey }) => personKey),
      found.map(({ factId }) => factId),
      found.map(({ appealId }) => appealId),
      found.map(({ restates: origin }) => origin),
    ],
  );
}

/** @param group - a fact under appeal with what has stated it again so far */
function restatedSince(
  group: readonly DisputedFact[],
  known: ReadonlyMap<string, readonly KnownStatement[]>,
): DisputedFact[] {
  const [first] = group;
  if (!first) return [];
  const { personKey, appealId, factId, restates: origin } = first;
  const all = known.get(personKey) ?? [];
  const ids = new Set(group.map((each) => each.factId));
  const from = all.findLastIndex((statement) => ids.has(statement.factId));
  let last = all[from];
  const found: DisputedFact[] = [];
  for (const later of all.slice(from + 1)) {
    if (!last) break;
    if (!later.isRetraction && restates(last, later)) {
      found.push({ personKey, appealId, factId: later.factId, restates: origin ?? factId });
      ids.add(later.factId);
      last = later;
    } else if (later.recordKey === last.recordKey || ids.has(later.supersedesFactId ?? '')) break;
  }
  return found;
}

/** All that was ever visible of these persons, in the order in which it was recorded. */
function readStatements(tx: Tx, disputed: readonly DisputedFact[]): Promise<KnownStatement[]> {
  return tx.query<KnownStatement>(
    `select ${STORED_FACT}, f.supersedes_fact_id as "supersedesFactId", f.flags & $2 <> 0 as "isRetraction"
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select * from fact where fact.person_key = p.key
           and (fact.superseded_at is null or fact.superseded_at > fact.recorded_at) offset 0
      ) f
       join fact_source s on s.id = f.source_id
      order by f.person_key, f.recorded_at`,
    [[...new Set(disputed.map(({ personKey }) => personKey))], FLAG.RETRACTED],
  );
}

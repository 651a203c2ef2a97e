import type { EconomicFact } from './facts.js';
import { oneKeys } from './one-key.js';

/** Agency of facts that verification itself decides: a manual decision, an upheld appeal. */
export const OWN_AGENCY = 'verification';

/**
 * The facts that are visible (可见): known at the moment, not superseded by then, not retracted. A later observation
 * of the same record supersedes an earlier one whatever the order of arrival; what was superseded never comes back.
 *
 * @param knownAtMicros - microseconds since 1970; without it, all that has been recorded is known
 */
export function visibleFacts(facts: readonly EconomicFact[], knownAtMicros?: bigint): EconomicFact[] {
  if (areVisible(facts, knownAtMicros)) return [...facts];
  const known = facts
    .filter(({ recordedAtMicros }) => knownAtMicros === undefined || recordedAtMicros <= knownAtMicros)
    .toSorted(byRecordedTime);
  const replaced = replacedFactIds(known);
  return known.filter(
    ({ factId, retracted, supersededAtMicros }) =>
      !retracted && !replaced.has(factId) && !isPast(supersededAtMicros, knownAtMicros),
  );
}

/** In the order of recording, each of a record of its own, and nothing that was taken back: of most persons all are. */
function areVisible(facts: readonly EconomicFact[], knownAtMicros: bigint | undefined): boolean {
  const records = new Set<string>();
  let before: EconomicFact | undefined;
  for (const fact of facts) {
    if (fact.retracted || fact.supersedesFactId !== undefined || fact.supersededAtMicros !== undefined)
      return false;
    if (knownAtMicros !== undefined && fact.recordedAtMicros > knownAtMicros) return false;
    if (before !== undefined && byRecordedTime(before, fact) >= 0) return false;
    records.add(fact.source.recordKey);
    before = fact;
  }
  return records.size === facts.length;
}

/** Whether `a` stands against `b` of the same source: the later observation, on a tie the later recorded. */
export function isLaterObserved(a: EconomicFact, b: EconomicFact): boolean {
  const difference = Date.parse(a.observedAt) - Date.parse(b.observedAt);
  return difference === 0 ? byRecordedTime(a, b) > 0 : difference > 0;
}

/** Order of recording; the id settles what two persons' facts may share. */
export function byRecordedTime(a: EconomicFact, b: EconomicFact): number {
  if (a.recordedAtMicros !== b.recordedAtMicros) {
    return a.recordedAtMicros < b.recordedAtMicros ? -1 : 1;
  }
  return a.factId < b.factId ? -1 : Number(a.factId > b.factId);
}

function replacedFactIds(known: readonly EconomicFact[]): ReadonlySet<string> {
  const replaced = new Set<string>();
  addNamed(replaced, known);
  addObservedAgain(replaced, known);
  return replaced;
}

function addNamed(replaced: Set<string>, known: readonly EconomicFact[]): void {
  const naming = known.filter(({ supersedesFactId }) => supersedesFactId !== undefined);
  if (naming.length === 0) return;
  const byId = new Map(known.map((fact) => [fact.factId, fact]));
  for (const fact of naming) {
    const named = fact.supersedesFactId === undefined ? undefined : byId.get(fact.supersedesFactId);
    if (named !== undefined && mayReplace(fact, named)) replaced.add(named.factId);
  }
}

function addObservedAgain(replaced: Set<string>, known: readonly EconomicFact[]): void {
  // almost always each record is known by one fact, and then nothing else has to be compared
  if (new Set(known.map(({ source }) => source.recordKey)).size === known.length) return;
  const records = oneKeys(
    known.map(({ personKey, source }) => [personKey, source.agency, source.dataset, source.recordKey]),
  );
  const lastOfRecord = new Map<number | string | undefined, EconomicFact>();
  known.forEach((fact, index) => {
    const last = lastOfRecord.get(records[index]);
    const isLast = last === undefined || isLaterObserved(fact, last);
    if (last !== undefined) replaced.add((isLast ? last : fact).factId);
    if (isLast) lastOfRecord.set(records[index], fact);
  });
}

function mayReplace({ source, personKey }: EconomicFact, target: EconomicFact): boolean {
  const isSameSource = source.agency === target.source.agency && source.dataset === target.source.dataset;
  return personKey === target.personKey && (isSameSource || source.agency === OWN_AGENCY);
}

function isPast(supersededAtMicros: bigint | undefined, knownAtMicros: bigint | undefined): boolean {
  return (
    supersededAtMicros !== undefined && (knownAtMicros === undefined || supersededAtMicros <= knownAtMicros)
  );
}

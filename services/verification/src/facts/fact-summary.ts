import { gateOf, type EconomicFact, type Gate, type PersonKey } from '@minzheng/kernel/means-test';
import { unpacked } from './fact-pack.reader.js';
import { packed } from './fact-pack.writer.js';

/** What is written here; of the formats before only {@link TEXT_FORMAT} is read still, any other is as good as none. */
export const FACT_SUMMARY_FORMAT = 3;

/** The visible facts of one person, packed (事实摘要). */
export interface FactSummary {
  /** What may be kept and used by law (gate L). */
  readonly open: Buffer;
  /** What only a consent opens (gate C). */
  readonly gated: Buffer;
}

/** @param facts - the visible facts of one person in the order in which they were recorded */
export function summaryOf(facts: readonly EconomicFact[]): FactSummary {
  const of = (gate: Gate): Buffer =>
    packed(facts.filter(({ type, kind, source }) => gateOf(type, kind, source.agency) === gate));
  return { open: of('L'), gated: of('C') };
}

/** The facts that {@link summaryOf} was given, equal in every member and in the same order. */
export function factsOfSummary(personKey: PersonKey, { open, gated }: FactSummary): EconomicFact[] {
  return together(unpacked(personKey, open), unpacked(personKey, gated));
}

/** In the order in which they were recorded. */
export function together(open: EconomicFact[], gated: EconomicFact[]): EconomicFact[] {
  if (gated.length === 0) return open;
  if (open.length === 0) return gated;
  return [...open, ...gated].sort((a, b) => (a.recordedAtMicros < b.recordedAtMicros ? -1 : 1));
}

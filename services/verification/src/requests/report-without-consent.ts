import { gateOf } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { readVisibleFacts, type FactsForReport } from '../facts/fact.reader.js';
import { kindOf, readStoredFacts, typeOf } from '../facts/stored-fact.js';
import type { VerificationReport } from '../reports/verification-report.entity.js';
import type { CheckQuestion } from './check.js';
import { withoutConsent } from './reopening.rules.js';

/**
 * Whether a report in force holds no longer although nobody may read what consent had opened; see {@link withoutConsent}.
 *
 * @param known - what is known now; the persons are locked
 * @throws PolicyMissing
 */
export async function endOfReportWithoutConsent(
  tx: Tx,
  report: VerificationReport,
  question: CheckQuestion,
  personKeys: readonly string[],
  known: FactsForReport,
  book: PolicyBook,
): Promise<ReturnType<typeof withoutConsent>> {
  const { knownAtMicros } = report;
  const then = { facts: await readVisibleFacts(tx, personKeys, knownAtMicros), knownAtMicros };
  const corrected = await correctedByLaw(tx, report, personKeys, known);
  return withoutConsent(report, corrected, { then, now: known }, question, book);
}

/** Facts that the report used and the law opens, which their sources have superseded or retracted since. */
async function correctedByLaw(
  tx: Tx,
  { frozenInput: { usedFactIds } }: VerificationReport,
  personKeys: readonly string[],
  { facts }: FactsForReport,
): Promise<string[]> {
  const standing = new Set(facts.map(({ factId }) => factId));
  const gone = usedFactIds.filter((factId) => !standing.has(factId));
  if (gone.length === 0) return [];
  const stored = await readStoredFacts(tx, personKeys, gone);
  return stored
    .filter((fact) => !fact.isVisible && gateOf(typeOf(fact), kindOf(fact), fact.agency) === 'L')
    .map(({ factId }) => factId);
}

import { canonicalJson, firstDifference, sha256Hex } from '@minzheng/kernel/canonical-json';
import { asRecorded, PolicyBook } from '@minzheng/kernel/policy';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import { checkHousehold } from '../requests/check.rules.js';
import { personsConcerned } from '../requests/obligor-households.js';
import { reportBody, type ReportBody } from './report-body.js';
import type { VerificationReport } from './verification-report.entity.js';

export interface Replay {
  /** SHA-256 of the body that was recomputed. */
  readonly digest: string;
  readonly equal: boolean;
  /** Path of the first place in which the two bodies differ. */
  readonly firstDifference?: string;
}

/**
 * Computes a report again (核对复算) from the facts as they were known at its instant, the stored input and the stored
 * policy rows; it must give the same digest for ever.
 *
 * @throws PolicyMissing when the stored rows do not suffice
 */
export async function replayReport(queries: Queries, report: VerificationReport): Promise<Replay> {
  const { question, policies, successions } = report.frozenInput;
  const facts = await readVisibleFacts(queries, personsConcerned(question), report.knownAtMicros);
  const outcome = checkHousehold(
    question,
    { facts, knownAtMicros: report.knownAtMicros },
    new PolicyBook(policies, asRecorded(successions)),
  );
  const issued = JSON.parse(report.body) as ReportBody;
  const body =
    'refusals' in outcome
      ? outcome
      : reportBody(question, outcome.result, report, policies, issued.schemaVersion);
  const text = canonicalJson(body);
  const digest = sha256Hex(text);
  const difference = firstDifference(issued, JSON.parse(text));
  return {
    digest,
    equal: digest === report.bodySha256,
    ...(difference !== undefined && { firstDifference: difference }),
  };
}

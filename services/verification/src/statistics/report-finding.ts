import type { Tx } from '@minzheng/platform/persistence';
import type { HukouType } from '@minzheng/kernel/means-test';
import type { ReportBody } from '../reports/report-body.js';
import type { VerificationReport } from '../reports/verification-report.entity.js';

/** What statistics count of a report (核对报告要目). */
export interface ReportFinding {
  /** A purpose is over a limit. */
  readonly exceeds: boolean;
  /** Its discrepancies are material. */
  readonly material: boolean;
  /** `<side>.<kind>` of each discrepancy, once. */
  readonly kinds: readonly string[];
  /** Agencies that have not answered. */
  readonly gaps: readonly string[];
}

/** What of a report's body is counted. */
export function findingOf({
  conclusions,
  discrepancies,
  gaps,
}: Pick<ReportBody, 'conclusions' | 'discrepancies' | 'gaps'>): ReportFinding {
  return {
    exceeds: conclusions.some(({ conclusion }) => conclusion.startsWith('EXCEEDS_')),
    material: discrepancies.some(({ material }) => material),
    kinds: [...new Set(discrepancies.map(({ side, kind }) => `${side}.${kind}`))].sort(),
    gaps: [...new Set(gaps.map(({ agency }) => agency))].sort(),
  };
}

/**
 * Keeps what is counted of a report that this service issues, and with which key it was signed. A report without such a row
 * did not come out of the single exit (省级统一出口).
 */
export async function keepFinding(
  tx: Tx,
  { id, publicKey }: Pick<VerificationReport, 'id' | 'publicKey'>,
  body: ReportBody,
  hukouType: HukouType,
): Promise<void> {
  const { exceeds, material, kinds, gaps } = findingOf(body);
  await tx.execute(
    `insert into report_finding (report_id, hukou_type, exceeds, material, kinds, gaps, signed_with)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, hukouType, exceeds, material, kinds, gaps, publicKey.x],
  );
}

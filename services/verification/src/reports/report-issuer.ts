import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { epochFloor } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { CheckQuestion, CheckResult } from '../requests/check.js';
import { wholeNumber } from '../requests/check-policy.js';
import { isGap } from '../requests/completeness.rules.js';
import type { VerificationRequest } from '../requests/verification-request.entity.js';
import { reportBody, type ReportBody } from './report-body.js';
import { reportNumber, validTo } from './report-issue.rules.js';
import { ReportSigner } from './report-signature.js';
import { keepFinding } from '../statistics/report-finding.js';
import { ReportStanding } from './report-standing.entity.js';
import { REPORT_LIFECYCLE } from './report.lifecycle.js';
import { VerificationReport } from './verification-report.entity.js';

/** A province's reports of a day are fewer than an epoch has numbers. */
const NUMBERS_FROM = epochFloor(100_000);
/**
 * A requester may know versions that are not here any more since the database was put back: what is issued now is a later one,
 * or it would be taken for one that is there already.
 */
const VERSIONS_FROM = epochFloor(1_000);

export interface IssuedReport {
  readonly report: VerificationReport;
  readonly body: ReportBody;
}

/** Makes a report of a check's result (出具核对报告): number, canonical body, digest, signature, frozen input. */
@Injectable()
export class ReportIssuer {
  constructor(
    private readonly signer: ReportSigner,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Stores the next report of a request. The database allows one for each request and sequence.
   *
   * @param book - the book that the check was evaluated with: what it used is kept
   */
  async issue(
    tx: Tx,
    request: VerificationRequest,
    question: CheckQuestion,
    result: CheckResult,
    knownAtMicros: bigint,
    book: PolicyBook,
    supersedes: VerificationReport | null,
  ): Promise<IssuedReport> {
    const policies = book.used();
    const validDays = book.resolve(
      'verification.report.validDays',
      request.household.region,
      civilDateOf(request.asOf),
    );
    const body = reportBody(question, result, { ...request, knownAtMicros }, policies);
    const text = canonicalJson(body);
    const issuedAt = this.clock.now();
    const issuedOn = civilDateOf(issuedAt);
    const { number, versionsFrom } = await this.#nextNumber(tx, request.region, issuedOn);
    const header = {
      number,
      sequence: Math.max(request.sequence, versionsFrom) + 1,
      issuedAt: issuedAt.toISOString(),
      validTo: validTo(issuedOn, wholeNumber(validDays), result.earliestConsentEnd),
      ...(supersedes && { supersedes: supersedes.id }),
    };
    const report = Object.assign(new VerificationReport(), {
      id: uuidv7(),
      region: request.region,
      number: header.number,
      requestId: request.id,
      sequence: header.sequence,
      requester: request.requester,
      caseRef: request.caseRef,
      result: result.complete ? ('COMPLETE' as const) : ('PARTIAL' as const),
      validAt: request.asOf,
      knownAtMicros,
      issuedAt,
      validTo: header.validTo,
      body: text,
      bodySha256: sha256Hex(text),
      signature: await this.signer.sign(text, header),
      publicKey: this.signer.publicKey,
      frozenInput: {
        question,
        policies,
        successions: book.successions(),
        usedFactIds: usedFactIds(result),
        missingCore: result.standings
          .filter((standing) => standing.core && isGap(standing))
          .map(({ agency, personKey }) => ({ agency, personKey })),
      },
      supersedes: supersedes?.id ?? null,
    });
    const stored = await tx.insert(report);
    await keepFinding(tx, report, body, question.household.hukouType);
    const standing = Object.assign(new ReportStanding(), {
      ...{ id: report.id, region: report.region, requestId: request.id, validTo: report.validTo },
      ...{ supersededBy: null, revocationReason: null, revocationNote: null, revocationProposedBy: null },
    });
    await tx.begin(standing, REPORT_LIFECYCLE, 'issue', issuedAt);
    return { report: stored, body };
  }

  async #nextNumber(
    tx: Tx,
    region: string,
    issuedOn: CivilDate,
  ): Promise<{ readonly number: string; readonly versionsFrom: number }> {
    const [row] = await tx.query<{ last: number; versions_from: number }>(
      `insert into report_number as n (province, issued_on, last) values ($1, $2, ${NUMBERS_FROM} + 1)
       on conflict (province, issued_on) do update set last = greatest(n.last, ${NUMBERS_FROM}) + 1
       returning last, ${VERSIONS_FROM}::int as versions_from`,
      [region.slice(0, 2), issuedOn],
    );
    return { number: reportNumber(region, issuedOn, row?.last ?? 0), versionsFrom: row?.versions_from ?? 0 };
  }
}

/** What a report rests on: what counts, what was passed over for it as another source's word, and what its patterns point at. */
function usedFactIds({ means: { selected }, conflicts, patterns }: CheckResult): string[] {
  const facts = [
    ...selected.income.map(({ fact }) => fact),
    ...selected.expenditure.map(({ fact }) => fact),
    ...selected.assets,
    ...selected.statuses,
  ];
  const used = [
    ...facts.map(({ factId }) => factId),
    ...conflicts.flatMap(({ shadowed }) => shadowed.factIds),
    ...patterns.flatMap(({ factIds }) => factIds),
  ];
  // what the request itself declares is stored nowhere
  const declared = new Set(facts.filter(({ quality }) => quality === 'DECLARED').map(({ factId }) => factId));
  return [...new Set(used)].filter((factId) => !declared.has(factId)).toSorted();
}

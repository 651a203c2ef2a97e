import { fromBinary } from '@bufbuild/protobuf';
import { VerificationCompletedSchema, type VerificationCompleted } from '@minzheng/contracts/verification';
import { canonicalJson, firstDifference, sha256Hex } from '@minzheng/kernel/canonical-json';
import type { PolicyBook, PolicyRow, Succession } from '@minzheng/kernel/policy';
import { bookOf, readUsedRows, type PolicyUse } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import type { AidCase } from './application.entity.js';
import type { AssessmentBasis } from './assessment.rules.js';
import { computedText, type ComputedAct, type ComputedBody } from './computation.rules.js';

/** What the rules were asked about, and where another region's code stood than the case's. */
interface StoredBasis extends AssessmentBasis {
  readonly successions?: readonly Succession[];
}

/** An act of the rules on a case, with all that it rests on. */
export interface Computation {
  readonly act: ComputedAct;
  readonly report: Pick<VerificationCompleted, 'requestId' | 'sequence'>;
  readonly basis: StoredBasis;
  readonly policies: readonly PolicyUse[];
  /** Canonical JSON. */
  readonly body: string;
}

/** What a case comes to when it is computed again (复算). */
export interface Replay {
  /** SHA-256 of what was recomputed: all acts of the case in their order, as one list. */
  readonly digest: string;
  readonly equal: boolean;
  /** Path of the first place that differs, such as `1.decision.monthlyFen`. */
  readonly firstDifference?: string;
}

/** Keeps what an act was computed of: once its case has the version that the act made. */
export async function keepComputations(
  tx: Tx,
  computations: readonly (Computation & { readonly aidCase: Pick<AidCase, 'id' | 'version'> })[],
): Promise<void> {
  await tx.execute(
    `insert into case_computation (case_id, case_version, act, request_id, sequence, basis, policies, body)
     select * from unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::int[], $6::jsonb[], $7::jsonb[], $8::text[])`,
    [
      computations.map(({ aidCase }) => aidCase.id),
      computations.map(({ aidCase }) => aidCase.version),
      computations.map(({ act }) => act),
      computations.map(({ report }) => report.requestId),
      computations.map(({ report }) => report.sequence),
      computations.map(({ basis }) => JSON.stringify(basis)),
      computations.map(({ policies }) => JSON.stringify(policies)),
      computations.map(({ body }) => body),
    ],
  );
}

interface StoredComputation {
  readonly case_id: string;
  readonly act: ComputedAct;
  readonly basis: StoredBasis;
  readonly policies: readonly PolicyUse[];
  readonly body: string;
  readonly message: Buffer;
  readonly assessment: AidCase['assessment'];
  readonly decision: AidCase['decision'];
}

/**
 * Computes cases again from the stored inputs and the policy rows as they were; a case without a stored computation is
 * not among the answers. What the case shows of its last act is what is compared, of earlier acts what was kept.
 *
 * @throws PolicyMissing when the stored rows do not suffice
 */
export async function replayCases(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Replay>> {
  const stored = await manager.query<StoredComputation[]>(
    `select c.case_id, c.act, c.basis, c.policies, c.body, r.message, a.assessment, a.decision
       from case_computation c
       join verification_report r on r.request_id = c.request_id and r.sequence = c.sequence
       join aid_case a on a.id = c.case_id
      where c.case_id = any($1::uuid[]) order by c.case_id, c.case_version`,
    [[...caseIds]],
  );
  const rows = await readUsedRows(
    manager,
    stored.flatMap(({ policies }) => policies),
  );
  return new Map(
    [...Map.groupBy(stored, (each) => each.case_id)].map(([caseId, acts]) => {
      const recomputed = acts.map(({ act, basis, policies, message }) =>
        computedText(act, {
          ...basis,
          report: fromBinary(VerificationCompletedSchema, message),
          book: bookAsRead(policies, rows, basis.successions),
        }),
      );
      const kept = acts.map((each, index) => (index === acts.length - 1 ? shownText(each) : each.body));
      return [caseId, comparison(`[${kept.join(',')}]`, `[${recomputed.join(',')}]`)];
    }),
  );
}

/**
 * The rules have come to read a row since: of a computation that used all its rows, and none of that key, it is as though
 * the path had not been open.
 */
function bookAsRead(
  policies: readonly PolicyUse[],
  rows: ReadonlyMap<string, PolicyRow>,
  successions: readonly Succession[] | undefined,
): PolicyBook {
  const book = bookOf(policies, rows, successions);
  // a row that is gone may be the one
  const hasRead = policies.some(({ id }) => (rows.get(id)?.key ?? ILLNESS_ENABLED) === ILLNESS_ENABLED);
  return hasRead ? book : book.supposing(NOT_BY_ILLNESS);
}

const ILLNESS_ENABLED = 'assistance.illness.enabled';
const NOT_BY_ILLNESS: PolicyRow = {
  ...{ id: '00000000-0000-0000-0000-000000000000', key: ILLNESS_ENABLED, regionPrefix: '', value: false },
  ...{ effectiveFrom: '1900-01-01', legalBasis: '作出时尚无此项规定 (there was no such row)' },
};

/** Rows that the last computation of a case used; none when it has none. */
export async function lastUses(
  manager: EntityManager,
  caseId: string,
): Promise<readonly PolicyUse[] | undefined> {
  const [last] = await manager.query<Pick<StoredComputation, 'policies'>[]>(
    `select policies from case_computation where case_id = $1 order by case_version desc limit 1`,
    [caseId],
  );
  return last?.policies;
}

function comparison(kept: string, recomputed: string): Replay {
  const difference = firstDifference(JSON.parse(kept), JSON.parse(recomputed));
  return {
    digest: sha256Hex(recomputed),
    equal: kept === recomputed,
    ...(difference !== undefined && { firstDifference: difference }),
  };
}

/** What the case tells of an act, in the form of the body; what was kept where the case no longer tells it. */
function shownText({ act, body, assessment, decision }: StoredComputation): string {
  if (!assessment) return body;
  const kept = JSON.parse(body) as ComputedBody;
  const shown = pick(assessment, Object.keys(kept));
  const decided = kept.decision && decision && { decision: pick(decision, Object.keys(kept.decision)) };
  return canonicalJson({ ...shown, act, ...decided });
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

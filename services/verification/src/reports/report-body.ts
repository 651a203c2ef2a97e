import type { Reason, StatusFact } from '@minzheng/kernel/means-test';
import { civilDateOf } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { roundHalfUp, type Rational } from '@minzheng/kernel/rational';
import { formOf, REPORT_FORM, type CheckQuestion, type CheckResult } from '../requests/check.js';
import { isDiscrepancy, type Comparison } from '../requests/comparison.rules.js';
import { incomeBand, type IncomeBand } from '../requests/conclusion.rules.js';
import { personFigures, type PersonFigures, type StatusItem } from './member-figures.rules.js';
import { flagsOf, type PersonFlag } from './person-flags.rules.js';

/** Figures of the household, exact; fen unless it says otherwise. */
export interface HouseholdTotals {
  readonly memberCount: number;
  readonly incomeOfWindow: Rational;
  readonly annualIncomeFen: bigint;
  readonly perCapitaMonthly: Rational;
  readonly perCapitaAfterRigid: Rational;
  readonly rigidOfWindowFen: bigint;
  readonly financialAssetsPerHead: Rational;
  readonly incomeBand: IncomeBand;
  readonly standardMonthlyFen: bigint;
}

export interface ReportDiscrepancy {
  readonly personKey: string;
  readonly side: Comparison['side'];
  readonly kind: string;
  readonly declaredFen?: bigint;
  readonly verifiedFen?: bigint;
  readonly class: Comparison['class'];
  readonly material: boolean;
}

/** A conclusion for the household, or for one of its members who is judged alone (`personKey`). */
export type ReportConclusion = CheckResult['conclusions'][number] & { readonly personKey?: string };

export interface ReportedStatus extends StatusItem {
  /** Since form 5: of what kind it is. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ReportedPerson extends PersonFigures {
  readonly statuses: readonly ReportedStatus[];
  /** Since form 5: what is to be looked at more closely. */
  readonly flags?: readonly PersonFlag[];
}

/** The body of a report (核对报告正文): what is hashed, signed, and recomputed by a replay. */
export interface ReportBody {
  readonly schemaVersion: number;
  readonly requestId: string;
  readonly caseRef: string;
  readonly requester: string;
  readonly region: string;
  readonly purposes: readonly string[];
  readonly validAt: string;
  /** RFC 3339 with microseconds. */
  readonly knownAt: string;
  readonly partial: boolean;
  readonly window: { readonly from: string; readonly to: string };
  readonly members: readonly ReportedPerson[];
  readonly inclusion: readonly { readonly personKey: string; readonly reason: Reason }[];
  readonly sources: CheckResult['standings'];
  readonly gaps: CheckResult['gaps'];
  readonly comparison: readonly Comparison[];
  readonly discrepancies: readonly ReportDiscrepancy[];
  readonly sourceConflicts: CheckResult['conflicts'];
  /** Since form 4. */
  readonly patterns?: CheckResult['patterns'];
  readonly computation: readonly ComputationStep[];
  readonly totals?: HouseholdTotals;
  readonly conclusions: readonly ReportConclusion[];
  readonly policyVersions: readonly string[];
}

/** One step of the computation with what went in and what came out (计算过程). */
export interface ComputationStep {
  readonly step: string;
  readonly personKey?: string;
  readonly inputs: unknown;
  readonly result: unknown;
}

export interface ReportContext {
  readonly caseRef: string;
  readonly requester: string;
  readonly knownAtMicros: bigint;
}

/**
 * The body of a check's result: the same question, knowledge and policy rows give the same body.
 *
 * @param schemaVersion - of the form; the one that the question is checked for without it
 */
export function reportBody(
  question: CheckQuestion,
  result: CheckResult,
  { caseRef, requester, knownAtMicros }: ReportContext,
  policies: readonly PolicyRow[],
  schemaVersion = formOf(question),
): ReportBody {
  const { means } = result;
  const totals = householdTotals(result);
  return {
    schemaVersion,
    requestId: question.requestId,
    caseRef,
    requester,
    region: question.household.region,
    purposes: question.purposes,
    validAt: question.asOf,
    knownAt: instantOfMicros(knownAtMicros),
    partial: !result.complete,
    window: { from: means.window.from, to: means.window.to },
    members: membersOf(question, result, schemaVersion),
    inclusion: means.members.map(({ personKey, membership }) => ({ personKey, reason: membership.reason })),
    sources: result.standings,
    gaps: result.gaps,
    comparison: result.comparisons,
    discrepancies: discrepanciesOf(result),
    sourceConflicts: result.conflicts.map((conflict) => withoutFinancialItem(conflict)),
    ...(schemaVersion >= REPORT_FORM.WITH_PATTERNS && { patterns: result.patterns }),
    computation: computationOf(result),
    ...(totals && { totals }),
    conclusions: [
      ...result.conclusions,
      ...(schemaVersion < REPORT_FORM.WITH_SINGLE_PERSONS ? [] : result.singlePersons),
    ].map((conclusion) =>
      schemaVersion < REPORT_FORM.WITH_PROPERTY ? withoutProperty(conclusion) : conclusion,
    ),
    policyVersions: policies.map(({ id }) => id).toSorted(),
  };
}

function membersOf(question: CheckQuestion, result: CheckResult, schemaVersion: number): ReportedPerson[] {
  const asOf = civilDateOf(question.asOf);
  const figures = personFigures(result, asOf);
  if (schemaVersion < REPORT_FORM.WITH_DATASETS) return figures;
  const { selected } = result.means;
  const all = [selected, ...result.obligors.map(({ means }) => means.selected)];
  const attributes = new Map(
    all.flatMap(({ statuses }) => statuses.map((status) => [status.factId, shownAttributes(status)])),
  );
  return figures.map((person) => ({
    ...person,
    statuses: person.statuses.map((status) => ({ ...status, ...attributes.get(status.factId) })),
    flags: flagsOf(person.personKey, selected, question.household, asOf),
  }));
}

/** Never another person's key. */
const SHOWN_ATTRIBUTES = ['category', 'grade', 'level', 'postKind'];

function shownAttributes({ attributes }: StatusFact): Pick<ReportedStatus, 'attributes'> {
  const shown = Object.entries(attributes).filter(([name]) => SHOWN_ATTRIBUTES.includes(name));
  return shown.length === 0 ? {} : { attributes: Object.fromEntries(shown) };
}

function withoutProperty({ property: _apart, ...conclusion }: ReportConclusion): ReportConclusion {
  return conclusion;
}

/** Absent when nobody counts, or no purpose has a means test. */
export function householdTotals({ means, policy, statusOnly }: CheckResult): HouseholdTotals | undefined {
  const { household, counted } = means;
  if (household === undefined || statusOnly) return undefined;
  const { standardMonthlyFen } = policy.means;
  return {
    memberCount: counted,
    incomeOfWindow: household.total,
    annualIncomeFen: roundHalfUp(household.total),
    perCapitaMonthly: household.perCapitaMonthly,
    perCapitaAfterRigid: household.perCapitaAfterRigid,
    rigidOfWindowFen: household.rigidFen,
    financialAssetsPerHead: household.property.financialAssetsPerHead,
    incomeBand: incomeBand(household.perCapitaMonthly, standardMonthlyFen),
    standardMonthlyFen,
  };
}

/** What differs and how; counts of things carry no sums. */
export function discrepanciesOf({ comparisons, material }: CheckResult): ReportDiscrepancy[] {
  return comparisons
    .filter(isDiscrepancy)
    .map(({ personKey, side, kind, unit, declared, verified, class: found }) => ({
      personKey,
      side,
      kind,
      ...(unit === 'FEN' && { declaredFen: declared, verifiedFen: verified }),
      class: found,
      material,
    }));
}

/** RFC 3339 in UTC, to the microsecond. */
export function instantOfMicros(micros: bigint): string {
  const milliseconds = Number(micros / 1_000n);
  const rest = (micros % 1_000n).toString().padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}

function computationOf({ means, statusOnly }: CheckResult): ComputationStep[] {
  const { members, household, counted, obligors } = means;
  if (statusOnly) return [{ step: 'MEMBERS', inputs: { obligors }, result: { counted } }];
  const persons = members.flatMap(({ personKey, income, rigid, ownMonthly }): ComputationStep[] => [
    {
      step: 'INCOME',
      personKey,
      inputs: { kinds: income.kinds, support: income.support, deductions: income.deductions },
      result: { total: income.total, ownMonthly },
    },
    ...rigid.map(({ group, countedFen, ...inputs }): ComputationStep => {
      const { personKey: _person, ...figures } = inputs;
      return { step: `RIGID_${group}`, personKey, inputs: figures, result: { countedFen } };
    }),
  ]);
  if (household === undefined)
    return [...persons, { step: 'MEMBERS', inputs: { obligors }, result: { counted } }];
  const { total, perCapitaMonthly, rigidFen, perCapitaAfterRigid, rigidRatio, property } = household;
  return [
    { step: 'MEMBERS', inputs: { obligors }, result: { counted } },
    ...persons,
    { step: 'PER_CAPITA_MONTHLY', inputs: { total, counted }, result: perCapitaMonthly },
    { step: 'PER_CAPITA_AFTER_RIGID', inputs: { total, rigidFen, counted }, result: perCapitaAfterRigid },
    { step: 'RIGID_RATIO', inputs: { total, rigidFen }, result: rigidRatio },
    { step: 'PROPERTY', inputs: { counted }, result: property },
  ];
}

/** A conflict about a bank's, security firm's or insurer's item names no item. */
function withoutFinancialItem(conflict: CheckResult['conflicts'][number]): CheckResult['conflicts'][number] {
  if (conflict.type !== 'ASSET') return conflict;
  const { itemKey: _item, ...rest } = conflict;
  return rest;
}

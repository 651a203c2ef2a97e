import type { PropertyVerdict } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { divide, isBelow, multiply, rational, type Rational } from '@minzheng/kernel/rational';

/** What a report concludes for a purpose (核对结论); none decides by itself. */
export type ConclusionCode =
  | 'IDENTITY_CONFLICT'
  | 'NO_COUNTED_MEMBER'
  | 'NEEDS_REVIEW'
  | 'EXCEEDS_BOTH'
  | 'EXCEEDS_PROPERTY'
  | 'EXCEEDS_INCOME'
  | 'INCOMPLETE'
  | 'WITHIN_LIMITS';

export type ConclusionBasis = 'HOUSEHOLD' | 'RIGID_DEDUCTION' | 'SINGLE_PERSON';

/**
 * What income a purpose is tested against: the standard (低保标准), of the household or of the applicant alone (特困), its
 * edge multiple (低保边缘), the two tests of a rigid-expenditure household (刚性支出困难家庭), last year's disposable income;
 * `NO_LIMIT` computes the figures and tests nothing, `NONE` looks at statuses alone.
 */
export type NamedIncomeLimit =
  'STANDARD' | 'SINGLE_STANDARD' | 'EDGE_MULTIPLE' | 'RIGID_TEST' | 'DISPOSABLE_INCOME' | 'NO_LIMIT' | 'NONE';

/** Or a multiple of the standard, in basis points. */
export type IncomeLimit = NamedIncomeLimit | { readonly stdMultipleBp: number };

export interface IncomeFigures {
  readonly perCapitaMonthly: Rational;
  readonly perCapitaAfterRigid: Rational;
  /** Rigid expenditure takes more of the income than the policy's ratio. */
  readonly rigidRatioMet: boolean;
}

export interface IncomeLimits {
  readonly standardMonthlyFen: Fen;
  readonly edgeMultipleBp: number;
  /** Last year's local disposable income a head, fen a year; asked for by the tests that need it. */
  readonly disposableIncomeLastYearFen: () => Fen;
}

export interface IncomeTest {
  readonly over: boolean;
  readonly basis: ConclusionBasis;
  readonly reasonCodes: readonly string[];
}

/**
 * Tests income exactly: over is what is not below the limit. For dibao it is enough to be below after rigid expenditure;
 * while the source of that expenditure is a core one and has not answered, dibao and the ratio are not found over.
 * 民发〔2021〕57号 arts. 4, 13; 刚性支出困难家庭认定办法 art. 4.
 *
 * @param expenditureKnown - NHSA has answered, or is not core
 * @throws PolicyMissing
 */
export function testIncome(
  limit: IncomeLimit,
  { perCapitaMonthly, perCapitaAfterRigid, rigidRatioMet }: IncomeFigures,
  limits: IncomeLimits,
  expenditureKnown: boolean,
): IncomeTest {
  const standard = rational(limits.standardMonthlyFen);
  const times = (basisPoints: number) => multiply(standard, rational(BigInt(basisPoints), 10_000n));
  const isBelowDisposable = (): boolean =>
    isBelow(perCapitaMonthly, divide(rational(limits.disposableIncomeLastYearFen()), rational(12n)));
  if (typeof limit === 'object') {
    return isBelow(perCapitaMonthly, times(limit.stdMultipleBp))
      ? within('HOUSEHOLD', 'BELOW_MULTIPLE_OF_STANDARD')
      : over('HOUSEHOLD', 'NOT_BELOW_MULTIPLE_OF_STANDARD');
  }
  switch (limit) {
    case 'NONE':
    case 'NO_LIMIT':
      return { over: false, basis: 'HOUSEHOLD', reasonCodes: [limit] };
    case 'SINGLE_STANDARD':
      return isBelow(perCapitaMonthly, standard)
        ? within('SINGLE_PERSON', 'BELOW_STANDARD')
        : over('SINGLE_PERSON', 'NOT_BELOW_STANDARD');
    case 'DISPOSABLE_INCOME':
      return isBelowDisposable()
        ? within('HOUSEHOLD', 'BELOW_DISPOSABLE_INCOME')
        : over('HOUSEHOLD', 'NOT_BELOW_DISPOSABLE_INCOME');
    case 'STANDARD': {
      if (isBelow(perCapitaMonthly, standard)) return within('HOUSEHOLD', 'BELOW_STANDARD');
      if (isBelow(perCapitaAfterRigid, standard))
        return within('RIGID_DEDUCTION', 'BELOW_STANDARD_AFTER_RIGID');
      return { over: expenditureKnown, basis: 'HOUSEHOLD', reasonCodes: ['NOT_BELOW_STANDARD'] };
    }
    case 'EDGE_MULTIPLE': {
      return isBelow(perCapitaMonthly, times(limits.edgeMultipleBp))
        ? within('HOUSEHOLD', 'BELOW_EDGE_LIMIT')
        : over('HOUSEHOLD', 'NOT_BELOW_EDGE_LIMIT');
    }
    case 'RIGID_TEST': {
      const isLow = isBelowDisposable();
      return {
        over: !isLow || (!rigidRatioMet && expenditureKnown),
        basis: 'HOUSEHOLD',
        reasonCodes: [
          isLow ? 'BELOW_DISPOSABLE_INCOME' : 'NOT_BELOW_DISPOSABLE_INCOME',
          rigidRatioMet ? 'RIGID_RATIO_MET' : 'RIGID_RATIO_NOT_MET',
        ],
      };
    }
  }
}

/** What the tests of one purpose came to with one set of facts. */
export interface TestOutcome {
  /** Absent when nobody counts. */
  readonly tests?: {
    readonly property: PropertyVerdict['verdict'];
    readonly propertyReasons: readonly string[];
    readonly income: IncomeTest;
  };
}

/** Whether the property or the income test comes out differently. */
export function comesOutDifferently(one: TestOutcome, other: TestOutcome): boolean {
  const isPropertyOver = ({ tests }: TestOutcome) => tests?.property === 'OVER';
  return one.tests?.income.over !== other.tests?.income.over || isPropertyOver(one) !== isPropertyOver(other);
}

export interface ConclusionQuestion {
  /** Public security knows no such member. */
  readonly identityConflict: boolean;
  readonly outcome: TestOutcome;
  /** The same without the facts that are disputed, where there are any. */
  readonly withoutDisputed?: TestOutcome | undefined;
  /** For each conflict of sources: the same with the other value. */
  readonly alternatives: readonly TestOutcome[];
  /** Agencies of the core set that are missing. */
  readonly missingCore: readonly string[];
  /** Patterns that a person has to look at. */
  readonly patterns?: readonly string[];
}

/** What of a conclusion is property (财产核查结果): an income over its limit says nothing of it. */
export interface ConcludedProperty {
  readonly verdict: PropertyVerdict['verdict'];
  /** Of OVER and UNKNOWN, why. */
  readonly reasonCodes: readonly string[];
}

export interface Conclusion {
  readonly conclusion: ConclusionCode;
  readonly basis: ConclusionBasis;
  readonly reasonCodes: readonly string[];
  /** Absent when nobody counts. */
  readonly property?: ConcludedProperty;
}

/** The conclusion for one purpose, by the first rule that matches. 民发〔2021〕57号 arts. 13, 14, 18. */
export function conclude(question: ConclusionQuestion): Conclusion {
  const property = concludeProperty(question);
  return { ...concludeAll(question), ...(property && { property }) };
}

function concludeAll(question: ConclusionQuestion): Conclusion {
  const { identityConflict, outcome, withoutDisputed } = question;
  if (identityConflict) return of('IDENTITY_CONFLICT', ['NO_RECORD_PSB']);
  if (outcome.tests === undefined) return of('NO_COUNTED_MEMBER', []);
  const result = concludeTests(outcome, question);
  if (
    withoutDisputed !== undefined &&
    concludeTests(withoutDisputed, question).conclusion !== result.conclusion
  ) {
    return of('NEEDS_REVIEW', ['DISPUTED'], result.basis);
  }
  return result;
}

/** Never surer than its sources: what a dispute or another source would turn is unknown, and a person decides. */
function concludeProperty({
  identityConflict,
  outcome: { tests },
  withoutDisputed,
  alternatives,
}: ConclusionQuestion): ConcludedProperty | undefined {
  if (tests === undefined) return undefined;
  const turns = ({ tests: others }: TestOutcome) => others?.property !== tests.property;
  const doubts = [
    ...(identityConflict ? ['NO_RECORD_PSB'] : []),
    ...(withoutDisputed !== undefined && turns(withoutDisputed) ? ['DISPUTED'] : []),
    ...(tests.property === 'WITHIN' && alternatives.some(turns) ? ['SOURCE_CONFLICT'] : []),
  ];
  const ownReasons = tests.property === 'WITHIN' ? [] : tests.propertyReasons;
  return doubts.length > 0
    ? { verdict: 'UNKNOWN', reasonCodes: [...doubts, ...ownReasons] }
    : { verdict: tests.property, reasonCodes: ownReasons };
}

function concludeTests(
  { tests }: TestOutcome,
  { outcome, missingCore, alternatives, patterns = [] }: ConclusionQuestion,
): Conclusion {
  if (tests === undefined) return of('NO_COUNTED_MEMBER', []);
  const { property, propertyReasons, income } = tests;
  const { basis } = income;
  if (property === 'OVER' && income.over)
    return of('EXCEEDS_BOTH', [...propertyReasons, ...income.reasonCodes], basis);
  if (property === 'OVER') return of('EXCEEDS_PROPERTY', propertyReasons, basis);
  if (income.over) return of('EXCEEDS_INCOME', income.reasonCodes, basis);
  if (missingCore.length > 0)
    return of(
      'INCOMPLETE',
      missingCore.map((agency) => `MISSING_${agency}`),
      basis,
    );
  const review = [
    ...patterns,
    ...(alternatives.some((other) => comesOutDifferently(outcome, other)) ? ['SOURCE_CONFLICT'] : []),
    ...(property === 'UNKNOWN' ? propertyReasons.map((code) => `UNKNOWN_${code}`) : []),
  ];
  if (review.length > 0) return of('NEEDS_REVIEW', review, basis);
  return of('WITHIN_LIMITS', income.reasonCodes, basis);
}

function of(
  conclusion: ConclusionCode,
  reasonCodes: readonly string[],
  basis: ConclusionBasis = 'HOUSEHOLD',
): Conclusion {
  return { conclusion, basis, reasonCodes: [...new Set(reasonCodes)] };
}

function within(basis: ConclusionBasis, reasonCode: string): IncomeTest {
  return { over: false, basis, reasonCodes: [reasonCode] };
}

function over(basis: ConclusionBasis, reasonCode: string): IncomeTest {
  return { over: true, basis, reasonCodes: [reasonCode] };
}

export type IncomeBand = 'BELOW_HALF' | 'BELOW_STANDARD' | 'BELOW_EDGE' | 'ABOVE';

/** Where the income a head lies against half, one and one and a half times the standard (收入区间). */
export function incomeBand(perCapitaMonthly: Rational, standardMonthlyFen: Fen): IncomeBand {
  const isBelowHalves = (halves: bigint) =>
    isBelow(perCapitaMonthly, rational(halves * standardMonthlyFen, 2n));
  if (isBelowHalves(1n)) return 'BELOW_HALF';
  if (isBelowHalves(2n)) return 'BELOW_STANDARD';
  return isBelowHalves(3n) ? 'BELOW_EDGE' : 'ABOVE';
}

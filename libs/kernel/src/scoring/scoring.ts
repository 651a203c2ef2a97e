import {
  add,
  compare,
  divide,
  isBelow,
  multiply,
  rational,
  roundHalfUp,
  ZERO,
  type Rational,
} from '../rational/index.js';

/** One thing that is scored (评分项). */
export interface ScoringItem {
  readonly code: string;
  /** Whole, not negative. */
  readonly weight: number;
  /** The points lie between 0 and this, whole. */
  readonly maximumPoints: number;
}

/** A grade (等级) and the score from which it is given. */
export interface ScoringGrade {
  readonly grade: string;
  readonly atLeast: Rational;
}

/** A finding that decides the grade whatever the score (一票否决). */
export interface ScoringVeto {
  readonly code: string;
  readonly grade: string;
}

/**
 * One version of a scale (评分标准). It is never changed in place: a new scale has a new version, and a score says by
 * which it was made.
 */
export interface ScoringModel {
  readonly version: string;
  readonly items: readonly ScoringItem[];
  /** `SUM`: Σ weight × points; `WEIGHTED_MEAN`: the same divided by the weights of the items that apply. */
  readonly combination: 'SUM' | 'WEIGHTED_MEAN';
  /** Highest first; a score below all of them has no grade. */
  readonly grades: readonly ScoringGrade[];
  readonly vetoes: readonly ScoringVeto[];
}

/** What was found: points of an item, or that it does not apply and its weight falls away. */
export type Points = Rational | 'NOT_APPLICABLE';

export interface Findings {
  /** By item; an item that is absent has not been looked at yet. */
  readonly points: Readonly<Record<string, Points>>;
  /** Codes of the vetoes that hold. */
  readonly vetoes?: readonly string[];
  /** Taken off the score, which does not fall below 0. */
  readonly penalty?: Rational;
}

/** An item that counted. */
export interface ScoredItem {
  readonly code: string;
  readonly points: Rational;
  readonly weight: number;
  /** Its part of the score before the penalty; the parts add up exactly. */
  readonly contribution: Rational;
}

/** A score, exact; {@link printScore} rounds it, nothing else does. */
export interface Score {
  readonly outcome: 'SCORED';
  readonly version: string;
  readonly items: readonly ScoredItem[];
  readonly exact: Rational;
  readonly vetoes: readonly string[];
  /** Of the first veto that holds, else by the exact score; absent below every grade. */
  readonly grade?: string;
}

/** There is no score while an item has not been looked at. */
export interface IncompleteScore {
  readonly outcome: 'INCOMPLETE';
  readonly version: string;
  readonly missing: readonly string[];
}

/**
 * Adds up what was found by one version of a scale. Ranks and limits are tested on the exact score.
 *
 * @throws RangeError when points lie outside their item, an item or a veto is not of the scale, the scale names an item
 * twice, or no item with a weight applies to a weighted mean
 */
export function score(
  model: ScoringModel,
  { points, vetoes = [], penalty = ZERO }: Findings,
): Score | IncompleteScore {
  checkModel(model);
  checkKnown(Object.keys(points), model.items);
  checkKnown(vetoes, model.vetoes);
  const missing = model.items.filter(({ code }) => points[code] === undefined).map(({ code }) => code);
  if (missing.length > 0) return { outcome: 'INCOMPLETE', version: model.version, missing };
  const applying = model.items.flatMap((item) => {
    const found = points[item.code];
    return found === undefined || found === 'NOT_APPLICABLE' ? [] : [{ ...item, points: found }];
  });
  applying.forEach(checkPoints);
  const divisor = model.combination === 'SUM' ? 1 : applying.reduce((sum, { weight }) => sum + weight, 0);
  if (divisor === 0) throw new RangeError(`scale ${model.version}: no item with a weight applies`);
  const items = applying.map(({ code, weight, points: found }): ScoredItem => ({
    code,
    points: found,
    weight,
    contribution: divide(multiply(found, rational(BigInt(weight))), rational(BigInt(divisor))),
  }));
  const sum = items.reduce((total, { contribution }) => add(total, contribution), ZERO);
  const exact = isBelow(sum, penalty) ? ZERO : add(sum, multiply(penalty, rational(-1n)));
  const held = model.vetoes.filter(({ code }) => vetoes.includes(code));
  const grade = held[0]?.grade ?? gradeOf(exact, model.grades);
  return {
    outcome: 'SCORED',
    version: model.version,
    items,
    exact,
    vetoes: held.map(({ code }) => code),
    ...(grade !== undefined && { grade }),
  };
}

/** The first grade whose limit the exact score reaches; `grades` stand highest first. */
export function gradeOf(exact: Rational, grades: readonly ScoringGrade[]): string | undefined {
  return grades.find(({ atLeast }) => compare(exact, atLeast) >= 0)?.grade;
}

/** A score in hundredths of a point, half up: how it is printed and stored beside the exact one. */
export function inHundredths(exact: Rational): bigint {
  return roundHalfUp(multiply(exact, rational(100n)));
}

/** @example printScore(rational(72n)) // '72.00' */
export function printScore(exact: Rational): string {
  const hundredths = inHundredths(exact).toString().padStart(3, '0');
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`;
}

function checkModel({ version, items, grades }: ScoringModel): void {
  const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (new Set(items.map(({ code }) => code)).size !== items.length) {
    throw new RangeError(`scale ${version} names an item twice`);
  }
  if (!items.every(({ weight, maximumPoints }) => isWhole(weight) && isWhole(maximumPoints))) {
    throw new RangeError(`scale ${version}: weights and highest points are whole and not negative`);
  }
  if (grades.some(({ atLeast }, index) => isAbove(atLeast, grades[index - 1]?.atLeast))) {
    throw new RangeError(`scale ${version}: grades stand highest first`);
  }
}

function isAbove(limit: Rational, before: Rational | undefined): boolean {
  return before !== undefined && compare(limit, before) > 0;
}

function checkKnown(codes: readonly string[], of: readonly { readonly code: string }[]): void {
  const known = new Set(of.map(({ code }) => code));
  const unknown = codes.find((code) => !known.has(code));
  if (unknown !== undefined) throw new RangeError(`${unknown} is not of the scale`);
}

function checkPoints({ code, points, maximumPoints }: ScoringItem & { readonly points: Rational }): void {
  if (isBelow(points, ZERO) || compare(points, rational(BigInt(maximumPoints))) > 0) {
    throw new RangeError(`${code}: points lie between 0 and ${maximumPoints}`);
  }
}

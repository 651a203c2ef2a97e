import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { ageOn, type CivilDate } from '@minzheng/kernel/months';
import {
  divide,
  isBelow,
  max,
  min,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import {
  inHundredths,
  printScore,
  score,
  type ScoredItem,
  type ScoringModel,
} from '@minzheng/kernel/scoring';
import { isSeverelyDisabled, type DisabilityCard } from './disability.rules.js';
import type { StatedReason } from './stated-reason.js';

/** The five groups of the hardship index (困难状况评估), in the order of their weights. */
export const HARDSHIP_ITEMS = ['members', 'income', 'assets', 'spending', 'evaluation'] as const;
export type HardshipItem = (typeof HARDSHIP_ITEMS)[number];

/** What the index is used for: shown, decisive, or not computed. */
export type HardshipMode = 'advisory' | 'ranking' | 'off';

/** Points of the item tables, 0 to 100, and the limits in them. */
export interface HardshipItems {
  readonly members: {
    readonly severe: number;
    readonly aged: number;
    readonly partial: number;
    readonly carer: number;
    readonly agedFrom: number;
    readonly childBelow: number;
    readonly elderFrom: number;
  };
  /** From so many times the standard on an income has no points. */
  readonly incomeStd: number;
  /** What is taken off 100. */
  readonly assets: {
    readonly vehicle: number;
    readonly secondHome: number;
    readonly business: number;
    readonly deposits: number;
    /** Deposits a head above so many times the standard count. */
    readonly depositStd: number;
  };
}

/** Rows that the index reads. */
export interface HardshipPolicy {
  readonly mode: HardshipMode;
  readonly weights: Readonly<Record<HardshipItem, number>>;
  /** Points from which ranking approves. */
  readonly cutoff: number;
  readonly items: HardshipItems;
  /** Ids of the rows, or another name of this version of the scale. */
  readonly version: string;
}

/** What of a counted member makes others depend on the household. */
export interface HardshipMember {
  readonly personKey: PersonKey;
  readonly birthDate: CivilDate;
  readonly disability?: DisabilityCard;
  readonly isSeriouslyIll: boolean;
  /** Outpatient treatment of a chronic illness (门诊慢特病) in the window. */
  readonly hasChronicIllness: boolean;
  readonly isStudent: boolean;
  /** Cares for somebody of the household; seen at the visit. */
  readonly isCarer: boolean;
}

/** Votes of a democratic evaluation (民主评议). */
export interface Evaluation {
  readonly agree: number;
  readonly against: number;
  readonly void: number;
  /** Villagers’ representatives (村民代表) among those who voted. */
  readonly representatives: number;
}

export interface HardshipQuestion {
  readonly members: readonly HardshipMember[];
  readonly on: CivilDate;
  readonly standardFen: Fen;
  readonly perCapita: Rational;
  readonly rigidAnnualFen: Fen;
  readonly hasVehicle: boolean;
  readonly hasSecondHome: boolean;
  readonly hasBusiness: boolean;
  readonly depositsPerHead: Rational;
  /** Absent while none has been held: there is no score then. */
  readonly evaluation?: Evaluation;
}

/** The index of a household, exact, with its five groups. */
export interface HardshipScore {
  readonly version: string;
  readonly exact: Rational;
  /** Hundredths of a point, half up: as it is printed and sent. */
  readonly hundredths: bigint;
  /** Points 0 to 100 and the part of the score, by group. */
  readonly items: readonly ScoredItem[];
  readonly reasons: readonly StatedReason[];
}

const FULL = 100;
const MONTHS_OF_A_YEAR = 12n;

/**
 * R15: the hardship index: five groups of points, weighted. Undefined while no evaluation has been held.
 *
 * Legal basis: 甘肃省城乡低保对象困难状况评估 (40/30/10/15/5); 民发〔2021〕57号 decides by income and property.
 *
 * @throws RangeError when there is no member, or the evaluation has no vote or too few representatives
 */
export function hardshipScore(question: HardshipQuestion, policy: HardshipPolicy): HardshipScore | undefined {
  const { evaluation } = question;
  if (question.members.length === 0) throw new RangeError('a household has a counted member');
  if (evaluation === undefined) return undefined;
  if (evaluationProblem(evaluation)) throw new RangeError('the evaluation has no quorum');
  const result = score(modelOf(policy), {
    points: {
      members: memberPoints(question, policy.items),
      income: incomePoints(question, policy.items),
      assets: assetPoints(question, policy.items),
      spending: spendingPoints(question),
      evaluation: evaluationPoints(evaluation),
    },
  });
  if (result.outcome === 'INCOMPLETE') return undefined;
  return {
    version: result.version,
    exact: result.exact,
    hundredths: inHundredths(result.exact),
    items: result.items,
    reasons: result.items.map(reasonOf),
  };
}

/** Why an evaluation can't be recorded: nobody voted, or under two thirds of the voters are representatives. */
export function evaluationProblem({
  agree,
  against,
  void: spoilt,
  representatives,
}: Evaluation): 'evaluation-quorum' | undefined {
  const voters = agree + against + spoilt;
  const hasQuorum = agree + against > 0 && representatives <= voters && 3 * representatives >= 2 * voters;
  return hasQuorum ? undefined : 'evaluation-quorum';
}

/** The points of an evaluation: those who agree, of those who said yes or no; exact. */
export function evaluationPoints({ agree, against }: Evaluation): Rational {
  return rational(BigInt(FULL * agree), BigInt(agree + against));
}

function modelOf({ version, weights }: HardshipPolicy): ScoringModel {
  return {
    version,
    combination: 'WEIGHTED_MEAN',
    items: HARDSHIP_ITEMS.map((code) => ({ code, weight: weights[code], maximumPoints: FULL })),
    grades: [],
    vetoes: [],
  };
}

function memberPoints({ members, on }: HardshipQuestion, { members: table }: HardshipItems): Rational {
  const sum = members.reduce((total, member) => total + dependency(member, on, table), 0);
  return rational(BigInt(sum), BigInt(members.length));
}

/** The highest that applies. */
function dependency(member: HardshipMember, on: CivilDate, table: HardshipItems['members']): number {
  const { birthDate, disability, isSeriouslyIll, hasChronicIllness, isStudent, isCarer } = member;
  const age = ageOn(birthDate, on);
  const hasCard = disability !== undefined && (disability.validTo === undefined || on <= disability.validTo);
  const isSevere = disability !== undefined && isSeverelyDisabled(disability, on);
  const isPartial = hasCard || hasChronicIllness || age >= table.elderFrom || isStudent;
  return Math.max(
    isSevere || isSeriouslyIll ? table.severe : 0,
    age >= table.agedFrom || age < table.childBelow ? table.aged : 0,
    isPartial ? table.partial : 0,
    isCarer ? table.carer : 0,
  );
}

function incomePoints({ standardFen, perCapita }: HardshipQuestion, { incomeStd }: HardshipItems): Rational {
  const limit = rational(standardFen * BigInt(incomeStd));
  return within(divide(multiply(rational(BigInt(FULL)), subtract(limit, perCapita)), limit));
}

function assetPoints(question: HardshipQuestion, { assets: table }: HardshipItems): Rational {
  const depositLimit = rational(question.standardFen * BigInt(table.depositStd));
  const taken =
    (question.hasVehicle ? table.vehicle : 0) +
    (question.hasSecondHome ? table.secondHome : 0) +
    (question.hasBusiness ? table.business : 0) +
    (isBelow(depositLimit, question.depositsPerHead) ? table.deposits : 0);
  return within(rational(BigInt(FULL - taken)));
}

function spendingPoints({ standardFen, members, rigidAnnualFen }: HardshipQuestion): Rational {
  const needs = standardFen * MONTHS_OF_A_YEAR * BigInt(members.length);
  return within(rational(BigInt(FULL) * rigidAnnualFen, needs));
}

function within(points: Rational): Rational {
  return max(ZERO, min(rational(BigInt(FULL)), points));
}

const NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  members: { zh: '家庭成员', en: 'Members' },
  income: { zh: '家庭收入', en: 'Income' },
  assets: { zh: '家庭财产', en: 'Property' },
  spending: { zh: '大额支出', en: 'Large spending' },
  evaluation: { zh: '民主评议', en: 'Evaluation' },
};

function reasonOf({ code, points, weight, contribution }: ScoredItem): StatedReason {
  const name = NAMES[code] ?? { zh: code, en: code };
  return {
    code: `SCORE_${code.toUpperCase()}`,
    zh: `${name.zh}${printScore(points)}分，权重${weight}%，计${printScore(contribution)}分。`,
    en: `${name.en}: ${printScore(points)} points, weight ${weight}%, counts ${printScore(contribution)}.`,
  };
}

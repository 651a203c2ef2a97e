import type { Fen } from '../money/index.js';
import { firstDay, type CivilDate, type Month } from '../months/index.js';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '../policy/index.js';
import type { Rational } from '../rational/index.js';
import type { Region } from '../region/index.js';
import type { RigidGroup } from './expenditure-kinds.data.js';
import type { HukouType, Study } from './facts.js';
import type { Treatment } from './income-kinds.data.js';
import { isStatusKind, type AidPurpose, type IncomeKind, type StatusKind } from './kind-registry.js';
import { count, decimal, fen, field, name, names, optionalField } from './policy-values.js';
import { CONSOLATION_LIMIT_KEY, treatmentKey } from './treatment.js';

/** Levels at which property is tested (财产标准): dibao and tekun, edge family, rigid-expenditure family. */
export const PROPERTY_LEVELS = ['DIBAO', 'EDGE', 'RIGID'] as const;
export type PropertyLevel = (typeof PROPERTY_LEVELS)[number];

/** Limits of the property test (财产限额). 民发〔2021〕57号 art. 14. */
export interface AssetLimits {
  /** Financial assets per head, in multiples of the standard. */
  readonly financialStd: Readonly<Record<PropertyLevel, Rational>>;
  readonly vehicleCount: number;
  readonly homeCount: number;
  /** With more than one home, the area per head, in m², that must not be reached. */
  readonly homeAreaM2: Rational;
  readonly nonResidentialCount: number;
  readonly capitalFen: Fen;
  readonly machineryFen: Fen;
  /** An item of which the household holds less is left out. */
  readonly minShareBp: number;
}

/**
 * What the means test takes from policy, for one region, type of hukou and day. Functions are values that hold for a
 * kind, a month or a person; they ask for their row only when the facts need it, and throw PolicyMissing without one.
 */
export interface MeansPolicy {
  /** The local minimum-living standard (低保标准) a person and month. */
  readonly standardMonthlyFen: Fen;
  readonly windowMonths: number;
  readonly coResidenceMonths: number;
  readonly clergyMonths: number;
  readonly excludedStatuses: readonly StatusKind[];
  readonly employmentCostBp: number;
  readonly employmentCostCapStdBp: number;
  readonly grossToNetBp: number;
  readonly carryForwardMonths: number;
  readonly disregardMonths: number;
  readonly disregardStd: Rational;
  readonly supportMode: 'FORMULA' | 'COURT_ONLY';
  readonly supportFreeStd: Rational;
  readonly supportRateBp: number;
  readonly deductGroups: readonly RigidGroup[];
  readonly rigidRatioBp: number;
  readonly edgeMultipleBp: number;
  readonly asset: AssetLimits;
  /** The treatment of a kind in force on the 1st of the month. */
  treatmentOn(kind: IncomeKind, purpose: AidPurpose | undefined, month: Month): Treatment;
  consolationLimitFen(month: Month): Fen;
  minimumWageFen(): Fen;
  /**
   * The public-school fee of a student and year, in fen. Of who is in no school, or beyond bachelor, there is none unless
   * the row names one (a kindergarten's, for instance): nothing of it counts.
   *
   * @throws PolicyMissing for school or bachelor
   */
  educationCapFen(study: Study): Fen;
  /** Last year's local disposable income per head (上年度居民人均可支配收入), a year. */
  disposableIncomeLastYearFen(): Fen;
}

/**
 * Reads the means-test rows from a book.
 *
 * @param on - day of asOf
 * @throws PolicyMissing when a row is missing: there is no default in code
 * @throws PolicyMalformed when a value hasn't the form its key asks for
 */
export function readMeansPolicy(
  book: PolicyBook,
  region: Region,
  hukouType: HukouType,
  on: CivilDate,
): MeansPolicy {
  const row = (key: string): PolicyRow => book.resolve(`assistance.${key}`, region, on);
  const financialStd = row('asset.financialStd');
  const treatments = new Map<Month, Map<string, Treatment>>();
  return {
    standardMonthlyFen: fen(field(row('dibao.standardMonthlyFen'), hukouType)),
    windowMonths: count(row('income.windowMonths')),
    ...readCompositionPolicy(book, region, on),
    employmentCostBp: count(row('income.employmentCostBp')),
    employmentCostCapStdBp: count(row('income.employmentCostCapStdBp')),
    grossToNetBp: count(row('income.grossToNetBp')),
    carryForwardMonths: count(row('income.carryForwardMonths')),
    disregardMonths: count(row('income.disregardMonths')),
    disregardStd: decimal(row('income.disregardStd')),
    supportMode: name(row('income.supportMode'), isSupportMode),
    supportFreeStd: decimal(row('income.supportFreeStd')),
    supportRateBp: count(row('income.supportRateBp')),
    deductGroups: names(row('rigid.deductGroups'), isRigidGroup),
    rigidRatioBp: count(row('rigid.ratioBp')),
    edgeMultipleBp: count(row('edge.multipleBp')),
    asset: {
      financialStd: {
        DIBAO: decimal(field(financialStd, 'DIBAO')),
        EDGE: decimal(field(financialStd, 'EDGE')),
        RIGID: decimal(field(financialStd, 'RIGID')),
      },
      vehicleCount: count(row('asset.vehicleCount')),
      homeCount: count(row('asset.homeCount')),
      homeAreaM2: decimal(row('asset.homeAreaM2')),
      nonResidentialCount: count(row('asset.nonResidentialCount')),
      capitalFen: fen(row('asset.capitalFen')),
      machineryFen: fen(row('asset.machineryFen')),
      minShareBp: count(book.resolve('verification.property.minShareBp', region, on)),
    },
    treatmentOn(kind, purpose, month) {
      const ofMonth = treatments.get(month) ?? new Map<string, Treatment>();
      const key = kind === 'charityAid' ? treatmentKey(kind, purpose) : kind;
      const known = ofMonth.get(key);
      if (known !== undefined) {
        return known;
      }
      const row = book.resolve(treatmentKey(kind, purpose), region, firstDay(month));
      const treatment = name(row, isTreatment);
      treatments.set(month, ofMonth.set(key, treatment));
      return treatment;
    },
    consolationLimitFen: (month) => fen(book.resolve(CONSOLATION_LIMIT_KEY, region, firstDay(month))),
    minimumWageFen: () => fen(row('minimumWageFen')),
    educationCapFen(study) {
      const cap = optionalField(row('rigid.educationCapFen'), study);
      if (cap !== undefined) return fen(cap);
      if (study === 'NONE' || study === 'MASTER_OR_ABOVE') return 0n;
      throw new PolicyMissing(`assistance.rigid.educationCapFen.${study}`, region, on);
    },
    disposableIncomeLastYearFen: () => fen(row('disposableIncome.lastYearFen')),
  };
}

/**
 * Reads only the rows by which it is judged who counts as a member.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function readCompositionPolicy(
  book: PolicyBook,
  region: Region,
  on: CivilDate,
): Pick<MeansPolicy, 'coResidenceMonths' | 'clergyMonths' | 'excludedStatuses'> {
  const row = (key: string): PolicyRow => book.resolve(`assistance.household.${key}`, region, on);
  return {
    coResidenceMonths: count(row('coResidenceMonths')),
    clergyMonths: count(row('clergyMonths')),
    excludedStatuses: names(row('excludedStatuses'), isStatusKind),
  };
}

const isTreatment = oneOf<Treatment>('counted', 'excluded', 'spread', 'asset');
const isSupportMode = oneOf<MeansPolicy['supportMode']>('FORMULA', 'COURT_ONLY');
const isRigidGroup = oneOf<RigidGroup>('MEDICAL', 'REHAB', 'EDUCATION', 'HOUSING', 'ACCIDENT', 'DISASTER');

function oneOf<Name extends string>(...allowed: Name[]): (text: string) => text is Name {
  return (text): text is Name => allowed.some((candidate) => candidate === text);
}

import {
  PolicyMalformed,
  PROPERTY_LEVELS,
  readMeansPolicy,
  type HukouType,
  type MeansPolicy,
  type PropertyLevel,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import type { CoreCondition, CoreSource, MaxLag, SourceDataset } from './completeness.rules.js';
import type { Tolerance } from './comparison.rules.js';
import type { PatternPolicies } from './patterns.rules.js';
import type { IncomeLimit, NamedIncomeLimit } from './conclusion.rules.js';

const INCOME_LIMITS: readonly NamedIncomeLimit[] = [
  'STANDARD',
  'SINGLE_STANDARD',
  'EDGE_MULTIPLE',
  'RIGID_TEST',
  'DISPOSABLE_INCOME',
  'NO_LIMIT',
  'NONE',
];
const PROPERTY_SETS: readonly PropertySet[] = [...PROPERTY_LEVELS, 'NONE'];
const CONDITIONS: readonly CoreCondition[] = [
  'DEDUCTION_CLAIMED',
  'RURAL',
  'PREFERENTIAL_OBJECT',
  'REGISTERED_OUTSIDE',
];

/** A level of the property test; `NONE`: property is shown and not tested. */
export type PropertySet = PropertyLevel | 'NONE';

/** What a purpose is tested against. */
export interface PurposePolicy {
  readonly incomeLimit: IncomeLimit;
  readonly propertySet: PropertySet;
  readonly coreSet: readonly CoreSource[];
}

/** What a check takes from policy, for the household's region and the day of asOf. */
export interface CheckPolicy {
  readonly means: MeansPolicy;
  /** @throws PolicyMissing for a purpose that is not checked in the region */
  ofPurpose(purpose: string): PurposePolicy;
  /** Sources that are asked beside the core sets; what is missing is listed and changes nothing. */
  readonly auxiliary: readonly string[];
  /** @throws PolicyMissing */
  maxLagOf(agency: string): MaxLag;
  /** The datasets in which a source comes; none of one that tells for all at once. @throws PolicyMissing */
  datasetsOf(agency: string): readonly SourceDataset[];
  readonly tolerance: Tolerance;
  readonly conflictBp: number;
  readonly materialBp: number;
  /** Whom an edge household may have guaranteed alone (单人保类别). @throws PolicyMissing */
  singlePersonCategories(): ReadonlySet<string>;
  /** Medical costs have a scheme of their own (支出型贫困), so that dibao does not take them off once more. */
  readonly illnessScheme: boolean;
  readonly patterns: PatternPolicies;
}

/** @throws PolicyMissing, PolicyMalformed */
export function readCheckPolicy(
  book: PolicyBook,
  region: string,
  hukouType: HukouType,
  on: CivilDate,
): CheckPolicy {
  const row = (key: string): PolicyRow => book.resolve(key, region, on);
  const purposes = new Map<string, PurposePolicy>();
  const lags = new Map<string, MaxLag>();
  const datasets = new Map<string, readonly SourceDataset[]>();
  return {
    means: readMeansPolicy(book, region, hukouType, on),
    ofPurpose: (purpose) => memoized(purposes, purpose, () => purposePolicy(row, purpose)),
    auxiliary: texts(row('verification.source.auxiliary')),
    maxLagOf: (agency) => memoized(lags, agency, () => maxLag(row(`verification.source.maxLag.${agency}`))),
    datasetsOf: (agency) =>
      memoized(datasets, agency, () => sourceDatasets(row(SOURCE_DATASETS)).get(agency) ?? []),
    tolerance: {
      toleranceFen: BigInt(wholeNumber(row('verification.compare.toleranceFen'))),
      toleranceBp: wholeNumber(row('verification.compare.toleranceBp')),
    },
    conflictBp: wholeNumber(row('verification.conflictBp')),
    materialBp: wholeNumber(row('assistance.verification.materialBp')),
    singlePersonCategories: () => new Set(texts(row('assistance.singlePerson.categories'))),
    illnessScheme: flag(row('assistance.illness.enabled')),
    patterns: {
      isEnabled: (code) => flag(row(`verification.pattern.${code}.enabled`)),
      figure: (code, name) => BigInt(wholeNumber(row(`verification.pattern.${code}.${name}`))),
      electricityMedianFen: () => unlessMissing(() => BigInt(wholeNumber(row(ELECTRICITY_MEDIAN)))),
    },
  };
}

const ELECTRICITY_MEDIAN = 'verification.pattern.electricityMedianFen';

function unlessMissing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyMissing) return undefined;
    throw error;
  }
}

/**
 * A row whose value is a whole number that is not negative: days, working days, basis points, fen.
 *
 * @throws PolicyMalformed
 */
export function wholeNumber(row: PolicyRow): number {
  const text = typeof row.value === 'number' || typeof row.value === 'string' ? String(row.value) : '';
  if (!/^\d{1,15}$/.test(text)) throw new PolicyMalformed(row);
  return Number(text);
}

function purposePolicy(row: (key: string) => PolicyRow, purpose: string): PurposePolicy {
  const key = (name: string) => `verification.eligibility.${purpose}.${name}`;
  return {
    incomeLimit: incomeLimit(row(key('incomeLimit'))),
    propertySet: oneOf(row(key('propertySet')), PROPERTY_SETS),
    coreSet: coreSources(row(key('coreSet'))),
  };
}

function incomeLimit(row: PolicyRow): IncomeLimit {
  if (typeof row.value === 'string') return oneOf(row, INCOME_LIMITS);
  const { stdMultipleBp } = record(row.value, row);
  return { stdMultipleBp: wholeNumber({ ...row, value: stdMultipleBp }) };
}

/** The core set (核心数源) that a row names. @throws PolicyMalformed */
export function coreSources(row: PolicyRow): CoreSource[] {
  if (!Array.isArray(row.value)) throw new PolicyMalformed(row);
  return row.value.map((entry: unknown): CoreSource => {
    if (typeof entry === 'string') return { agency: entry };
    const { agency, when } = record(entry, row);
    if (typeof agency !== 'string') throw new PolicyMalformed(row);
    return { agency, when: oneOf({ ...row, value: when }, CONDITIONS) };
  });
}

/** Agencies of a purpose's core set, those of a condition too. @throws PolicyMissing, PolicyMalformed */
export function coreAgenciesOf(book: PolicyBook, purpose: string, region: string, on: CivilDate): string[] {
  const row = book.resolve(`verification.eligibility.${purpose}.coreSet`, region, on);
  return coreSources(row).map(({ agency }) => agency);
}

/** Row of the sources that come in several datasets, with those that each has. */
export const SOURCE_DATASETS = 'verification.source.datasets';

/** By source, the datasets in which its data come (数源数据集目录). @throws PolicyMalformed */
export function sourceDatasets(row: PolicyRow): ReadonlyMap<string, readonly SourceDataset[]> {
  return new Map(
    Object.entries(record(row.value, row)).map(([agency, entries]) => {
      if (!Array.isArray(entries)) throw new PolicyMalformed(row);
      return [agency, entries.map((entry: unknown) => sourceDataset(agency, entry, row))];
    }),
  );
}

function sourceDataset(agency: string, entry: unknown, row: PolicyRow): SourceDataset {
  const { dataset, days } = record(entry, row);
  if (typeof dataset !== 'string' || !dataset.startsWith(`${agency}.`)) throw new PolicyMalformed(row);
  return { dataset, ...(days !== undefined && { lag: { days: wholeNumber({ ...row, value: days }) } }) };
}

/** How late a source may be. @throws PolicyMalformed */
export function maxLag(row: PolicyRow): MaxLag {
  const { days, workingDays, monthly, onTopic } = record(row.value, row);
  return {
    ...(days === undefined ? {} : { days: wholeNumber({ ...row, value: days }) }),
    ...(workingDays === undefined ? {} : { workingDays: wholeNumber({ ...row, value: workingDays }) }),
    monthly: monthly === true,
    onTopic: onTopic === true,
  };
}

function flag(row: PolicyRow): boolean {
  if (typeof row.value !== 'boolean') throw new PolicyMalformed(row);
  return row.value;
}

function texts(row: PolicyRow): string[] {
  const { value } = row;
  if (!Array.isArray(value) || !value.every((text): text is string => typeof text === 'string')) {
    throw new PolicyMalformed(row);
  }
  return value;
}

function oneOf<Name extends string>(row: PolicyRow, names: readonly Name[]): Name {
  const found = names.find((name) => name === row.value);
  if (found === undefined) throw new PolicyMalformed(row);
  return found;
}

function record(value: unknown, row: PolicyRow): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new PolicyMalformed(row);
  return { ...value };
}

function memoized<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

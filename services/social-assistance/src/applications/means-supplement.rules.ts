import { clone } from '@bufbuild/protobuf';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  ConclusionBasis,
  PropertyVerdict as PropertyTold,
  PropertyVerdictSchema,
  VerificationCompletedSchema,
  type Conclusion,
  type MemberFigures,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import {
  perCapitaAfterRigid,
  Statuses,
  testMeans,
  testProperty,
  type EconomicFact,
  type HouseholdSnapshot,
  type MeansPolicy,
  type MeansResult,
  type MissingSource,
  type PropertyCode,
  type PropertyLevel,
  type PropertyResult,
  type PropertyVerdict,
  type SelectedFacts,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import {
  add,
  divide,
  fromWire,
  multiply,
  rational,
  roundHalfUp,
  subtract,
  toWire,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import { factsOf, figuresOf, toFact, type SuppliedItem } from './report-facts.rules.js';
import { isOfHousehold, lessAnswered, unlistedAssets } from './unlisted-assets.rules.js';

/** What a person has decided of an asset whose value or number the report leaves open (财产认定); why is a statement. */
export interface AssetDecision {
  /** The fact in the report. */
  readonly assetId: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly by: string;
  readonly on: CivilDate;
}

/** An agency has answered an inquiry about these persons: it is missing no more. */
export interface AnsweredSource {
  readonly agency: string;
  readonly personKeys: readonly string[];
}

/** What is known beyond the report: kept with the assessment. */
export interface MeansSupplement {
  readonly items: readonly SuppliedItem[];
  readonly assetDecisions: readonly AssetDecision[];
  readonly answered: readonly AnsweredSource[];
  readonly snapshot: HouseholdSnapshot;
}

const MISSING = 'MISSING_';
const SOURCE_MISSING: PropertyCode = 'SOURCE_MISSING';
const LEVELS: readonly PropertyLevel[] = ['DIBAO', 'EDGE', 'RIGID'];
const UNDECIDED = ['INCOMPLETE', 'NEEDS_REVIEW'];
const UNKNOWN = 'UNKNOWN_';
/** In reports of before property was told apart. */
const NOT_TOLD = PropertyTold.UNSPECIFIED;
/** Nothing that is added settles these: verification does, with another report. */
const DOUBTS: readonly string[] = ['DISPUTED', 'NO_RECORD_PSB'];
/** What of property a conclusion names; a source that is missing is looked at by itself. */
const PROPERTY_CODES: readonly string[] = [
  'FINANCIAL',
  'VEHICLE',
  'HOUSING',
  'NON_RESIDENTIAL',
  'BUSINESS',
  'MACHINERY',
] satisfies PropertyCode[];

/** Agencies of the core set that the report had to do without, with whom they are missing for. */
export function missingSources({ conclusions, gaps, members }: VerificationCompleted): MissingSource[] {
  const named = new Set(
    conclusions
      .filter(({ conclusion }) => conclusion === 'INCOMPLETE')
      .flatMap(({ reasonCodes }) => reasonCodes.filter((code) => code.startsWith(MISSING)))
      .map((code) => code.slice(MISSING.length)),
  );
  const isIncomplete = conclusions.some(
    ({ conclusion, propertyReasonCodes }) =>
      conclusion === 'INCOMPLETE' || propertyReasonCodes.includes(SOURCE_MISSING),
  );
  if (!isIncomplete) return [];
  const ofGaps = gaps
    .filter(({ agency }) => named.size === 0 || named.has(agency))
    .flatMap(({ agency, personKeys }) => personKeys.map((personKey) => ({ agency, personKey })));
  const inGaps = new Set(ofGaps.map(({ agency }) => agency));
  // a source that is named without a gap is missing for all who count
  const others = [...named]
    .filter((agency) => !inGaps.has(agency))
    .flatMap((agency) =>
      members.filter(({ counted }) => counted).map(({ personKey }) => ({ agency, personKey })),
    );
  return [...ofGaps, ...others];
}

/**
 * R2–R4 again with what a visit, an answered letter or a person's decision has added: the report as it would stand. The
 * report's own figures stay as verification computed them; what is added or replaced moves them by exactly its
 * difference, computed by the same means test. What it finds over, or unknown, for a reason that it does not list stays so.
 *
 * Legal basis: 民发〔2021〕57号 arts. 16–18.
 *
 * @throws PolicyMissing
 */
export function supplementReport(
  report: VerificationCompleted,
  supplement: MeansSupplement,
  asOf: CivilDate,
  policy: MeansPolicy,
): VerificationCompleted {
  const missing = missingSources(report).filter(
    ({ agency, personKey }) =>
      !supplement.answered.some(
        (answered) => answered.agency === agency && answered.personKeys.includes(personKey),
      ),
  );
  const unlisted = unlistedAssets(report, asOf);
  const listed = [...factsOf(report), ...unlisted.ofPersons];
  const question = { snapshot: supplement.snapshot, asOf, policy };
  const before = testMeans({ ...question, facts: [...listed, ...unlisted.ofHousehold] });
  const after = testMeans({
    ...question,
    facts: [
      ...decided(listed, supplement),
      ...lessAnswered(unlisted.ofHousehold, report, supplement.items),
      ...added(report, supplement, asOf),
    ],
  });
  const countedKeys = report.members.filter(({ counted }) => counted).map(({ personKey }) => personKey);
  const propertyBy =
    (means: MeansResult, sources: readonly MissingSource[]) =>
    (alone?: string): PropertyResult | undefined => {
      const assets = means.selected.assets.filter((fact) => alone === undefined || !isOfHousehold(fact));
      const persons = alone === undefined ? countedKeys : [alone];
      return propertyOf({ ...means.selected, assets }, persons, sources, asOf, policy);
    };
  const propertyBefore = propertyBy(before, missingSources(report));
  const propertyAfter = propertyBy(after, missing);
  const supplemented = clone(VerificationCompletedSchema, report);
  moveFigures(supplemented, difference(before, after, countedKeys), policy);
  moveAssetSums(supplemented, propertyBefore, propertyAfter);
  supplemented.members = supplemented.members.map((member) => {
    const own = subtract(ownMonthly(after, member.personKey), ownMonthly(before, member.personKey));
    const ownMoved = member.ownMonthly ? { ...member, ownMonthly: moved(member.ownMonthly, own) } : member;
    return withItems(ownMoved, after.selected, supplement);
  });
  supplemented.conclusions = report.conclusions.map((conclusion) => {
    const now = concluded(conclusion, missing.length > 0, propertyAfter);
    const alone = aloneOf(conclusion);
    return isSofter(now, conclusion) && !isExplained(conclusion, propertyBefore(alone)) ? conclusion : now;
  });
  return supplemented;
}

/** How strict a conclusion is on property. */
function strictnessOf({ conclusion, property }: Conclusion): number {
  if (conclusion === 'EXCEEDS_PROPERTY' || conclusion === 'EXCEEDS_BOTH') return 2;
  return UNDECIDED.includes(conclusion) || property === PropertyTold.UNKNOWN ? 1 : 0;
}

const isSofter = (one: Conclusion, other: Conclusion): boolean => strictnessOf(one) < strictnessOf(other);

/** Whether what the report lists and sums up is why it concludes so: then what takes that away may soften it. */
function isExplained(conclusion: Conclusion, found: PropertyResult | undefined): boolean {
  const level = levelOf(conclusion);
  if (level === undefined || found === undefined) return false;
  if ([...conclusion.reasonCodes, ...conclusion.propertyReasonCodes].some((code) => DOUBTS.includes(code))) {
    return false;
  }
  const { verdict, reasons } = found.levels[level];
  const isOver = strictnessOf(conclusion) === 2;
  const ofConclusion = conclusion.reasonCodes
    .filter((code) => code.startsWith(UNKNOWN) !== isOver)
    .map((code) => code.replace(UNKNOWN, ''));
  const named = [...ofConclusion, ...conclusion.propertyReasonCodes].filter((code) =>
    PROPERTY_CODES.includes(code),
  );
  return (
    (!isOver || verdict === 'OVER') && named.every((code) => reasons.some((reason) => reason.code === code))
  );
}

interface Difference {
  /** Of the window, all who count together. */
  readonly income: Rational;
  readonly rigidFen: bigint;
}

function difference(before: MeansResult, after: MeansResult, countedKeys: readonly string[]): Difference {
  const counted = (result: MeansResult) =>
    result.members.filter(({ personKey }) => countedKeys.includes(personKey));
  const income = (result: MeansResult) =>
    counted(result).reduce((sum, { income: { total } }) => add(sum, total), ZERO);
  const rigid = (result: MeansResult) =>
    counted(result)
      .flatMap((member) => member.rigid)
      .reduce((sum, { countedFen }) => sum + countedFen, 0n);
  return { income: subtract(income(after), income(before)), rigidFen: rigid(after) - rigid(before) };
}

function moveFigures(
  report: VerificationCompleted,
  { income, rigidFen }: Difference,
  policy: MeansPolicy,
): void {
  const figures = report.householdFigures;
  if (!figures || figures.memberCount === 0) return;
  const heads = rational(BigInt(policy.windowMonths) * BigInt(figures.memberCount));
  const perCapita = add(
    figures.perCapitaMonthly ? fromWire(figures.perCapitaMonthly) : ZERO,
    divide(income, heads),
  );
  const total = multiply(perCapita, heads);
  const rigidAnnualFen = figures.rigidAnnualFen + rigidFen;
  report.householdFigures = {
    ...figures,
    annualIncomeFen: total.numerator / total.denominator,
    rigidAnnualFen,
    perCapitaMonthly: moved(figures.perCapitaMonthly, divide(income, heads)),
    perCapitaAfterRigid: {
      ...(figures.perCapitaAfterRigid ?? ZERO_WIRE),
      ...toWire(perCapitaAfterRigid(total, rigidAnnualFen, policy.windowMonths, figures.memberCount)),
    },
  };
}

/** The sums of financial assets, of each person and a head. */
function moveAssetSums(
  report: VerificationCompleted,
  before: (alone?: string) => PropertyResult | undefined,
  after: (alone?: string) => PropertyResult | undefined,
): void {
  const by = (alone?: string): Rational =>
    subtract(after(alone)?.financialAssetsPerHead ?? ZERO, before(alone)?.financialAssetsPerHead ?? ZERO);
  const { householdFigures: figures } = report;
  if (figures && by().numerator !== 0n) {
    figures.financialAssetsPerHead = moved(figures.financialAssetsPerHead, by());
  }
  for (const member of report.members) {
    if (member.financialAssetsFen !== undefined)
      member.financialAssetsFen += roundHalfUp(by(member.personKey));
  }
}

/** What was added stands in the list with what the report counts, and what was decided as it was decided. */
function withItems(
  member: MemberFigures,
  { income, expenditure, assets }: SelectedFacts,
  { items, assetDecisions }: MeansSupplement,
): MemberFigures {
  const isNew = ({ factId, personKey }: EconomicFact): boolean =>
    personKey === member.personKey &&
    items.some((item) => item.factId === factId) &&
    ![...member.incomes, ...member.expenditures, ...member.assets].some((known) => known.factId === factId);
  const {
    incomes,
    expenditures,
    assets: possessions,
  } = figuresOf(
    income.filter(({ fact }) => isNew(fact)),
    expenditure.filter(({ fact }) => isNew(fact)),
    assets.filter(isNew),
  );
  return {
    ...member,
    incomes: [...member.incomes, ...incomes],
    expenditures: [...member.expenditures, ...expenditures],
    assets: [
      ...member.assets.map((asset) => {
        const decision = assetDecisions.find(({ assetId }) => assetId === asset.factId);
        return decision ? { ...asset, ...decidedOf(decision) } : asset;
      }),
      ...possessions,
    ],
  };
}

type Wire = NonNullable<MemberFigures['ownMonthly']>;
const ZERO_WIRE = { $typeName: 'minzheng.common.v1.Rational', numerator: '0', denominator: '1' } as Wire;

export function moved(wire: Wire = ZERO_WIRE, by: Rational): Wire {
  return { ...wire, ...toWire(add(fromWire(wire), by)) };
}

const ownMonthly = ({ members }: MeansResult, personKey: string): Rational =>
  members.find((member) => member.personKey === personKey)?.ownMonthly ?? ZERO;

function propertyOf(
  selected: SelectedFacts,
  persons: readonly string[],
  missing: readonly MissingSource[],
  on: CivilDate,
  policy: MeansPolicy,
): PropertyResult | undefined {
  if (persons.length === 0) return undefined;
  const ofPersons = missing.filter(({ personKey }) => persons.includes(personKey));
  const statuses = new Statuses(selected.statuses);
  return testProperty({ persons, assets: selected.assets, statuses, on, policy, missingSources: ofPersons });
}

/** What the report concludes of property, as it stands now; what is settled about a person's identity stays open. */
export function concluded(
  conclusion: Conclusion,
  isMissing: boolean,
  propertyFor: (personKey: string | undefined) => PropertyResult | undefined,
): Conclusion {
  const level = levelOf(conclusion);
  const isOpen = UNDECIDED.includes(conclusion.conclusion);
  if (level === undefined || conclusion.conclusion === 'IDENTITY_CONFLICT') return conclusion;
  const found = propertyFor(aloneOf(conclusion))?.levels[level];
  if (found === undefined) return conclusion;
  const { verdict, reasons } = found;
  return {
    ...conclusion,
    conclusion: nameOf(verdict, isMissing, isOpen ? 'WITHIN_LIMITS' : conclusion.conclusion),
    ...(conclusion.property !== NOT_TOLD && {
      property: enumValue(PropertyVerdictSchema, verdict),
      propertyReasonCodes: verdict === 'WITHIN' ? [] : [...new Set(reasons.map(({ code }) => code))],
    }),
  };
}

const levelOf = ({ purpose }: Conclusion): PropertyLevel | undefined =>
  LEVELS.find((each) => each === enumName(PurposeSchema, purpose));

const aloneOf = ({ basis, personKey }: Conclusion): string | undefined =>
  basis === ConclusionBasis.SINGLE_PERSON ? personKey : undefined;

function nameOf(verdict: PropertyVerdict['verdict'], isMissing: boolean, before: string): string {
  const isOverIncome = before === 'EXCEEDS_INCOME' || before === 'EXCEEDS_BOTH';
  if (verdict === 'OVER') return isOverIncome ? 'EXCEEDS_BOTH' : 'EXCEEDS_PROPERTY';
  if (isMissing) return 'INCOMPLETE';
  if (verdict === 'UNKNOWN') return 'NEEDS_REVIEW';
  return isOverIncome ? 'EXCEEDS_INCOME' : 'WITHIN_LIMITS';
}

/** A decided asset has the value or number that was decided, the others stay as they are. */
function decided(known: readonly EconomicFact[], { assetDecisions }: MeansSupplement): EconomicFact[] {
  const decisions = new Map(assetDecisions.map((decision) => [decision.assetId, decision]));
  return known.map((fact) => {
    const decision = decisions.get(fact.factId);
    if (decision === undefined || fact.type !== 'ASSET') return fact;
    return { ...fact, ...decidedOf(decision) };
  });
}

const decidedOf = ({ valueFen, count }: AssetDecision) => ({
  ...(valueFen === undefined ? {} : { valueFen: BigInt(valueFen) }),
  ...(count === undefined ? {} : { count }),
});

function added(report: VerificationCompleted, { items }: MeansSupplement, asOf: CivilDate): EconomicFact[] {
  const counted = new Set(
    report.members.flatMap(({ incomes, expenditures, assets }) =>
      [...incomes, ...expenditures, ...assets].map(({ factId }) => factId),
    ),
  );
  return items.filter(({ factId }) => !counted.has(factId)).map((item, index) => toFact(item, index, asOf));
}

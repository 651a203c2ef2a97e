import { clone, create } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { ExpenditureKindSchema, FactQuality, StatusKindSchema } from '@minzheng/contracts/facts';
import {
  ConclusionBasis,
  MemberFiguresSchema,
  VerificationCompletedSchema,
  type Conclusion,
  type MemberFigures,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import {
  assetKind,
  perCapitaAfterRigid,
  PROPERTY_LEVELS,
  Statuses,
  testMeans,
  testProperty,
  type AssetFact,
  type AssetKind,
  type EconomicFact,
  type ExpenditureKind,
  type HouseholdMember,
  type HouseholdSnapshot,
  type IncomeKind,
  type MeansPolicy,
  type MeansResult,
  type PropertyResult,
} from '@minzheng/kernel/means-test';
import { civilDateOf, incomeWindow, type CivilDate, type Month } from '@minzheng/kernel/months';
import type { Fen } from '@minzheng/kernel/money';
import {
  add,
  divide,
  fromWire,
  multiply,
  rational,
  subtract,
  toWire,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import { concluded, missingSources, moved } from '../applications/means-supplement.rules.js';
import { factsOf } from '../applications/report-facts.rules.js';
import { isOfHousehold, isUnlisted, unlistedAssets } from '../applications/unlisted-assets.rules.js';
import type { DisabilityCard } from '../entitlement/disability.rules.js';

/** What somebody is supposed to earn, spend and own: a kind that is named replaces what was known of it. */
export interface SupposedMeans {
  readonly personKey: string;
  /** Sums of the income window. */
  readonly incomes: readonly { readonly kind: IncomeKind; readonly amountFen: Fen }[];
  readonly expenditures: readonly { readonly kind: ExpenditureKind; readonly amountFen: Fen }[];
  readonly assets: readonly {
    readonly kind: AssetKind;
    readonly valueFen?: Fen;
    readonly count?: number;
    readonly areaDm2?: number;
  }[];
}

/** Somebody who is supposed to live with the household. */
export interface JoiningPerson extends HouseholdMember {
  readonly disability?: DisabilityCard;
  readonly isEmployed: boolean;
}

/** What is supposed to be otherwise (假设). */
export interface Supposition {
  readonly means: readonly SupposedMeans[];
  readonly joining: readonly JoiningPerson[];
  readonly leaving: readonly string[];
  /** What property is held against changes too: the standard. */
  readonly isPropertyChanged: boolean;
}

const SUPPOSED = { agency: 'assistance', dataset: 'supposed' } as const;
/** Known after everything in a report. */
const AFTER = 2_000_000_000n;

/** A report about nobody: a calculation for people who stand in no register begins with it. */
export function emptyReport(asOf: CivilDate): VerificationCompleted {
  return create(VerificationCompletedSchema, {
    asOf: { seconds: BigInt(Date.parse(`${asOf}T12:00:00+08:00`) / 1_000) },
    householdFigures: { memberCount: 0 },
    conclusions: PROPERTY_LEVELS.map((level) => ({
      purpose: enumValue(PurposeSchema, level),
      conclusion: 'WITHIN_LIMITS',
      basis: ConclusionBasis.HOUSEHOLD,
    })),
  });
}

/** The day for which a report was made. */
export const dayOf = ({ asOf }: VerificationCompleted, otherwise: CivilDate): CivilDate =>
  asOf ? civilDateOf(timestampDate(asOf)) : otherwise;

/**
 * A report as it would stand if something were otherwise (R1–R4): its own figures move by exactly the difference that the
 * means test finds between what it lists and what is supposed. Nothing of it is stored or told to anybody.
 *
 * @param day - for which the report was made: its income window
 * @throws PolicyMissing
 */
export function supposeReport(
  report: VerificationCompleted,
  snapshot: HouseholdSnapshot,
  supposition: Supposition,
  day: CivilDate,
  policy: MeansPolicy,
): VerificationCompleted {
  const { joining, leaving, means } = supposition;
  const unlisted = unlistedAssets(report, day);
  const known = [...factsOf(report), ...unlisted.ofPersons, ...unlisted.ofHousehold];
  const staying = snapshot.members.filter(({ personKey }) => !leaving.includes(personKey));
  const before = testMeans({ snapshot, facts: known, asOf: day, policy });
  const after = testMeans({
    snapshot: { members: [...staying, ...joining], obligors: snapshot.obligors },
    facts: supposedFacts(known, supposition, day, policy),
    asOf: day,
    policy,
  });
  const countedBefore = report.members.filter(({ counted }) => counted).map(({ personKey }) => personKey);
  const joined = after.members.filter(
    ({ personKey, membership }) =>
      membership.counted && joining.some((person) => person.personKey === personKey),
  );
  const countedAfter = [
    ...countedBefore.filter((key) => !leaving.includes(key)),
    ...joined.map(({ personKey }) => personKey),
  ];
  const supposed = clone(VerificationCompletedSchema, report);
  supposed.discrepancies = [];
  setFigures(supposed, { before, after, countedBefore, countedAfter }, policy);
  supposed.members = [
    ...supposed.members
      .filter(({ personKey }) => !leaving.includes(personKey))
      .map((member) => movedMember(member, before, after)),
    ...joining.map((person) => joinedMember(person, countedAfter, after, day)),
  ].map((member) => withExpenditures(member, means, day, policy));
  supposed.conclusions = conclusionsOf(supposed, supposition, countedAfter, after, day, policy);
  return supposed;
}

interface Comparison {
  readonly before: MeansResult;
  readonly after: MeansResult;
  readonly countedBefore: readonly string[];
  readonly countedAfter: readonly string[];
}

function setFigures(
  report: VerificationCompleted,
  { before, after, countedBefore, countedAfter }: Comparison,
  policy: MeansPolicy,
): void {
  const figures = report.householdFigures;
  if (!figures) return;
  const months = BigInt(policy.windowMonths);
  const perCapita = figures.perCapitaMonthly ? fromWire(figures.perCapitaMonthly) : ZERO;
  const total = add(
    multiply(perCapita, rational(months * BigInt(figures.memberCount))),
    subtract(incomeOf(after, countedAfter), incomeOf(before, countedBefore)),
  );
  const rigidAnnualFen =
    figures.rigidAnnualFen + rigidOf(after, countedAfter) - rigidOf(before, countedBefore);
  const memberCount = countedAfter.length;
  const heads = rational(months * BigInt(Math.max(1, memberCount)));
  report.householdFigures = {
    ...figures,
    memberCount,
    annualIncomeFen: total.numerator / total.denominator,
    rigidAnnualFen,
    perCapitaMonthly: moved(undefined, divide(total, heads)),
    perCapitaAfterRigid: moved(
      undefined,
      perCapitaAfterRigid(total, rigidAnnualFen, policy.windowMonths, Math.max(1, memberCount)),
    ),
  };
}

const incomeOf = ({ members }: MeansResult, keys: readonly string[]): Rational =>
  members
    .filter(({ personKey }) => keys.includes(personKey))
    .reduce((sum, { income: { total } }) => add(sum, total), ZERO);

const rigidOf = ({ members }: MeansResult, keys: readonly string[]): Fen =>
  members
    .filter(({ personKey }) => keys.includes(personKey))
    .flatMap(({ rigid }) => rigid)
    .reduce((sum, { countedFen }) => sum + countedFen, 0n);

const ownOf = ({ members }: MeansResult, key: string): Rational =>
  members.find(({ personKey }) => personKey === key)?.ownMonthly ?? ZERO;

function movedMember(member: MemberFigures, before: MeansResult, after: MeansResult): MemberFigures {
  const { personKey, ownMonthly } = member;
  const by = subtract(ownOf(after, personKey), ownOf(before, personKey));
  return { ...member, ownMonthly: moved(ownMonthly, by) };
}

function joinedMember(
  { personKey, isEmployed }: JoiningPerson,
  countedKeys: readonly string[],
  after: MeansResult,
  day: CivilDate,
): MemberFigures {
  return create(MemberFiguresSchema, {
    personKey,
    counted: countedKeys.includes(personKey),
    ownMonthly: toWire(ownOf(after, personKey)),
    statuses: isEmployed ? [{ kind: enumValue(StatusKindSchema, 'employed'), days: { from: day } }] : [],
  });
}

/** R8 reads the cost of illness from what a member spent. */
function withExpenditures(
  member: MemberFigures,
  means: readonly SupposedMeans[],
  day: CivilDate,
  policy: MeansPolicy,
): MemberFigures {
  const spent = means
    .filter(({ personKey }) => personKey === member.personKey)
    .flatMap((each) => each.expenditures);
  const month = windowOf(day, policy).to;
  const replaced = new Set(spent.map(({ kind }) => enumValue(ExpenditureKindSchema, kind)));
  return {
    ...member,
    expenditures: [
      ...member.expenditures.filter(({ kind }) => !replaced.has(kind)),
      ...create(MemberFiguresSchema, {
        expenditures: spent
          .filter(({ amountFen }) => amountFen > 0n)
          .map(({ kind, amountFen }) => ({
            ...{
              kind: enumValue(ExpenditureKindSchema, kind),
              amountFen,
              month,
              quality: FactQuality.VERIFIED,
            },
            ...{ agency: SUPPOSED.agency, factId: `supposed/${kind}` },
          })),
      }).expenditures,
    ],
  };
}

/** Conclusions on property; they stand as they are where nothing that they rest on is supposed to be otherwise. */
function conclusionsOf(
  report: VerificationCompleted,
  { joining, leaving, means, isPropertyChanged }: Supposition,
  countedKeys: readonly string[],
  after: MeansResult,
  day: CivilDate,
  policy: MeansPolicy,
): Conclusion[] {
  const missing = missingSources(report);
  const statuses = new Statuses(after.selected.statuses);
  const propertyOf = (alone: string | undefined): PropertyResult | undefined => {
    const persons = alone === undefined ? countedKeys : [alone];
    if (persons.length === 0) return undefined;
    return testProperty({
      assets: after.selected.assets.filter((fact) => alone === undefined || !isOfHousehold(fact)),
      missingSources: missing.filter(({ personKey }) => persons.includes(personKey)),
      ...{ persons, statuses, on: day, policy },
    });
  };
  const isMoved =
    isPropertyChanged || joining.length + leaving.length > 0 || means.some(({ assets }) => assets.length > 0);
  const kept = report.conclusions.filter(
    ({ personKey }) => personKey === undefined || !leaving.includes(personKey),
  );
  const ofJoining = joining.map(({ personKey }) =>
    create(VerificationCompletedSchema, {
      conclusions: [
        {
          ...{ purpose: enumValue(PurposeSchema, 'DIBAO'), conclusion: 'WITHIN_LIMITS', personKey },
          basis: ConclusionBasis.SINGLE_PERSON,
        },
      ],
    }),
  );
  const all = [...kept, ...ofJoining.flatMap(({ conclusions }) => conclusions)];
  if (!isMoved) return all;
  return all.map((conclusion) => concluded(conclusion, missing.length > 0, propertyOf));
}

const isFinancial = (kind: AssetKind): boolean => assetKind(kind).group === 'FINANCIAL';

function supposedFacts(
  known: readonly EconomicFact[],
  { means, joining, leaving }: Supposition,
  day: CivilDate,
  policy: MeansPolicy,
): EconomicFact[] {
  const byPerson = new Map(means.map((each) => [each.personKey, each]));
  const stays = (fact: EconomicFact): boolean => {
    const supposed = byPerson.get(fact.personKey);
    if (leaving.includes(fact.personKey)) return false;
    switch (fact.type) {
      case 'INCOME':
        return !supposed?.incomes.some(({ kind }) => kind === fact.kind);
      case 'EXPENDITURE':
        return !supposed?.expenditures.some(({ kind }) => kind === fact.kind);
      case 'ASSET':
        return !supposed?.assets.some(
          ({ kind }) => kind === fact.kind || (isFinancial(kind) && isUnlisted(fact)),
        );
      case 'STATUS':
        return true;
    }
  };
  const period = windowOf(day, policy);
  const supposed = [
    ...means.flatMap((each) => meansFacts(each, period, day)),
    ...joining.flatMap((person) => statusFacts(person)),
  ];
  return [
    ...known.filter(stays),
    // no two of a person are recorded at once
    ...supposed.map((fact, index) => ({ ...fact, recordedAtMicros: AFTER + 1n + BigInt(index) })),
  ];
}

function windowOf(
  day: CivilDate,
  { windowMonths }: MeansPolicy,
): { readonly from: Month; readonly to: Month } {
  const { months } = incomeWindow(day, windowMonths);
  const [from, to] = [months[0], months.at(-1)];
  if (from === undefined || to === undefined) throw new RangeError('an income window has a month');
  return { from, to };
}

/** Each is a record of its own: of one record only what was observed last would stand. */
const common = (personKey: string, name: string, place: number, day: CivilDate) => {
  const factId = `supposed/${personKey}/${name}/${place}`;
  return {
    ...{ factId, personKey, source: { ...SUPPOSED, recordKey: factId }, retracted: false },
    ...{ quality: 'VERIFIED' as const, observedAt: `${day}T12:00:00.000Z`, recordedAtMicros: AFTER },
  };
};

function assetOf(
  personKey: string,
  { kind, valueFen, count, areaDm2 }: SupposedMeans['assets'][number],
  place: number,
  day: CivilDate,
): AssetFact {
  const stored = common(personKey, `asset/${kind}`, place, day);
  return {
    ...stored,
    ...{ type: 'ASSET', kind, asOf: day, itemKey: stored.factId, shareBp: 10_000 },
    ...(valueFen === undefined ? {} : { valueFen }),
    ...(count === undefined ? {} : { count }),
    attributes: areaDm2 === undefined ? {} : { areaDm2: String(areaDm2) },
  };
}

function meansFacts(
  { personKey, incomes, expenditures, assets }: SupposedMeans,
  period: { readonly from: Month; readonly to: Month },
  day: CivilDate,
): EconomicFact[] {
  return [
    ...incomes
      .filter(({ amountFen }) => amountFen > 0n)
      .map(({ kind, amountFen }, place) => ({
        ...common(personKey, `income/${kind}`, place, day),
        ...{ type: 'INCOME' as const, kind, amountFen, period, basis: 'NET' as const, payerKey: '*' },
        ...{ itemKey: `supposed/${kind}/${place}`, householdShare: false },
      })),
    ...expenditures
      .filter(({ amountFen }) => amountFen > 0n)
      .map(({ kind, amountFen }, place) => ({
        ...common(personKey, `expenditure/${kind}`, place, day),
        ...{ type: 'EXPENDITURE' as const, kind, amountFen, period, itemKey: `supposed/${kind}/${place}` },
      })),
    ...assets.map((asset, place) => assetOf(personKey, asset, place, day)),
  ];
}

/** A card and a job, as registers would tell them. */
function statusFacts({ personKey, disability, isEmployed, birthDate }: JoiningPerson): EconomicFact[] {
  const days = { from: birthDate };
  return [
    ...(disability
      ? [
          {
            ...common(personKey, 'disabled', 0, birthDate),
            ...{ type: 'STATUS' as const, kind: 'disabled' as const, days },
            attributes: {
              ...{ grade: String(disability.grade), category: String(disability.kind) },
              ...(disability.validTo === undefined ? {} : { validTo: disability.validTo }),
            },
          },
        ]
      : []),
    ...(isEmployed
      ? [
          {
            ...common(personKey, 'employed', 1, birthDate),
            ...{ type: 'STATUS' as const, kind: 'employed' as const, days, attributes: {} },
          },
        ]
      : []),
  ];
}

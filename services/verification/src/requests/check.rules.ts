import {
  composeHousehold,
  gateOf,
  kindsOf,
  perCapitaAfterRigid,
  sourceConflicts,
  Statuses,
  testMeans,
  type EconomicFact,
  type MeansQuestion,
  type MeansResult,
  type SourceDifference,
} from '@minzheng/kernel/means-test';
import { civilDateOf, incomeWindow, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { ZERO, type Rational } from '@minzheng/kernel/rational';
import {
  checkConsents,
  holdingForms,
  opens,
  type ConsentForm,
  type ConsentQuestion,
  type ConsentRefusal,
} from '../consents/consent.rules.js';
import { readCheckPolicy, type CheckPolicy } from './check-policy.js';
import { compareDeclaration } from './declaration-comparison.rules.js';
import { isDiscrepancy, isMaterial, type Comparison } from './comparison.rules.js';
import {
  coreAgencies,
  coveredThrough,
  gapsOf,
  isGap,
  standingOf,
  type CoreCondition,
  type SourceAnswer,
  type SourceGap,
  type SourceKnowledge,
  type SourceStanding,
  type Watermark,
} from './completeness.rules.js';
import { conclude, testIncome, type Conclusion, type TestOutcome } from './conclusion.rules.js';
import { claimsDeduction, declaredFacts, withoutAnsweredThings } from './declared-facts.rules.js';
import { guardiansOf, type DeclaredItem, type HouseholdUnderCheck } from './household-under-check.js';

const EXPENDITURE_SOURCE = 'NHSA';
const POPULATION_REGISTER = 'PSB';

/** What is asked of a check (核对), all of it part of the stored input of a report. */
export interface CheckQuestion {
  readonly requestId: string;
  readonly household: HouseholdUnderCheck;
  readonly purposes: readonly string[];
  readonly declaredItems: readonly DeclaredItem[];
  /** RFC 3339 */
  readonly asOf: string;
  /** The business day on which it is evaluated: on it consents must hold. */
  readonly today: CivilDate;
  readonly consents: readonly ConsentForm[];
  readonly answers: readonly SourceAnswer[];
  readonly watermarks: readonly Watermark[];
  readonly disputedFactIds: readonly string[];
}

/** What is known: the facts that were visible at one instant. */
export interface CheckKnowledge {
  readonly facts: readonly EconomicFact[];
  /** Microseconds since 1970. */
  readonly knownAtMicros: bigint;
}

export interface PurposeConclusion extends Conclusion {
  readonly purpose: string;
  /** Agencies of the purpose's core set that are missing. */
  readonly missingCore: readonly string[];
}

/** An obligor's own figures; without consent only of what was declared or surveyed. */
export interface ObligorMeans {
  readonly personKey: string;
  readonly authorised: boolean;
  readonly means: MeansResult;
}

/** The result of a check, before it becomes a report. */
export interface CheckResult {
  readonly policy: CheckPolicy;
  readonly means: MeansResult;
  readonly obligors: readonly ObligorMeans[];
  readonly standings: readonly (SourceStanding & { readonly core: boolean })[];
  readonly gaps: readonly (SourceGap & { readonly core: boolean })[];
  readonly comparisons: readonly Comparison[];
  readonly conflicts: readonly SourceDifference[];
  readonly material: boolean;
  readonly conclusions: readonly PurposeConclusion[];
  /** No source of a core set is missing: the report can be issued before its deadline. */
  readonly complete: boolean;
  /** The earliest end of a consent that the check rests on. */
  readonly earliestConsentEnd: CivilDate | undefined;
}

export type CheckOutcome =
  { readonly refusals: readonly ConsentRefusal[] } | { readonly result: CheckResult };

/**
 * Checks a household (居民家庭经济状况核对): its consents, what its sources have answered, what its means add up to, how
 * that agrees with what was declared, and what follows for each purpose. The same question with the same knowledge and
 * policy rows gives the same result. 社会救助暂行办法 (Decree 649) art. 58; 民发〔2021〕57号 arts. 7, 13, 14, 17, 18.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function checkHousehold(
  question: CheckQuestion,
  knowledge: CheckKnowledge,
  book: PolicyBook,
): CheckOutcome {
  const circumstances = circumstancesOf(question, knowledge.facts, book);
  const authorisation = authorise(question, circumstances);
  if (authorisation.refusals.length > 0) return { refusals: authorisation.refusals };
  return { result: evaluate(question, knowledge, circumstances, authorisation) };
}

/**
 * Whether the consents of a request suffice, before anything is collected.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function refusalsOfConsent(
  question: CheckQuestion,
  facts: readonly EconomicFact[],
  book: PolicyBook,
): readonly ConsentRefusal[] {
  return authorise(question, circumstancesOf(question, facts, book)).refusals;
}

interface Circumstances {
  readonly policy: CheckPolicy;
  readonly asOfDay: CivilDate;
  readonly statuses: Statuses;
  readonly countedKeys: ReadonlySet<string>;
  readonly coreOf: (purpose: string, personKey: string) => readonly string[];
}

function circumstancesOf(
  question: CheckQuestion,
  facts: readonly EconomicFact[],
  book: PolicyBook,
): Circumstances {
  const { household, declaredItems, asOf } = question;
  const asOfDay = civilDateOf(asOf);
  const policy = readCheckPolicy(book, household.region, household.hukouType, asOfDay);
  const statuses = new Statuses(facts.filter((fact) => fact.type === 'STATUS'));
  const members = new Map(household.members.map((member) => [member.personKey, member]));
  const hasClaim = claimsDeduction(declaredItems);
  const holds = (personKey: string) => (condition: CoreCondition) => {
    switch (condition) {
      case 'DEDUCTION_CLAIMED':
        return hasClaim;
      case 'RURAL':
        return household.hukouType === 'RURAL';
      case 'PREFERENTIAL_OBJECT':
        return statuses.holding(personKey, asOfDay, 'preferentialObject') !== undefined;
      case 'REGISTERED_OUTSIDE': {
        const registered = members.get(personKey)?.hukouRegion;
        return registered !== undefined && registered.slice(0, 2) !== household.region.slice(0, 2);
      }
    }
  };
  const { countedKeys } = composeHousehold({
    snapshot: household,
    statuses,
    on: asOfDay,
    policy: policy.means,
    hasWage: (personKey) => hadWage(personKey, facts, incomeWindow(asOfDay, policy.means.windowMonths)),
    forTekun: false,
  });
  const cores = new Map<string, readonly string[]>();
  return {
    policy,
    asOfDay,
    statuses,
    countedKeys: new Set(countedKeys),
    coreOf(purpose, personKey) {
      const key = `${purpose} ${personKey}`;
      const core = cores.get(key) ?? coreAgencies(policy.ofPurpose(purpose).coreSet, holds(personKey));
      cores.set(key, core);
      return core;
    },
  };
}

function hadWage(
  personKey: string,
  facts: readonly EconomicFact[],
  window: { from: string; to: string },
): boolean {
  return facts.some(
    (fact) =>
      fact.type === 'INCOME' &&
      fact.personKey === personKey &&
      fact.kind === 'wage' &&
      fact.amountFen > 0n &&
      fact.period.from <= window.to &&
      window.from <= fact.period.to,
  );
}

interface Authorisation {
  readonly refusals: readonly ConsentRefusal[];
  readonly formsOf: ReadonlyMap<string, readonly ConsentForm[]>;
  readonly obligorsWithoutConsent: ReadonlySet<string>;
}

/** Members refuse the whole check; an obligor without consent is only not asked. */
function authorise(question: CheckQuestion, { countedKeys, coreOf, asOfDay }: Circumstances): Authorisation {
  const { household, consents, purposes, today } = question;
  const common: Omit<ConsentQuestion, 'subjects' | 'consents'> = {
    purposes,
    coreSetOf: coreOf,
    asOf: asOfDay,
    today,
  };
  const { refusals, formsOf } = checkConsents({
    ...common,
    consents,
    subjects: household.members.map((member) => ({
      ...member,
      guardianKeys: guardiansOf(member, household),
      counted: countedKeys.has(member.personKey),
    })),
  });
  const forms = new Map(formsOf);
  const obligorsWithoutConsent = new Set<string>();
  for (const personKey of obligorKeys(household)) {
    const subject = { personKey, capacity: 'FULL' as const, guardianKeys: [], birthDate: asOfDay };
    const own = consents.filter((form) => form.personKey === personKey);
    const outcome = holdingForms(subject, own, common);
    if ('problem' in outcome) obligorsWithoutConsent.add(personKey);
    else forms.set(personKey, outcome.forms);
  }
  return { refusals, formsOf: forms, obligorsWithoutConsent };
}

function obligorKeys({ obligors }: HouseholdUnderCheck): string[] {
  return [...new Set(obligors.map(({ personKey }) => personKey))].toSorted();
}

function evaluate(
  question: CheckQuestion,
  knowledge: CheckKnowledge,
  circumstances: Circumstances,
  authorisation: Authorisation,
): CheckResult {
  const { policy, asOfDay } = circumstances;
  const { household, purposes } = question;
  const permitted = permissionOf(question, circumstances, authorisation);
  const sources: SourceKnowledge = { ...question, maxLagOf: policy.maxLagOf };
  const standings = standingsOf(question, circumstances, authorisation, permitted, sources);
  const missing = standings.filter((standing) => standing.core && isGap(standing));

  const declared = declaredFacts(question.declaredItems, {
    requestId: question.requestId,
    asOf: asOfDay,
    windowMonths: policy.means.windowMonths,
  });
  const memberKeys = new Set(household.members.map(({ personKey }) => personKey));
  const known = knowledge.facts
    .filter(({ personKey, quality }) => quality !== 'DECLARED' || !memberKeys.has(personKey))
    .filter((fact) => permitted.fact(fact));
  const facts = [...known, ...withoutAnsweredThings(declared, known)];
  const asked: MeansQuestion = {
    snapshot: household,
    facts,
    asOf: asOfDay,
    policy: policy.means,
    knownAtMicros: knowledge.knownAtMicros,
    coveredThrough: coveredThrough(
      standings.filter(({ personKey }) => circumstances.countedKeys.has(personKey)),
      sources,
    ),
    missingSources: missing,
    withoutConsent: authorisation.obligorsWithoutConsent,
  };
  const means = testMeans(asked);
  const missingOf = (purpose: string): string[] =>
    distinct(
      missing
        .filter(({ agency, personKey }) => circumstances.coreOf(purpose, personKey).includes(agency))
        .map(({ agency }) => agency),
    );
  const outcomeOf = (result: MeansResult, purpose: string): TestOutcome =>
    testPurpose(result, purpose, policy, !missingOf(purpose).includes(EXPENDITURE_SOURCE));
  const withoutFacts = (factIds: ReadonlySet<string>): MeansResult =>
    testMeans({ ...asked, facts: facts.filter(({ factId }) => !factIds.has(factId)) });

  const disputed = new Set(question.disputedFactIds);
  const hasDisputed = facts.some(({ factId }) => disputed.has(factId));
  const undisputed = hasDisputed ? withoutFacts(disputed) : undefined;
  const conflicts = sourceConflicts(means.selected.differences, policy.conflictBp);
  const alternatives = conflicts.map(({ counted }) => withoutFacts(new Set(counted.factIds)));
  const flips = (result: MeansResult, purpose: string): boolean =>
    isOther(outcomeOf(means, purpose), outcomeOf(result, purpose));

  const comparisons = compareDeclaration({
    means,
    declaredItems: question.declaredItems,
    asOf: asOfDay,
    policy,
    gaps: standings.filter(isGap),
  });
  const comesOutDifferently = (): boolean => {
    const things = known.filter(({ type }) => type === 'STATUS' || type === 'EXPENDITURE');
    const declaredOnly = testMeans({ ...asked, missingSources: [], facts: [...things, ...declared] });
    return purposes.some((purpose) => flips(declaredOnly, purpose));
  };
  return {
    policy,
    means,
    obligors: obligorKeys(household).map((personKey) => obligorMeans(personKey, asked, authorisation)),
    standings,
    gaps: withCore(gapsOf(standings), missing),
    comparisons,
    conflicts,
    material: isMaterial(comparisons, {
      materialBp: policy.materialBp,
      standardMonthlyFen: policy.means.standardMonthlyFen,
      countedMembers: means.counted,
      testsDiffer: comparisons.some(isDiscrepancy) && comesOutDifferently(),
    }),
    conclusions: purposes.map((purpose) => ({
      purpose,
      missingCore: missingOf(purpose),
      ...conclude({
        identityConflict: standings.some(
          ({ agency, state, personKey }) =>
            agency === POPULATION_REGISTER && state === 'NO_RECORD' && memberKeys.has(personKey),
        ),
        outcome: outcomeOf(means, purpose),
        withoutDisputed: undisputed && outcomeOf(undisputed, purpose),
        missingCore: missingOf(purpose),
        reviewReasons: alternatives.some((result) => flips(result, purpose)) ? ['SOURCE_CONFLICT'] : [],
      }),
    })),
    complete: missing.length === 0,
    earliestConsentEnd: [...authorisation.formsOf.values()]
      .flat()
      .map(({ validTo }) => validTo)
      .toSorted()[0],
  };
}

interface Permission {
  agency(personKey: string, agency: string): boolean;
  fact(fact: EconomicFact): boolean;
}

/** Gate C is opened by a consent that covers the source for every purpose; gate L by law. */
function permissionOf(
  { purposes, household }: CheckQuestion,
  { coreOf }: Circumstances,
  { formsOf, obligorsWithoutConsent }: Authorisation,
): Permission {
  const members = new Set(household.members.map(({ personKey }) => personKey));
  const isOpen = (personKey: string, agency: string): boolean => {
    const forms = formsOf.get(personKey) ?? [];
    return purposes.every((purpose) =>
      opens(forms, purpose, agency, coreOf(purpose, personKey).includes(agency)),
    );
  };
  return {
    agency: (personKey, agency) =>
      !obligorsWithoutConsent.has(personKey) && (!isGated(agency) || isOpen(personKey, agency)),
    fact: ({ type, kind, source, personKey, quality }) =>
      quality === 'DECLARED' ||
      gateOf(type, kind, source.agency) === 'L' ||
      ((members.has(personKey) || formsOf.has(personKey)) && isOpen(personKey, source.agency)),
  };
}

const GATED = new Map<string, boolean>();

/** Whether an agency answers only with consent: everything that it sends has gate C. */
function isGated(agency: string): boolean {
  const known = GATED.get(agency);
  if (known !== undefined) return known;
  const kinds = (['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'] as const).flatMap((type) =>
    kindsOf(type, agency).map((kind) => gateOf(type, kind, agency)),
  );
  const gated = kinds.length > 0 && kinds.every((gate) => gate === 'C');
  GATED.set(agency, gated);
  return gated;
}

function standingsOf(
  { household, purposes }: CheckQuestion,
  { policy, coreOf, countedKeys }: Circumstances,
  { obligorsWithoutConsent }: Authorisation,
  permitted: Permission,
  sources: SourceKnowledge,
): (SourceStanding & { core: boolean })[] {
  const members = household.members.map(({ personKey }) => personKey).filter((key) => countedKeys.has(key));
  return [...members, ...obligorKeys(household)].flatMap((personKey) => {
    const core = new Set(purposes.flatMap((purpose) => coreOf(purpose, personKey)));
    const isAsked = !obligorsWithoutConsent.has(personKey);
    const others = isAsked ? policy.auxiliary.filter((agency) => !core.has(agency)) : [];
    return [...core, ...others].map((agency) => ({
      ...standingOf({ personKey, agency, authorised: permitted.agency(personKey, agency) }, sources),
      core: core.has(agency) && isAsked,
    }));
  });
}

function withCore(gaps: readonly SourceGap[], missing: readonly SourceStanding[]) {
  return gaps.map((gap) => ({
    ...gap,
    core: missing.some(
      ({ agency, personKey, state }) =>
        agency === gap.agency && state === gap.state && gap.personKeys.includes(personKey),
    ),
  }));
}

function testPurpose(
  result: MeansResult,
  purpose: string,
  policy: CheckPolicy,
  expenditureKnown: boolean,
): TestOutcome {
  const { household } = result;
  if (household === undefined) return {};
  const { means, ofPurpose } = policy;
  const { incomeLimit, propertySet } = ofPurpose(purpose);
  const property = household.property.levels[propertySet];
  return {
    tests: {
      property: property.verdict,
      propertyReasons: distinct(property.reasons.map(({ code }) => code)),
      income: testIncome(
        incomeLimit,
        {
          perCapitaMonthly: household.perCapitaMonthly,
          perCapitaAfterRigid: afterRigid(result, policy),
          rigidRatioMet: household.rigidRatio.met,
        },
        { ...means, disposableIncomeLastYearFen: () => means.disposableIncomeLastYearFen() },
        expenditureKnown,
      ),
    },
  };
}

/** What is left a head for the dibao test; without medical costs where they have a scheme of their own. */
function afterRigid(
  { household, members, counted }: MeansResult,
  { means, illnessScheme }: CheckPolicy,
): Rational {
  if (household === undefined) return ZERO;
  if (!illnessScheme) return household.perCapitaAfterRigid;
  const others = members
    .filter(({ membership }) => membership.counted)
    .flatMap(({ rigid }) => rigid.filter(({ group }) => group !== 'MEDICAL'));
  const rigidFen = others.reduce((sum, { countedFen }) => sum + countedFen, 0n);
  return perCapitaAfterRigid(household.total, rigidFen, means.windowMonths, counted);
}

/** Whether the property or the income test comes out differently. */
function isOther(one: TestOutcome, other: TestOutcome): boolean {
  const isPropertyOver = ({ tests }: TestOutcome) => tests?.property === 'OVER';
  return one.tests?.income.over !== other.tests?.income.over || isPropertyOver(one) !== isPropertyOver(other);
}

/** An obligor alone: his own income and property. */
function obligorMeans(
  personKey: string,
  asked: MeansQuestion,
  { obligorsWithoutConsent }: Authorisation,
): ObligorMeans {
  const { missingSources: _ofHousehold, ...question } = asked;
  const adultBirth = '1900-01-01';
  return {
    personKey,
    authorised: !obligorsWithoutConsent.has(personKey),
    means: testMeans({
      ...question,
      snapshot: {
        members: [{ personKey, relation: 'APPLICANT', birthDate: adultBirth, study: 'NONE' }],
        obligors: [],
      },
    }),
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

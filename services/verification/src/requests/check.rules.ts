import {
  compositionOf,
  isCustody,
  sourceConflicts,
  testMeans,
  type EconomicFact,
  type HouseholdSnapshot,
  type MeansQuestion,
  type MeansResult,
  type SourceDifference,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { openUntil, type ConsentRefusal } from '../consents/consent.rules.js';
import { authorise, obligorKeys, permissionOf, type Authorisation } from './check-authorisation.rules.js';
import { concludePurposes, turnsOut, type TestedHousehold } from './check-conclusions.rules.js';
import { circumstancesOf, type Circumstances } from './check-circumstances.rules.js';
import { standingsOf, withCore } from './check-standings.rules.js';
import {
  formOf,
  REPORT_FORM,
  type CheckKnowledge,
  type CheckOutcome,
  type CheckQuestion,
  type CheckResult,
  type ObligorMeans,
} from './check.js';
import { isDiscrepancy, isMaterial } from './comparison.rules.js';
import { coveredThrough, gapsOf, isGap, type SourceKnowledge } from './completeness.rules.js';
import { compareDeclaration } from './declaration-comparison.rules.js';
import { declaredFacts, withoutAnsweredThings } from './declared-facts.rules.js';
import { personsOf } from './household-under-check.js';
import { factsOfConcerned, withoutOtherFactsOfCustodians } from './custody.rules.js';
import { findPatterns, type Pattern } from './patterns.rules.js';

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
  const facts = withoutOtherFactsOfCustodians(question, knowledge.facts);
  const circumstances = circumstancesOf(question, facts, book);
  const authorisation = authorise(question, circumstances);
  if (authorisation.refusals.length > 0) return { refusals: authorisation.refusals };
  return { result: evaluate(question, { ...knowledge, facts }, circumstances, authorisation) };
}

/**
 * What a check comes to by what may still be read (撤回授权之后), where consents no longer suffice: what gate C has closed is
 * neither read nor waited for. It makes no report.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function checkWhatMayBeRead(
  question: CheckQuestion,
  knowledge: CheckKnowledge,
  book: PolicyBook,
): CheckResult {
  const facts = withoutOtherFactsOfCustodians(question, knowledge.facts);
  const circumstances = circumstancesOf(question, facts, book);
  return evaluate(question, { ...knowledge, facts }, circumstances, authorise(question, circumstances));
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
  const lookedAt = withoutOtherFactsOfCustodians(question, facts);
  return authorise(question, circumstancesOf(question, lookedAt, book)).refusals;
}

function evaluate(
  question: CheckQuestion,
  knowledge: CheckKnowledge,
  circumstances: Circumstances,
  authorisation: Authorisation,
): CheckResult {
  const { policy, asOfDay, isStatusOnly } = circumstances;
  const ground = groundOf(question, knowledge, circumstances, authorisation);
  const { sources, standings, missing, known, declared, asked } = ground;
  const named = new Set(personsOf(question.household));
  const means = testMeans(composed(asked));
  const withoutFacts = (factIds: ReadonlySet<string>): MeansResult =>
    testMeans(composed({ ...asked, facts: asked.facts.filter(({ factId }) => !factIds.has(factId)) }));
  const disputed = new Set(question.disputedFactIds);
  const conflicts = sourceConflicts(means.selected.differences, policy.conflictBp);
  const tested: TestedHousehold = {
    ...{ question, circumstances, sources, standings, missing, means },
    undisputed: asked.facts.some(({ factId }) => disputed.has(factId)) ? withoutFacts(disputed) : undefined,
    alternatives: alternativesOf(question, conflicts).map(withoutFacts),
    patterns: patternsIn(question, circumstances, means, known, named),
  };
  const comparisons = isStatusOnly
    ? []
    : compareDeclaration({
        ...{ means, policy, declaredItems: question.declaredItems },
        asOf: asOfDay,
        gaps: standings.filter(isGap),
      });
  const differsAsDeclared = (): boolean => {
    const others = known.filter(({ type }) => type === 'STATUS' || type === 'EXPENDITURE');
    const asDeclared = { ...asked, missingSources: [], facts: [...others, ...declared] };
    return turnsOut(testMeans(composed(asDeclared)), tested);
  };
  return {
    policy,
    means,
    obligors: (isStatusOnly ? [] : obligorKeys(question, circumstances)).map((personKey) =>
      obligorMeans(personKey, asked, authorisation),
    ),
    standings,
    gaps: withCore(gapsOf(standings), missing),
    comparisons,
    conflicts: conflicts.filter(({ personKey }) => named.has(personKey)),
    material: isMaterial(comparisons, {
      materialBp: policy.materialBp,
      standardMonthlyFen: policy.means.standardMonthlyFen,
      countedMembers: means.counted,
      testsDiffer: comparisons.some(isDiscrepancy) && differsAsDeclared(),
    }),
    patterns: tested.patterns,
    statusOnly: isStatusOnly,
    ...concludePurposes(tested),
    complete: missing.length === 0,
    earliestConsentEnd: earliestConsentEnd(question, circumstances, authorisation),
  };
}

/**
 * Facts without which another source's word counts, for each contradiction (数源差异): of one month, and of all months in
 * which two sources contradict each other about a person, kind and payer.
 */
function alternativesOf(
  question: CheckQuestion,
  conflicts: readonly SourceDifference[],
): ReadonlySet<string>[] {
  const single = conflicts.map(({ counted }) => new Set(counted.factIds));
  if (formOf(question) < REPORT_FORM.WITH_DATASETS) return single;
  const together = [...Map.groupBy(conflicts, contradictionOf).values()]
    .filter(({ length }) => length > 1)
    .map((ofPair) => new Set(ofPair.flatMap(({ counted }) => counted.factIds)));
  return [...single, ...together];
}

const contradictionOf = ({ counted, shadowed, ...about }: SourceDifference): string =>
  JSON.stringify([
    ...[about.personKey, about.type, about.kind, about.payerKey, about.itemKey],
    ...[counted.agency, counted.dataset, shadowed.agency, shadowed.dataset],
  ]);

/** The last day on which everybody's consents open all that they open for this check. */
function earliestConsentEnd(
  { purposes }: CheckQuestion,
  { coreOf }: Circumstances,
  { formsOf }: Authorisation,
): CivilDate | undefined {
  return [...formsOf]
    .flatMap(
      ([personKey, forms]) => openUntil(forms, purposes, (purpose) => coreOf(purpose, personKey)) ?? [],
    )
    .toSorted()[0];
}

/** What the means test is asked, of what is known, may be read, and was declared. */
function groundOf(
  question: CheckQuestion,
  knowledge: CheckKnowledge,
  circumstances: Circumstances,
  authorisation: Authorisation,
) {
  const { policy, asOfDay, isStatusOnly, isApplicantOnly, countedKeys } = circumstances;
  const { household } = question;
  const permitted = permissionOf(question, circumstances, authorisation);
  const sources: SourceKnowledge = {
    ...{ ...question, maxLagOf: policy.maxLagOf },
    ...(formOf(question) >= REPORT_FORM.WITH_DATASETS && { datasetsOf: policy.datasetsOf }),
  };
  const standings = standingsOf(question, circumstances, authorisation, permitted, sources);
  const missing = standings.filter((standing) => standing.core && isGap(standing));
  const declared = declaredFacts(question.declaredItems, {
    requestId: question.requestId,
    asOf: asOfDay,
    windowMonths: policy.means.windowMonths,
  });
  const memberKeys = new Set(household.members.map(({ personKey }) => personKey));
  // so it was before custody was looked for
  const isCustodyByStranger = (fact: EconomicFact): boolean =>
    isCustody(fact) && authorisation.obligorsWithoutConsent.has(fact.personKey);
  const households = obligorHouseholds(question, circumstances, authorisation);
  const known = factsLookedAt(question, knowledge.facts, households)
    .filter(({ personKey, quality }) => quality !== 'DECLARED' || !memberKeys.has(personKey))
    .filter((fact) => permitted.fact(fact) && (!isStatusOnly || fact.type === 'STATUS'))
    .filter((fact) => question.custodians !== undefined || !isCustodyByStranger(fact));
  const { obligorsWithoutConsent } = authorisation;
  const answering =
    formOf(question) < REPORT_FORM.WITH_LIVING_APART
      ? known
      : known.filter(({ personKey }) => !obligorsWithoutConsent.has(personKey));
  const counted = standings.filter(({ personKey }) => countedKeys.has(personKey));
  const asked: MeansQuestion = {
    snapshot: household,
    facts: isStatusOnly ? known : [...known, ...withoutAnsweredThings(declared, answering)],
    asOf: asOfDay,
    policy: policy.means,
    knownAtMicros: knowledge.knownAtMicros,
    coveredThrough: coveredThrough(counted, sources),
    missingSources: missing,
    withoutConsent: obligorsWithoutConsent,
    obligorHouseholds: households,
    forTekun: isApplicantOnly,
  };
  return { sources, standings, missing, known, declared, asked };
}

/** Whether a member lives apart is judged by all that is known of him, however little of it counts without his consent. */
function composed(asked: MeansQuestion): MeansQuestion {
  const { snapshot, withoutConsent = new Set() } = asked;
  const members = new Set(snapshot.members.map(({ personKey }) => personKey));
  const outside = new Set([...withoutConsent].filter((personKey) => !members.has(personKey)));
  if (outside.size === withoutConsent.size) return asked;
  return { ...asked, composition: compositionOf({ ...asked, withoutConsent: outside }) };
}

/** Reports of before patterns were looked for have none. */
function patternsIn(
  question: CheckQuestion,
  { policy, asOfDay, isStatusOnly, countedKeys }: Circumstances,
  { selected, window }: MeansResult,
  known: readonly EconomicFact[],
  named: ReadonlySet<string>,
): Pattern[] {
  if (isStatusOnly || formOf(question) < REPORT_FORM.WITH_PATTERNS) return [];
  return findPatterns({
    facts: known.filter(({ quality }) => quality !== 'DECLARED'),
    ...{ selected, countedKeys, window },
    namedKeys: named,
    declaredItems: question.declaredItems,
    asOf: asOfDay,
    sharedDeposits: question.sharedDeposits ?? [],
    policies: policy.patterns,
  });
}

/** Of obligors who agreed; of the others, and of members who turn out to count, nothing is looked up. */
function obligorHouseholds(
  question: CheckQuestion,
  circumstances: Circumstances,
  { obligorsWithoutConsent }: Authorisation,
): ReadonlyMap<string, HouseholdSnapshot> {
  const obligors = new Set(obligorKeys(question, circumstances));
  const households = Object.entries(question.obligorHouseholds ?? {});
  return new Map(households.filter(([key]) => obligors.has(key) && !obligorsWithoutConsent.has(key)));
}

/** Without those of persons who only belong to a household that is not looked up; reports of before had them. */
function factsLookedAt(
  question: CheckQuestion,
  facts: readonly EconomicFact[],
  households: ReadonlyMap<string, HouseholdSnapshot>,
): readonly EconomicFact[] {
  const { household, obligorHouseholds: read = {} } = question;
  const isAll = households.size === Object.keys(read).length;
  if (isAll || formOf(question) < REPORT_FORM.WITH_LIVING_APART) return facts;
  return factsOfConcerned({ household, obligorHouseholds: Object.fromEntries(households) }, facts);
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

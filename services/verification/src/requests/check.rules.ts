import {
  perCapitaAfterRigid,
  sourceConflicts,
  testMeans,
  type EconomicFact,
  type MeansQuestion,
  type MeansResult,
} from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { ZERO, type Rational } from '@minzheng/kernel/rational';
import type { ConsentRefusal } from '../consents/consent.rules.js';
import { authorise, obligorKeys, permissionOf, type Authorisation } from './check-authorisation.rules.js';
import { circumstancesOf, type Circumstances } from './check-circumstances.rules.js';
import type { CheckPolicy } from './check-policy.js';
import { standingsOf, withCore } from './check-standings.rules.js';
import type { CheckKnowledge, CheckOutcome, CheckQuestion, CheckResult, ObligorMeans } from './check.js';
import { isDiscrepancy, isMaterial } from './comparison.rules.js';
import { coveredThrough, gapsOf, isGap, type SourceKnowledge } from './completeness.rules.js';
import { comesOutDifferently, conclude, testIncome, type TestOutcome } from './conclusion.rules.js';
import { compareDeclaration } from './declaration-comparison.rules.js';
import { declaredFacts, withoutAnsweredThings } from './declared-facts.rules.js';
import { singlePersonConclusions } from './single-person.rules.js';

const EXPENDITURE_SOURCE = 'NHSA';
const POPULATION_REGISTER = 'PSB';

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
  const missingOf = (purpose: string, ...persons: readonly string[]): string[] =>
    distinct(
      missing
        .filter(({ personKey }) => persons.length === 0 || persons.includes(personKey))
        .filter(({ agency, personKey }) => circumstances.coreOf(purpose, personKey).includes(agency))
        .map(({ agency }) => agency),
    );
  const isUnknown = (personKey: string): boolean =>
    standings.some(
      (standing) =>
        standing.agency === POPULATION_REGISTER &&
        standing.state === 'NO_RECORD' &&
        standing.personKey === personKey,
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
    comesOutDifferently(outcomeOf(means, purpose), outcomeOf(result, purpose));

  const comparisons = compareDeclaration({
    means,
    declaredItems: question.declaredItems,
    asOf: asOfDay,
    policy,
    gaps: standings.filter(isGap),
  });
  const differsAsDeclared = (): boolean => {
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
      testsDiffer: comparisons.some(isDiscrepancy) && differsAsDeclared(),
    }),
    conclusions: purposes.map((purpose) => ({
      purpose,
      missingCore: missingOf(purpose),
      ...conclude({
        identityConflict: [...memberKeys].some(isUnknown),
        outcome: outcomeOf(means, purpose),
        withoutDisputed: undisputed && outcomeOf(undisputed, purpose),
        missingCore: missingOf(purpose),
        reviewReasons: alternatives.some((result) => flips(result, purpose)) ? ['SOURCE_CONFLICT'] : [],
      }),
    })),
    singlePersons: singlePersonConclusions({
      ...{ means, undisputed, alternatives, purposes, policy, isUnknown },
      statuses: circumstances.statuses,
      birthDates: new Map(household.members.map(({ personKey, birthDate }) => [personKey, birthDate])),
      asOf: asOfDay,
      missingCoreOf: missingOf,
    }),
    complete: missing.length === 0,
    earliestConsentEnd: [...authorisation.formsOf.values()]
      .flat()
      .map(({ validTo }) => validTo)
      .toSorted()[0],
  };
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

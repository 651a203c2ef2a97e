import type { MeansResult } from '@minzheng/kernel/means-test';
import type { Circumstances } from './check-circumstances.rules.js';
import {
  formOf,
  REPORT_FORM,
  type CheckQuestion,
  type CheckResult,
  type PurposeConclusion,
} from './check.js';
import { knowsNobody, type SourceKnowledge, type SourceStanding } from './completeness.rules.js';
import { comesOutDifferently, conclude, type TestOutcome } from './conclusion.rules.js';
import type { HouseholdUnderCheck } from './household-under-check.js';
import type { Pattern } from './patterns.rules.js';
import { aloneOutcome, householdOutcome } from './purpose-outcome.rules.js';
import { singlePersonConclusions } from './single-person.rules.js';

const EXPENDITURE_SOURCE = 'NHSA';
const POPULATION_REGISTER = { agency: 'PSB', dataset: 'PSB.population' };

/** What a household's means came to, with all that may turn it. */
export interface TestedHousehold {
  readonly question: CheckQuestion;
  readonly circumstances: Circumstances;
  readonly sources: SourceKnowledge;
  readonly standings: readonly SourceStanding[];
  /** Core sources that are missing. */
  readonly missing: readonly SourceStanding[];
  readonly means: MeansResult;
  /** The same without the facts that are disputed, where there are any. */
  readonly undisputed: MeansResult | undefined;
  /** The same for each conflict of sources without what counts. */
  readonly alternatives: readonly MeansResult[];
  readonly patterns: readonly Pattern[];
}

/** What follows for each purpose, and for members who may be judged alone (核对结论). @throws PolicyMissing */
export function concludePurposes(
  tested: TestedHousehold,
): Pick<CheckResult, 'conclusions' | 'singlePersons'> {
  const { question, circumstances, patterns } = tested;
  const { household, purposes } = question;
  return {
    conclusions: purposes.map((purpose) => concludePurpose(purpose, tested)),
    singlePersons: singlePersonConclusions({
      ...{ ...tested, purposes, policy: circumstances.policy, statuses: circumstances.statuses },
      categories:
        formOf(question) >= REPORT_FORM.WITH_DATASETS
          ? circumstances.policy.singlePersonCategories()
          : new Set(),
      isUnknown: (personKey) => isUnknown(personKey, tested),
      birthDates: new Map(household.members.map(({ personKey, birthDate }) => [personKey, birthDate])),
      asOf: circumstances.asOfDay,
      missingCoreOf: (purpose, personKey) => missingCoreOf(purpose, tested, personKey),
      patternsOf: (personKey) => codesOf(patterns.filter((found) => found.personKey === personKey)),
    }),
  };
}

/** Whether the property or the income test of a purpose comes out differently with other means. @throws PolicyMissing */
export function turnsOut(other: MeansResult, tested: TestedHousehold): boolean {
  return tested.question.purposes.some((purpose) =>
    comesOutDifferently(outcomeOf(tested.means, purpose, tested), outcomeOf(other, purpose, tested)),
  );
}

function concludePurpose(purpose: string, tested: TestedHousehold): PurposeConclusion {
  const { question, circumstances, means, undisputed, alternatives, patterns } = tested;
  const { incomeLimit, propertySet } = circumstances.policy.ofPurpose(purpose);
  const alone = incomeLimit === 'SINGLE_STANDARD' ? applicantOf(question.household) : undefined;
  const missingCore = missingCoreOf(purpose, tested, alone);
  const members = question.household.members.map(({ personKey }) => personKey);
  const outcome = (result: MeansResult): TestOutcome => outcomeOf(result, purpose, tested);
  const { property, ...conclusion } = conclude({
    identityConflict: (alone === undefined ? members : [alone]).some((key) => isUnknown(key, tested)),
    outcome: outcome(means),
    withoutDisputed: undisputed && outcome(undisputed),
    alternatives: alternatives.map(outcome),
    missingCore,
    patterns: incomeLimit === 'NONE' ? [] : codesOf(patterns),
  });
  return {
    purpose,
    missingCore,
    ...conclusion,
    ...(property && propertySet !== 'NONE' && { property }),
    ...(alone !== undefined && { personKey: alone, basis: 'SINGLE_PERSON' }),
  };
}

/** Of the household; where the purpose judges the applicant alone, of the applicant, while that is somebody who counts. */
function outcomeOf(result: MeansResult, purpose: string, tested: TestedHousehold): TestOutcome {
  const { question, circumstances } = tested;
  const { policy, countedKeys } = circumstances;
  if (policy.ofPurpose(purpose).incomeLimit === 'SINGLE_STANDARD') {
    const applicant = applicantOf(question.household);
    return applicant !== undefined && countedKeys.has(applicant)
      ? aloneOutcome(result, applicant, purpose, policy)
      : {};
  }
  const isExpenditureKnown = !missingCoreOf(purpose, tested).includes(EXPENDITURE_SOURCE);
  return householdOutcome(result, purpose, policy, isExpenditureKnown);
}

/** Agencies of the purpose's core set that are missing, of one person or of anybody. */
function missingCoreOf(
  purpose: string,
  { missing, circumstances }: TestedHousehold,
  personKey?: string,
): string[] {
  const agencies = missing
    .filter((standing) => personKey === undefined || standing.personKey === personKey)
    .filter((standing) => circumstances.coreOf(purpose, standing.personKey).includes(standing.agency))
    .map(({ agency }) => agency);
  return [...new Set(agencies)];
}

/** The police know no such member; that their vehicle register has nothing, or is up to date, says nothing of it. */
function isUnknown(personKey: string, { question, standings, sources }: TestedHousehold): boolean {
  const { agency, dataset } = POPULATION_REGISTER;
  const ofPolice = standings.filter((each) => each.agency === agency && each.personKey === personKey);
  if (formOf(question) < REPORT_FORM.WITH_REGISTER)
    return ofPolice.some(({ state }) => state === 'NO_RECORD');
  const mayBeAsked = ofPolice.some(
    ({ state, dataset: refused = dataset }) =>
      state !== 'NOT_AUTHORISED' && (state !== 'REFUSED' || refused !== dataset),
  );
  return mayBeAsked && knowsNobody({ personKey, agency, dataset }, sources);
}

const applicantOf = ({ members }: HouseholdUnderCheck): string | undefined =>
  members.find(({ relation }) => relation === 'APPLICANT')?.personKey;

const codesOf = (patterns: readonly Pattern[]): string[] => [...new Set(patterns.map(({ code }) => code))];

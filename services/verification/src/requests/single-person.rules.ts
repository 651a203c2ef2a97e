import { isMinor, type MeansResult, type MemberMeans, type Statuses } from '@minzheng/kernel/means-test';
import { ageOn, type CivilDate } from '@minzheng/kernel/months';
import type { CheckPolicy } from './check-policy.js';
import { conclude, type Conclusion, type TestOutcome } from './conclusion.rules.js';
import { aloneOutcome } from './purpose-outcome.rules.js';

/** 老年人权益保障法 art. 2 */
const ELDER_YEARS = 60;

/** What a report concludes for a purpose of a member who is judged alone (单人保核对结论). */
export interface SinglePersonConclusion extends Conclusion {
  readonly purpose: string;
  readonly personKey: string;
  /** Agencies of the purpose's core set that are missing for this person. */
  readonly missingCore: readonly string[];
}

export interface SinglePersonQuestion {
  readonly means: MeansResult;
  /** The same without the facts that are disputed, where there are any. */
  readonly undisputed: MeansResult | undefined;
  /** The same for each conflict of sources without what counts. */
  readonly alternatives: readonly MeansResult[];
  readonly purposes: readonly string[];
  readonly policy: CheckPolicy;
  /** Categories whose members may be judged alone in the region, beside what holds everywhere. */
  readonly categories: ReadonlySet<string>;
  readonly statuses: Statuses;
  readonly birthDates: ReadonlyMap<string, CivilDate>;
  readonly asOf: CivilDate;
  readonly missingCoreOf: (purpose: string, personKey: string) => readonly string[];
  /** Public security knows no such person. */
  readonly isUnknown: (personKey: string) => boolean;
  /** Patterns of this person. */
  readonly patternsOf: (personKey: string) => readonly string[];
}

/**
 * Own income and own property, N = 1, of the members who may be judged alone: adults with a severe disability whatever
 * their household, and those of the region's categories, whom an edge household may have guaranteed alone. Who does not
 * count was not asked about, and is judged in a request of his own. Rigid expenditure is not taken off. Whether somebody is
 * in work, and what follows, is the requester's. 民发〔2022〕83号 §1(1); 民发〔2021〕57号 art. 8.
 *
 * @throws PolicyMissing
 */
export function singlePersonConclusions(question: SinglePersonQuestion): SinglePersonConclusion[] {
  const { means, purposes, policy, missingCoreOf, isUnknown, patternsOf } = question;
  return purposes
    .filter((purpose) => policy.ofPurpose(purpose).incomeLimit === 'STANDARD')
    .flatMap((purpose) =>
      means.members
        .filter((member) => isJudgedAlone(member, question))
        .map(({ personKey }): SinglePersonConclusion => {
          const outcomeOf = (result: MeansResult): TestOutcome =>
            aloneOutcome(result, personKey, purpose, policy);
          const outcome = outcomeOf(means);
          const missingCore = missingCoreOf(purpose, personKey);
          return {
            purpose,
            personKey,
            missingCore,
            ...conclude({
              identityConflict: isUnknown(personKey),
              outcome,
              withoutDisputed: question.undisputed && outcomeOf(question.undisputed),
              alternatives: question.alternatives.map(outcomeOf),
              missingCore,
              patterns: patternsOf(personKey),
            }),
            basis: 'SINGLE_PERSON',
          };
        }),
    );
}

function isJudgedAlone(member: MemberMeans, question: SinglePersonQuestion): boolean {
  if (!member.membership.counted) return false;
  const ofPerson = categoriesOf(member, question);
  const birthDate = question.birthDates.get(member.personKey);
  const isAdult = birthDate !== undefined && !isMinor(birthDate, question.asOf);
  return (
    (isAdult && ofPerson.includes('SEVERE_DISABILITY')) ||
    ofPerson.some((category) => question.categories.has(category))
  );
}

/** The words of `assistance.singlePerson.categories` that hold of a member; without a known age neither young nor old. */
function categoriesOf(
  { personKey }: MemberMeans,
  { statuses, birthDates, asOf }: SinglePersonQuestion,
): string[] {
  const birthDate = birthDates.get(personKey);
  const isSeverelyDisabled = statuses.severeDisability(personKey, asOf) !== undefined;
  const isSeriouslyIll = statuses.holding(personKey, asOf, 'seriousIllness') !== undefined;
  const isYoung = birthDate !== undefined && isMinor(birthDate, asOf);
  const isElder = birthDate !== undefined && ageOn(birthDate, asOf) >= ELDER_YEARS;
  return [
    ...(isSeverelyDisabled ? ['SEVERE_DISABILITY'] : []),
    ...(isSeriouslyIll ? ['SERIOUS_ILLNESS'] : []),
    ...(isElder ? ['HARDSHIP_ELDER'] : []),
    ...(isYoung ? ['MINOR'] : []),
  ];
}

import { isMinor, type MeansResult, type MemberMeans, type Statuses } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { CheckPolicy } from './check-policy.js';
import { conclude, type Conclusion, type TestOutcome } from './conclusion.rules.js';
import { aloneOutcome } from './purpose-outcome.rules.js';

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
 * Own income and own property, N = 1, of the members who may be judged alone whatever their household: adults with a
 * severe disability. Who does not count was not asked about, and is judged in a request of his own. Rigid expenditure is
 * not taken off. Whether somebody is in work, and what follows, is the requester's. 民发〔2022〕83号 §1(1); 民发〔2021〕57号 art. 8.
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

function isJudgedAlone(
  { personKey, membership }: MemberMeans,
  { statuses, birthDates, asOf }: SinglePersonQuestion,
): boolean {
  const birthDate = birthDates.get(personKey);
  const isAdult = birthDate !== undefined && !isMinor(birthDate, asOf);
  return membership.counted && isAdult && statuses.severeDisability(personKey, asOf) !== undefined;
}

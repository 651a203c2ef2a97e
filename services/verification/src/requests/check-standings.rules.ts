import { obligorKeys, type Authorisation, type Permission } from './check-authorisation.rules.js';
import type { Circumstances } from './check-circumstances.rules.js';
import type { CheckQuestion } from './check.js';
import {
  standingOf,
  type SourceGap,
  type SourceKnowledge,
  type SourceStanding,
} from './completeness.rules.js';

/** How each source stands about each person who counts, or who owes support (数源时效). */
export function standingsOf(
  question: CheckQuestion,
  circumstances: Circumstances,
  { obligorsWithoutConsent }: Authorisation,
  permitted: Permission,
  sources: SourceKnowledge,
): (SourceStanding & { core: boolean })[] {
  const { household, purposes } = question;
  const { policy, coreOf, countedKeys, isStatusOnly } = circumstances;
  const members = household.members.map(({ personKey }) => personKey).filter((key) => countedKeys.has(key));
  const obligors = isStatusOnly ? [] : obligorKeys(question, circumstances);
  return [...members, ...obligors].flatMap((personKey) => {
    const core = new Set(purposes.flatMap((purpose) => coreOf(purpose, personKey)));
    const isAsked = !obligorsWithoutConsent.has(personKey);
    const others = isAsked && !isStatusOnly ? policy.auxiliary.filter((agency) => !core.has(agency)) : [];
    return [...core, ...others].map((agency) => ({
      ...standingOf({ personKey, agency, authorised: permitted.agency(personKey, agency) }, sources),
      core: core.has(agency) && isAsked,
    }));
  });
}

/** Gaps with whether a core set misses them. */
export function withCore(gaps: readonly SourceGap[], missing: readonly SourceStanding[]) {
  return gaps.map((gap) => ({
    ...gap,
    core: missing.some(
      ({ agency, personKey, state }) =>
        agency === gap.agency && state === gap.state && gap.personKeys.includes(personKey),
    ),
  }));
}

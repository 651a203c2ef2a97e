import {
  meansAsAsked,
  selectFacts,
  type EconomicFact,
  type PersonKey,
  type SelectedFacts,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { HouseholdOnRecord } from '../households/household.store.js';
import { isOpenByLaw } from '../indicators/watched-person.js';
import type { CheckPolicy } from '../requests/check-policy.js';
import { conclude, type ConclusionCode } from '../requests/conclusion.rules.js';
import { aloneOutcome, householdOutcome } from '../requests/purpose-outcome.rules.js';

/** What is computed of a household, whatever the policy. */
export interface SimulatedHousehold {
  readonly household: HouseholdOnRecord;
  /** Of all kinds: those that the law opens are taken. */
  readonly facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>;
  readonly asOf: CivilDate;
  readonly purpose: string;
}

/**
 * What a household comes to under each of several policies (测算结论), from kinds that the law opens, as if all sources had
 * answered; its facts are selected once. Of obligors only what was declared or surveyed counts: they have consented to nothing.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function conclusionsUnder(
  { household, facts, asOf, purpose }: SimulatedHousehold,
  policies: readonly CheckPolicy[],
): ConclusionCode[] {
  const members = new Set(household.members.map(({ personKey }) => personKey));
  const obligors = household.obligors
    .map(({ personKey }) => personKey)
    .filter((personKey) => !members.has(personKey));
  const selectedOf = new Map<PersonKey, SelectedFacts>();
  const select = (personKey: PersonKey, test: (fact: EconomicFact) => boolean): void => {
    const open = (facts.get(personKey) ?? []).filter((fact) => isOpenByLaw(fact) && test(fact));
    selectedOf.set(personKey, selectFacts(open, { validAt: asOf }));
  };
  for (const personKey of members) select(personKey, () => true);
  for (const personKey of obligors) select(personKey, isToldByHousehold);
  const withoutConsent = new Set(obligors);
  const applicant = household.members.find(({ relation }) => relation === 'APPLICANT')?.personKey ?? '';
  return policies.map((policy) => {
    const means = meansAsAsked({
      ...{ snapshot: household, facts: [], selectedOf, asOf, policy: policy.means, withoutConsent },
    });
    const isAlone = policy.ofPurpose(purpose).incomeLimit === 'SINGLE_STANDARD';
    return conclude({
      identityConflict: false,
      outcome: isAlone
        ? aloneOutcome(means, applicant, purpose, policy)
        : householdOutcome(means, purpose, policy, true),
      alternatives: [],
      missingCore: [],
    }).conclusion;
  });
}

const isToldByHousehold = ({ quality }: EconomicFact): boolean =>
  quality === 'DECLARED' || quality === 'SURVEYED';

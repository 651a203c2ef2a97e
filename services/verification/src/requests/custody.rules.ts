import { isCustody, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CheckQuestion } from './check.js';
import { personsConcerned } from './obligor-households.js';

type Concerned = Pick<CheckQuestion, 'household' | 'obligorHouseholds' | 'custodians'>;

/** Of who is nothing but a guardian, only what courts tell of a child of the household is looked at (抚养权). */
export function withoutOtherFactsOfCustodians(
  { custodians = [], ...question }: Concerned,
  facts: readonly EconomicFact[],
): readonly EconomicFact[] {
  return custodians.length === 0 ? facts : factsOfConcerned(question, facts);
}

/** Of who is concerned all; of everybody else only what courts tell of a child of the household. */
export function factsOfConcerned(
  question: Omit<Concerned, 'custodians'>,
  facts: readonly EconomicFact[],
): readonly EconomicFact[] {
  const concerned = new Set(personsConcerned(question));
  const members = new Set(question.household.members.map(({ personKey }) => personKey));
  return facts.filter(
    (fact) =>
      concerned.has(fact.personKey) || (isCustody(fact) && members.has(fact.attributes['wardKey'] ?? '')),
  );
}

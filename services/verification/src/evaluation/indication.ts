import { gateOf, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { FoundHits } from '../clues/clue.service.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import { a1PaidAfterDeath } from '../indicators/a.rules.js';
import { c3FirstWage } from '../indicators/c.rules.js';
import type { Hit, PersonInput } from '../indicators/indicator.js';
import { readA1Policy, readC3Policy } from '../indicators/indicator-policy.js';
import type { PaymentKnowledge } from './dead-persons.js';

/** What the indicators are asked with. */
export interface IndicationQuestion {
  /** Visible facts, by person. */
  readonly facts: ReadonlyMap<string, readonly EconomicFact[]>;
  /** Of persons who are told dead. */
  readonly payments: ReadonlyMap<string, PaymentKnowledge>;
  readonly book: PolicyBook;
  readonly today: CivilDate;
}

/**
 * The hits of a household and each of its members.
 *
 * @throws PolicyMissing
 */
export function hitsOfHousehold(household: HouseholdOnRecord, question: IndicationQuestion): FoundHits {
  const { facts, book, today } = question;
  const persons = [...household.members, ...household.obligors].map(({ personKey }) => personKey);
  const monitored = persons.flatMap((person) => monitoredOf(facts.get(person)));
  const policy = readC3Policy(book, household.region, today);
  return {
    household,
    hits: [
      ...c3FirstWage({ household, facts: monitored, today }, policy),
      ...household.members.flatMap(({ personKey }) => hitsOf(personKey, household.region, question)),
    ],
  };
}

/**
 * The hits of a person of whom no household is on record.
 *
 * @throws PolicyMissing
 */
export function hitsOfPerson(personKey: string, question: IndicationQuestion): FoundHits {
  const [region] = question.payments.get(personKey)?.payerRegions.values() ?? [];
  return { personKey, hits: region === undefined ? [] : hitsOf(personKey, region, question) };
}

function hitsOf(personKey: string, region: string, question: IndicationQuestion): Hit[] {
  const { facts, payments, book, today } = question;
  const payment = payments.get(personKey);
  // who is alive has not been paid after death
  if (payment === undefined) return [];
  const input: PersonInput = { personKey, today, facts: monitoredOf(facts.get(personKey)), ...payment };
  return a1PaidAfterDeath(input, readA1Policy(book, region, today));
}

/** Monitoring under statutory duty reads what the law opens. */
const monitoredOf = (facts: readonly EconomicFact[] = []): EconomicFact[] =>
  facts.filter(({ type, kind, source }) => gateOf(type, kind, source.agency) === 'L');

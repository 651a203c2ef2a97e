import { gateOf, kindsOf, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { agreedUse } from '../agreements/agreed-purposes.rules.js';
import {
  checkConsents,
  holdingForms,
  opens,
  type ConsentForm,
  type ConsentQuestion,
  type ConsentRefusal,
} from '../consents/consent.rules.js';
import { openingSources } from '../facts/opening-sources.rules.js';
import type { Circumstances } from './check-circumstances.rules.js';
import { formOf, REPORT_FORM, type CheckQuestion } from './check.js';
import { guardiansOf, type HouseholdUnderCheck } from './household-under-check.js';

/** Whose consents hold (授权): forms by person, and what a request is refused with. */
export interface Authorisation {
  readonly refusals: readonly ConsentRefusal[];
  readonly formsOf: ReadonlyMap<string, readonly ConsentForm[]>;
  readonly obligorsWithoutConsent: ReadonlySet<string>;
}

/** Members refuse the whole check; an obligor without consent is only not asked. */
export function authorise(question: CheckQuestion, circumstances: Circumstances): Authorisation {
  const { countedKeys, coreOf, asOfDay } = circumstances;
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
  for (const personKey of obligorKeys(question, circumstances)) {
    const own = consents.filter((form) => form.personKey === personKey);
    const outcome = holdingForms(obligorOf(household, personKey, asOfDay), own, common);
    if ('problem' in outcome) obligorsWithoutConsent.add(personKey);
    else forms.set(personKey, outcome.forms);
  }
  return { refusals, formsOf: forms, obligorsWithoutConsent };
}

/**
 * Who owes support to the household, in the order of their keys: named outside it, or, where means are tested, a member who
 * lives apart.
 */
export function obligorKeys(
  question: Pick<CheckQuestion, 'household' | 'form'>,
  { livingApart, isStatusOnly }: Circumstances,
): string[] {
  const named = question.household.obligors.map(({ personKey }) => personKey);
  const apart = isStatusOnly || formOf(question) < REPORT_FORM.WITH_LIVING_APART ? [] : livingApart;
  return [...new Set([...named, ...apart])].toSorted();
}

/** Of an obligor outside the household nothing is told: he signs for himself. */
function obligorOf(household: HouseholdUnderCheck, personKey: string, asOfDay: CivilDate) {
  const member = household.members.find((each) => each.personKey === personKey);
  return member === undefined
    ? { personKey, capacity: 'FULL' as const, guardianKeys: [], birthDate: asOfDay }
    : { ...member, guardianKeys: guardiansOf(member, household) };
}

/** What may be read of whom. */
export interface Permission {
  agency(personKey: string, agency: string): boolean;
  fact(fact: EconomicFact): boolean;
}

/**
 * Gate C is opened by a consent that covers the source for every purpose; gate L by law. And of either the agreement under
 * which it came has to allow every purpose.
 */
export function permissionOf(
  { purposes, household, agreements = [] }: CheckQuestion,
  { coreOf, policy, isStatusOnly }: Circumstances,
  { formsOf, obligorsWithoutConsent }: Authorisation,
): Permission {
  const members = new Set(household.members.map(({ personKey }) => personKey));
  const agreed = agreedUse(agreements, purposes);
  // a purpose without a means test asks for statuses, which the law opens
  const tested = isStatusOnly
    ? purposes
    : purposes.filter((purpose) => policy.ofPurpose(purpose).incomeLimit !== 'NONE');
  const isOpen = (personKey: string, agency: string): boolean => {
    const forms = formsOf.get(personKey) ?? [];
    return tested.every((purpose) =>
      opens(forms, purpose, agency, coreOf(purpose, personKey).includes(agency)),
    );
  };
  return {
    agency: (personKey, agency) =>
      !obligorsWithoutConsent.has(personKey) &&
      agreed.agency(agency) &&
      (!isGated(agency) || isOpen(personKey, agency)),
    fact: (fact) => {
      const { type, kind, source, personKey, quality } = fact;
      if (!agreed.dataset(source)) return false;
      if (quality === 'DECLARED' || gateOf(type, kind, source.agency) === 'L') return true;
      const isKnown = members.has(personKey) || formsOf.has(personKey);
      return isKnown && openingSources(fact).some((agency) => isOpen(personKey, agency));
    },
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

import type { EconomicFact } from '@minzheng/kernel/means-test';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { obligorKeys } from './check-authorisation.rules.js';
import { circumstancesOf } from './check-circumstances.rules.js';
import { REPORT_FORM } from './check.js';
import type { HouseholdUnderCheck } from './household-under-check.js';

/** What was asked in a case: about which household, for what, and as of when it is judged. */
export interface AskedInCase {
  readonly household: HouseholdUnderCheck;
  readonly purposes: readonly string[];
  readonly asOf: Date;
}

/**
 * Whether a case has a person as one of its household (共同生活的家庭成员) for a purpose. The latest question of the case for that
 * purpose alone tells, judged as a check of it would be with what is known now: a review takes the place of the application. Who
 * is an obligor by it is none, named outside the household or living apart, nor who is no longer named, nor anybody where policy
 * is missing. Verification 5.3, 5.6.
 *
 * @param asked - of one day the later question stands behind the earlier one
 */
export function isMemberInCase(
  personKey: string,
  purpose: string,
  asked: readonly AskedInCase[],
  facts: readonly EconomicFact[],
  book: PolicyBook,
): boolean {
  const latest = asked
    .filter(({ purposes }) => purposes.includes(purpose))
    .toSorted((one, other) => one.asOf.getTime() - other.asOf.getTime())
    .at(-1);
  if (latest === undefined) return false;
  const { household, purposes, asOf } = latest;
  if (!household.members.some((member) => member.personKey === personKey)) return false;
  const question = { household, purposes, declaredItems: [], asOf: asOf.toISOString() };
  try {
    const circumstances = circumstancesOf(question, facts, book);
    return !obligorKeys({ household, form: REPORT_FORM.NEWEST }, circumstances).includes(personKey);
  } catch (error) {
    if (error instanceof PolicyMissing) return false;
    throw error;
  }
}

import { composeHousehold, Statuses, type EconomicFact } from '@minzheng/kernel/means-test';
import { civilDateOf, incomeWindow, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { readCheckPolicy, type CheckPolicy } from './check-policy.js';
import type { CheckQuestion } from './check.js';
import { coreAgencies, type CoreCondition } from './completeness.rules.js';
import { claimsDeduction } from './declared-facts.rules.js';

/** What a check is judged by (核对情形): policy, the day, who counts, and which sources are core for whom. */
export interface Circumstances {
  readonly policy: CheckPolicy;
  readonly asOfDay: CivilDate;
  readonly statuses: Statuses;
  readonly countedKeys: ReadonlySet<string>;
  /** Members who live apart and owe support (不共同生活的赡养抚养扶养义务人). Verification 5.3(9). */
  readonly livingApart: readonly string[];
  readonly coreOf: (purpose: string, personKey: string) => readonly string[];
  /** No purpose has a means test: only statuses are looked at. */
  readonly isStatusOnly: boolean;
  /** Every purpose judges the applicant alone, who then counts whatever support there is already. */
  readonly isApplicantOnly: boolean;
}

/** @throws PolicyMissing, PolicyMalformed */
export function circumstancesOf(
  question: Pick<CheckQuestion, 'household' | 'purposes' | 'declaredItems' | 'asOf'>,
  facts: readonly EconomicFact[],
  book: PolicyBook,
): Circumstances {
  const { household, declaredItems, asOf } = question;
  const asOfDay = civilDateOf(asOf);
  const policy = readCheckPolicy(book, household.region, household.hukouType, asOfDay);
  const statuses = new Statuses(facts.filter((fact) => fact.type === 'STATUS'));
  const members = new Map(household.members.map((member) => [member.personKey, member]));
  const hasClaim = claimsDeduction(declaredItems);
  const holds = (personKey: string) => (condition: CoreCondition) => {
    switch (condition) {
      case 'DEDUCTION_CLAIMED':
        return hasClaim;
      case 'RURAL':
        return household.hukouType === 'RURAL';
      case 'PREFERENTIAL_OBJECT':
        return statuses.holding(personKey, asOfDay, 'preferentialObject') !== undefined;
      case 'REGISTERED_OUTSIDE': {
        const registered = members.get(personKey)?.hukouRegion;
        return registered !== undefined && registered.slice(0, 2) !== household.region.slice(0, 2);
      }
    }
  };
  const limits = question.purposes.map((purpose) => policy.ofPurpose(purpose).incomeLimit);
  const { countedKeys, obligors } = composeHousehold({
    snapshot: household,
    statuses,
    on: asOfDay,
    policy: policy.means,
    hasWage: (personKey) => hadWage(personKey, facts, incomeWindow(asOfDay, policy.means.windowMonths)),
    forTekun: limits.includes('SINGLE_STANDARD'),
  });
  const cores = new Map<string, readonly string[]>();
  return {
    policy,
    asOfDay,
    statuses,
    countedKeys: new Set(countedKeys),
    livingApart: obligors.map(({ personKey }) => personKey),
    coreOf(purpose, personKey) {
      const key = `${purpose} ${personKey}`;
      const core = cores.get(key) ?? coreAgencies(policy.ofPurpose(purpose).coreSet, holds(personKey));
      cores.set(key, core);
      return core;
    },
    isStatusOnly: limits.every((limit) => limit === 'NONE'),
    isApplicantOnly: limits.every((limit) => limit === 'SINGLE_STANDARD'),
  };
}

function hadWage(
  personKey: string,
  facts: readonly EconomicFact[],
  window: { from: string; to: string },
): boolean {
  return facts.some(
    (fact) =>
      fact.type === 'INCOME' &&
      fact.personKey === personKey &&
      fact.kind === 'wage' &&
      fact.amountFen > 0n &&
      fact.period.from <= window.to &&
      window.from <= fact.period.to,
  );
}

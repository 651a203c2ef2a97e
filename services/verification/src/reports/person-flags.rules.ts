import { holdsOn, type EconomicFact, type MeansResult } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { HouseholdUnderCheck } from '../requests/household-under-check.js';

/**
 * What of a person is to be looked at more closely (需重点核实的情形): paid from public funds; a stable post with the state or a
 * state enterprise; a commercial endowment insurance; registered in another county than the household lives in.
 */
export type PersonFlag = 'FISCAL_STAFF' | 'STABLE_POST' | 'COMMERCIAL_ENDOWMENT' | 'REGISTERED_ELSEWHERE';

/** Whether a private firm is large no agency tells, so that it is no flag. */
const STABLE_POSTS: readonly string[] = ['ORGAN', 'INSTITUTION', 'STATE_ENTERPRISE'];
/** What an insurer pays, or has to pay back. */
const ENDOWMENTS: readonly string[] = ['insuranceAnnuity', 'insuranceCashValue'];
const COUNTY_DIGITS = 6;

/** Of one person, by what counts of the facts. Advisory: whoever visits looks into it, no rule decides by it. */
export function flagsOf(
  personKey: string,
  { income, assets, statuses }: MeansResult['selected'],
  { region, members }: Pick<HouseholdUnderCheck, 'region' | 'members'>,
  asOf: CivilDate,
): PersonFlag[] {
  const isOwn = (fact: EconomicFact): boolean => fact.personKey === personKey;
  const standing = statuses.filter((status) => isOwn(status) && holdsOn(status, asOf));
  const moneys = [...income.map(({ fact }) => fact), ...assets].filter(isOwn);
  const registered = members.find((member) => member.personKey === personKey)?.hukouRegion ?? region;
  const isStable = standing.some(
    ({ kind, attributes }) => kind === 'employed' && STABLE_POSTS.includes(attributes['postKind'] ?? ''),
  );
  return [
    ...(standing.some(({ kind }) => kind === 'fiscalStaff') ? (['FISCAL_STAFF'] as const) : []),
    ...(isStable ? (['STABLE_POST'] as const) : []),
    ...(moneys.some(({ kind }) => ENDOWMENTS.includes(kind)) ? (['COMMERCIAL_ENDOWMENT'] as const) : []),
    ...(countyOf(registered) === countyOf(region) ? [] : (['REGISTERED_ELSEWHERE'] as const)),
  ];
}

const countyOf = (region: string): string => region.slice(0, COUNTY_DIGITS);

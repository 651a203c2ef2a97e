import { isCivilDate, type CivilDate } from '@minzheng/kernel/months';
import { contains, isRegionCode } from '@minzheng/kernel/region';
import type { HouseholdUnderCheck } from './household-under-check.js';

const MOST_MEMBERS = 30;
const PERSON_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Whether a household can be checked: one applicant, at most one spouse, nobody named twice, births before the day, and
 * obligors outside it of members inside it, so that at most one hop is followed.
 */
export function isValidHousehold(
  { region, members, obligors }: HouseholdUnderCheck,
  asOf: CivilDate,
): boolean {
  const keys = members.map(({ personKey }) => personKey);
  const named = new Set(keys);
  const countOf = (relation: string) => members.filter((member) => member.relation === relation).length;
  const pairs = new Set(obligors.map(({ personKey, obligorOfKey }) => `${personKey} ${obligorOfKey}`));
  return (
    isRegionCode(region) &&
    members.length >= 1 &&
    members.length <= MOST_MEMBERS &&
    named.size === members.length &&
    pairs.size === obligors.length &&
    countOf('APPLICANT') === 1 &&
    countOf('SPOUSE') <= 1 &&
    members.every(
      ({ personKey, birthDate, livesTogetherSince, guardianKey, hukouRegion }) =>
        PERSON_KEY.test(personKey) &&
        isCivilDate(birthDate) &&
        birthDate <= asOf &&
        (livesTogetherSince === undefined || isCivilDate(livesTogetherSince)) &&
        (guardianKey === undefined || (PERSON_KEY.test(guardianKey) && guardianKey !== personKey)) &&
        isRegionCode(hukouRegion),
    ) &&
    obligors.every(
      ({ personKey, obligorOfKey }) =>
        PERSON_KEY.test(personKey) && !named.has(personKey) && named.has(obligorOfKey),
    )
  );
}

/** The requester's jurisdiction covers the household: in an event its region is that of who asks. */
export function isWithinJurisdiction(requesterRegion: string, { region }: HouseholdUnderCheck): boolean {
  return contains(requesterRegion, region);
}
